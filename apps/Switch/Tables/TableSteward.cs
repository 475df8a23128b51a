// Owns the tables in which processes are found, and takes out the rows of those that ended. Every process that enters
// itself tells the steward, which monitors it: rows go when their process does, however it ended, and no process has to
// tidy up. The steward itself may be killed: the heir keeps the tables meanwhile, and the successor monitors whom it
// finds there. A process enters its row first and tells the steward then, so whom the old steward did not hear the new
// one finds. Only who is killed between the two escapes: a walk over the tables, once a minute, finds that row.
using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>Keeps the tables of processes true.</summary>
/// <param name="subscribers">Who may register; they are entered when there is no table of them yet.</param>
internal sealed class TableSteward(ImmutableArray<Subscriber> subscribers) : GenServer,
    IHandleCast<TableSteward.Entered>
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "switch_steward";

    private static readonly TimeSpan s_round = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Pid, List<string>> _keys = [];
    private Table<string, Pid> _transactions;
    private Table<string, Pid> _dialogs;

    /// <summary>Enters the calling process as a transaction.</summary>
    /// <returns>False: the key is taken, by a process that lives, or is none.</returns>
    public static bool EnterTransaction(string key) => Enter(SwitchTables.Transactions, key);

    /// <summary>Enters the calling process as the call of a dialog.</summary>
    public static bool EnterDialog(string key) => Enter(SwitchTables.Dialogs, key);

    /// <inheritdoc/>
    public Next HandleCast(Entered message)
    {
        Watch(message.Process, message.Key);
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        TableHeir.Own(SwitchTables.TransactionsName, static options => Table<string, Pid>.Create(options));
        TableHeir.Own(SwitchTables.DialogsName, static options => Table<string, Pid>.Create(options));
        TableHeir.Own(SwitchTables.CallsName, static options => Table<long, CallRow>.Create(options));
        TableHeir.Own(SwitchTables.CountersName, static options => Table<string, long>.Create(options));
        TableHeir.Own(SwitchTables.SubscribersName, static options => Table<string, Subscriber>.Create(options));
        _transactions = SwitchTables.Transactions;
        _dialogs = SwitchTables.Dialogs;
        Table<string, Subscriber> table = SwitchTables.Subscribers;
        foreach (Subscriber subscriber in subscribers)
        {
            table.InsertNew(subscriber.User, subscriber);
        }

        return Next.Continue();
    }

    /// <inheritdoc/>
    /// <remarks>Not in Init: with thousands of rows its supervisor would wait, and whoever else is to be started.
    /// </remarks>
    protected override Next HandleContinue(object? argument)
    {
        WatchAll();
        Process.SendAfter(s_round, Process.Self, Atom.Timeout);
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case DownMessage down:
                Remove(down.Object.Pid);
                break;
            case HeirBegan heir:
                TableHeir.Renew(heir, SwitchTables.TransactionsName, SwitchTables.DialogsName, SwitchTables.CallsName,
                    SwitchTables.CountersName, SwitchTables.SubscribersName);
                break;
            case Atom:
                WatchAll();
                Process.SendAfter(s_round, Process.Self, Atom.Timeout);
                break;
        }

        return Next.Wait;
    }

    private static bool Enter(Table<string, Pid> table, string key)
    {
        if (!SwitchTables.IsKey(key))
        {
            return false;
        }

        // The steward, or who else is after the key, may take the row of a dead one out at the same time.
        while (!table.InsertNew(key, Process.Self))
        {
            if (table.TryLookup(key, out Pid holder))
            {
                if (Process.IsAlive(holder))
                {
                    return false;
                }

                table.DeleteObject(key, holder);
            }
        }

        ((ServerRef<TableSteward>)Name).Cast(new Entered(Process.Self, key));
        return true;
    }

    private void WatchAll()
    {
        foreach ((string key, Pid process) in _transactions.Rows())
        {
            Watch(process, key);
        }

        foreach ((string key, Pid process) in _dialogs.Rows())
        {
            Watch(process, key);
        }
    }

    private void Watch(Pid process, string key)
    {
        if (!_keys.TryGetValue(process, out List<string>? keys))
        {
            keys = new List<string>(1);
            _keys.Add(process, keys);
            Process.Monitor(process);
        }

        if (!keys.Contains(key))
        {
            keys.Add(key);
        }
    }

    private void Remove(Pid process)
    {
        if (_keys.Remove(process, out List<string>? keys))
        {
            foreach (string key in keys)
            {
                // A dialog's key is no transaction's: one of the two finds nothing.
                _transactions.DeleteObject(key, process);
                _dialogs.DeleteObject(key, process);
            }
        }
    }

    /// <summary>A process has entered itself.</summary>
    /// <param name="Process">Which.</param>
    /// <param name="Key">Under which key.</param>
    public sealed record Entered(Pid Process, string Key) : ICast<TableSteward, Entered>;
}
