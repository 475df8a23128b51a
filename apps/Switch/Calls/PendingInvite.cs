// An INVITE on its way through a call, the first one or a later one: from its request on one side to the ACK that ends
// it. There is one at a time (RFC 3261 §14). Private to the call's process.
//
// Its two transactions may be killed; the call has what is needed to begin them anew. The server's successor goes on
// with the latest answer. The client's sends the same request with the same branch: to who has it, it comes again, and
// he says again what he has said. What a transaction dies of it may die of again, so there is an end to that.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>An INVITE that is not acknowledged yet.</summary>
/// <param name="from">The side that asks.</param>
/// <param name="to">The side that is asked.</param>
/// <param name="requested">The request that came, and its transaction; somebody monitors it.</param>
internal sealed class PendingInvite(CallLeg from, CallLeg to, Requested requested)
{
    private const int MostAttempts = 6;

    private readonly string _key = TransactionKey.OfServer(requested.Request).Text;
    private SipResponse? _latest;
    private ClientStart? _start;
    private int _attempts;

    /// <summary>The side that asks.</summary>
    public CallLeg From { get; } = from;

    /// <summary>The side that is asked.</summary>
    public CallLeg To { get; } = to;

    /// <summary>The transaction of the request that came; none: it was lost.</summary>
    public Pid Server { get; private set; } = requested.Transaction;

    /// <summary>The request that came.</summary>
    public SipRequest Request => requested.Request;

    /// <summary>The request that went out; null: none yet.</summary>
    public SipRequest? Sent => _start?.Request;

    /// <summary>Its transaction; none: it could not be begun yet, or was lost.</summary>
    public Pid Client { get; private set; }

    /// <summary>The 2xx that was sent to who asks, and is repeated until the ACK; null: there was none yet.</summary>
    public SipResponse? Accepted { get; set; }

    /// <summary>The pause before the next repetition.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Whether it has the transactions that it needs.</summary>
    public bool IsWhole => Server != default && !NeedsClient;

    /// <summary>Whether who is asked is asked by nobody, and has not accepted yet.</summary>
    public bool NeedsClient => Client == default && Accepted is null;

    /// <summary>Whether there is no use in another attempt to make it whole.</summary>
    public bool IsHopeless => _attempts >= MostAttempts;

    /// <summary>Whether the request came again and has got a transaction, and with it a call, of its own.</summary>
    public bool IsAnothers => Server == default && SwitchTables.Transactions.TryLookup(_key, out Pid holder)
        && Process.IsAlive(holder);

    private ServerStart Successor =>
        new(Request, _key, requested.Source) { User = Process.Self, Latest = _latest };

    /// <summary>What is to go out, in the place of what went out before; <see cref="Repair"/> sends it.</summary>
    public void Send(ClientStart start)
    {
        _start = start;
        _attempts = 0;
        Client = default;
    }

    /// <summary>Takes note of a transaction's end.</summary>
    /// <returns>Whether it was one of these two, and is needed still.</returns>
    public bool Loses(Pid transaction)
    {
        if (transaction == Server)
        {
            Server = default;
        }
        else if (transaction == Client)
        {
            Client = default;
        }
        else
        {
            return false;
        }

        return !IsWhole;
    }

    /// <summary>Begins the transactions that are missing.</summary>
    public void Repair()
    {
        _attempts++;
        if (Server == default)
        {
            Server = Begin(Successor);
        }

        if (NeedsClient)
        {
            Client = Begin(_start!);
        }
    }

    /// <summary>Answers who asks: by the transaction, and if there can be none, once.</summary>
    public void Answer(SipResponse response)
    {
        _latest = response;
        if (Process.IsAlive(Server))
        {
            Process.Send(Server, new Answer(response));
            return;
        }

        Server = Begin(Successor);
        if (Server == default && !IsAnothers)
        {
            Outgoing.Send(response);
        }
    }

    private static Pid Begin(TransactionStart start)
    {
        Pid transaction = TransactionSupervisor.Start(start);
        if (transaction != default)
        {
            Process.Monitor(transaction);
        }

        return transaction;
    }
}
