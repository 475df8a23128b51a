// What operators may see of the exchange: copies of what stands in its tables, taken without asking any of its
// processes but the transport, which alone knows its counters.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Switch;

/// <summary>The exchange as seen from outside.</summary>
public static class SwitchStatus
{
    private static readonly Atom s_top = "switch_sup";

    /// <summary>The calls that there are, the oldest first.</summary>
    public static IReadOnlyList<CallRow> Calls()
    {
        var rows = new List<CallRow>();
        foreach ((long _, CallRow row) in SwitchTables.Calls.Rows())
        {
            rows.Add(row);
        }

        rows.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return rows;
    }

    /// <summary>How many calls there are.</summary>
    public static long CallCount => SwitchTables.Calls.Size;

    /// <summary>Calls that ever began.</summary>
    public static long CallsBegun =>
        SwitchTables.Counters.TryLookup(SwitchTables.CallCounter, out long count) ? count : 0;

    /// <summary>Transactions that there are.</summary>
    public static long TransactionCount => SwitchTables.Transactions.Size;

    /// <summary>The transactions that there are, by their keys.</summary>
    public static IReadOnlyList<TransactionRow> Transactions()
    {
        var rows = new List<TransactionRow>();
        foreach ((string key, Pid process) in SwitchTables.Transactions.Rows())
        {
            rows.Add(new TransactionRow(key, process));
        }

        rows.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return rows;
    }

    /// <summary>Who is registered, and where; contacts that have expired are left out.</summary>
    public static IReadOnlyList<(string User, Binding Contact, TimeSpan Left)> Registrations()
    {
        long now = Clock.Now;
        var found = new List<(string, Binding, TimeSpan)>();
        foreach ((string user, Binding[] bindings) in SwitchTables.Location.Rows())
        {
            foreach (Binding binding in bindings)
            {
                if (binding.ExpiresAtNs > now)
                {
                    found.Add((user, binding, TimeSpan.FromTicks((binding.ExpiresAtNs - now) / 100)));
                }
            }
        }

        return found;
    }

    /// <summary>The latest call detail records, the latest last.</summary>
    /// <param name="most">How many.</param>
    public static IReadOnlyList<string> Records(int most)
    {
        var lines = new List<string>();
        foreach ((long _, string line) in SwitchTables.Records.RowsBackwards())
        {
            if (lines.Count == most)
            {
                break;
            }

            lines.Add(line);
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>Records that are kept.</summary>
    public static long RecordCount => SwitchTables.Records.Size;

    /// <summary>What became of the datagrams that came.</summary>
    /// <exception cref="ProcessExitException">The transport is not there.</exception>
    public static TransportCounters Counters() => ((ServerRef<Transport>)Transport.Name).Call(new Transport.Read());

    /// <summary>What the exchange is rated for.</summary>
    public static SwitchLimits Limits => SwitchConfiguration.Current.Limits;

    /// <summary>How often a process of the exchange's tree was started again.</summary>
    public static int Restarts()
    {
        int restarts = 0;
        foreach (ChildInfo child in Supervisor.WhichChildren(s_top))
        {
            restarts += child.Restarts;
        }

        return restarts;
    }
}
