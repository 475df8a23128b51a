// All transactions, each a process that is never started again: a transaction's state is what it has sent, and no other
// process has that. A killed one costs its request; the peer asks again, or its user hears of the end.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Switch;

/// <summary>The supervisor of transactions.</summary>
internal sealed class TransactionSupervisor : DynamicSupervisor<TransactionStart>
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "switch_transactions_sup";

    /// <summary>Starts a transaction.</summary>
    /// <returns>
    /// Its process; none if there are too many, if its key is taken, or while the supervisor itself is being started
    /// again.
    /// </returns>
    public static Pid Start(TransactionStart start)
    {
        try
        {
            StartResult result = StartChild(Name, start);
            return result.IsOk ? result.Pid : default;
        }
        catch (ProcessExitException)
        {
            return default; // the supervisor ended; its children with it
        }
    }

    /// <inheritdoc/>
    protected override DynamicSupervisorSpec<TransactionStart> Init() =>
        new(ChildTemplate<TransactionStart>.Server(Create, Restart.Temporary, TimeSpan.FromSeconds(1)))
        {
            MaxChildren = SwitchConfiguration.Current.Limits.Transactions,
        };

    private static Behaviour Create(TransactionStart start) => start switch
    {
        ServerStart server when server.Request.Method == SipMethod.Invite => new InviteServer(server),
        ServerStart server => new RequestServer(server),
        ClientStart client when client.Request.Method == SipMethod.Invite => new InviteClient(client),
        ClientStart client => new RequestClient(client),
        _ => throw new InvalidOperationException($"{start} starts no transaction."),
    };
}
