// An INVITE on its way through a call, the first one or a later one: from its request on one side to the ACK that ends
// it. There is one at a time (RFC 3261 §14). Private to the call's process.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>An INVITE that is not acknowledged yet.</summary>
/// <param name="from">The side that asks.</param>
/// <param name="to">The side that is asked.</param>
/// <param name="server">The transaction of the request that came.</param>
/// <param name="request">The request that came.</param>
internal sealed class PendingInvite(CallLeg from, CallLeg to, Pid server, SipRequest request)
{
    /// <summary>The side that asks.</summary>
    public CallLeg From { get; } = from;

    /// <summary>The side that is asked.</summary>
    public CallLeg To { get; } = to;

    /// <summary>The transaction of the request that came.</summary>
    public Pid Server { get; } = server;

    /// <summary>The request that came.</summary>
    public SipRequest Request { get; } = request;

    /// <summary>The request that went out.</summary>
    public SipRequest? Sent { get; set; }

    /// <summary>Its transaction.</summary>
    public Pid Client { get; set; }

    /// <summary>The 2xx that was sent to who asks, and is repeated until the ACK; null: there was none yet.</summary>
    public SipResponse? Accepted { get; set; }

    /// <summary>The pause before the next repetition.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Answers who asks.</summary>
    public void Answer(SipResponse response) => Process.Send(Server, new Answer(response));
}
