// What passes between the transport, transactions and their users (RFC 3261 §17: the "transaction user" is a call, the
// registrar, or a transaction that answers by itself). All are sent to pids and none is waited for: who has ended drops
// them, and who needs to know of an end monitors.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>Transport to a transaction: a message of its own has come.</summary>
/// <param name="Message">The message; its top Via has what the receiver notes.</param>
internal sealed record Arrived(SipMessage Message);

/// <summary>Server transaction to its user: a request, once.</summary>
/// <param name="Transaction">Takes the answers.</param>
/// <param name="Request">The request.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record Requested(Pid Transaction, SipRequest Request, Endpoint Source);

/// <summary>User to server transaction: send this.</summary>
/// <param name="Response">A response to the transaction's request.</param>
internal sealed record Answer(SipResponse Response);

/// <summary>Transaction of a CANCEL to that of the INVITE, and from there to its user.</summary>
/// <param name="Transaction">The INVITE's.</param>
internal sealed record Cancelled(Pid Transaction);

/// <summary>To a call: the ACK of a 2xx, from the transport or from the INVITE's transaction.</summary>
/// <param name="Request">The ACK.</param>
internal sealed record Acknowledged(SipRequest Request);

/// <summary>Client transaction to its user: a response, or none will come.</summary>
/// <param name="Transaction">Which.</param>
/// <param name="Response">The response; null: nobody answered (timers B, F).</param>
internal sealed record Responded(Pid Transaction, SipResponse? Response);

/// <summary>
/// User to INVITE client transaction: nobody waits for the answer any more. It cancels, and should the callee answer
/// all the same, hangs up.
/// </summary>
internal sealed record Abandoned;

/// <summary>What a transaction is started with.</summary>
internal abstract record TransactionStart;

/// <summary>A request came that begins a transaction.</summary>
/// <param name="Request">The request.</param>
/// <param name="Key">The transaction's key.</param>
/// <param name="Source">Where it came from.</param>
internal sealed record ServerStart(SipRequest Request, string Key, Endpoint Source) : TransactionStart
{
    /// <summary>Who answers it; none: that is to be found out.</summary>
    public Pid User { get; init; }

    /// <summary>What was answered by the transaction that this one takes the place of; null: nothing.</summary>
    public SipResponse? Latest { get; init; }
}

/// <summary>A request shall go out.</summary>
/// <param name="Request">The request, with a new branch.</param>
/// <param name="Destination">Where to.</param>
/// <param name="User">Who wants the responses; none: nobody.</param>
internal sealed record ClientStart(SipRequest Request, Endpoint Destination, Pid User) : TransactionStart;
