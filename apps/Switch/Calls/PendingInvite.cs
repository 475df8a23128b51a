// An INVITE on its way through a call, the first one or a later one: from its request on one side to the ACK that ends
// it. There is one at a time (RFC 3261 §14). Private to the call's process.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>An INVITE that is not acknowledged yet.</summary>
/// <param name="from">The side that asks.</param>
/// <param name="to">The side that is asked.</param>
/// <param name="requested">The request that came, and its transaction.</param>
internal sealed class PendingInvite(CallLeg from, CallLeg to, Requested requested)
{
    private readonly string _key = TransactionKey.OfServer(requested.Request).Text;
    private SipResponse? _latest;

    /// <summary>The side that asks.</summary>
    public CallLeg From { get; } = from;

    /// <summary>The side that is asked.</summary>
    public CallLeg To { get; } = to;

    /// <summary>The transaction of the request that came, or of its place; none: there could be none.</summary>
    public Pid Server { get; private set; } = requested.Transaction;

    /// <summary>The request that came.</summary>
    public SipRequest Request => requested.Request;

    /// <summary>The request that went out.</summary>
    public SipRequest? Sent { get; set; }

    /// <summary>Its transaction.</summary>
    public Pid Client { get; set; }

    /// <summary>The 2xx that was sent to who asks, and is repeated until the ACK; null: there was none yet.</summary>
    public SipResponse? Accepted { get; set; }

    /// <summary>The pause before the next repetition.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Whether the request came again and has got a transaction, and with it a call, of its own.</summary>
    public bool IsAnothers => SwitchTables.Transactions.TryLookup(_key, out Pid holder) && Process.IsAlive(holder);

    /// <summary>Answers who asks: by the transaction, and if there can be none, once.</summary>
    public void Answer(SipResponse response)
    {
        _latest = response;
        if (Process.IsAlive(Server))
        {
            Process.Send(Server, new Answer(response));
        }
        else if (!TryReplaceServer() && !IsAnothers)
        {
            Outgoing.Send(response);
        }
    }

    /// <summary>The transaction was killed: begins another one in its place, which goes on with the latest answer.
    /// </summary>
    /// <returns>Whether there is one.</returns>
    public bool TryReplaceServer()
    {
        if (Process.IsAlive(Server))
        {
            return true;
        }

        Server = TransactionSupervisor.Start(
            new ServerStart(Request, _key, requested.Source) { User = Process.Self, Latest = _latest });
        if (Server != default)
        {
            Process.Monitor(Server);
        }

        return Server != default;
    }
}
