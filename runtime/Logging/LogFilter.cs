// What decides of single events, beyond their level. OTP: logger's filters.
//
// A filter that fails is taken away, and the event goes on as if it had not been asked: it is no fault of who logs.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Logging;

/// <summary>What a filter says of an event. OTP: log, stop, ignore.</summary>
public enum LogVerdict
{
    /// <summary>The next filter may decide; in the end the event is logged.</summary>
    Ignore,

    /// <summary>It is logged, and no further filter is asked.</summary>
    Log,

    /// <summary>It is not logged.</summary>
    Stop,
}

/// <summary>
/// A filter. It may put another event in the place of the one that it is asked about. It runs in the process that logs
/// (a primary filter) or in the handler's, and keeps nothing: it is one function for all of them.
/// </summary>
public delegate LogVerdict LogFilter(ref LogEvent item);

/// <summary>A filter with the name by which it is taken away.</summary>
/// <param name="Id">The name.</param>
/// <param name="Filter">The filter.</param>
[SharedImmutable]
public sealed record NamedFilter(Atom Id, LogFilter Filter);

/// <summary>Filters in order.</summary>
/// <param name="Items">The filters.</param>
[SharedImmutable]
public sealed record LogFilters(ImmutableArray<NamedFilter> Items)
{
    /// <summary>None.</summary>
    public static LogFilters None { get; } = new(ImmutableArray<NamedFilter>.Empty);

    /// <summary>Whether there is one of a name.</summary>
    public bool Has(Atom id)
    {
        foreach (NamedFilter named in Items)
        {
            if (named.Id == id)
                return true;
        }

        return false;
    }

    /// <summary>The same without one of them.</summary>
    public LogFilters Without(Atom id) => new(Items.RemoveAll(item => item.Id == id));

    /// <summary>Whether an event passes all of them.</summary>
    /// <param name="item">The event; afterwards, what they made of it.</param>
    /// <param name="failed">Called with each of them that fails, and why.</param>
    internal bool Pass(ref LogEvent item, Action<Atom, ExitReason> failed)
    {
        foreach (NamedFilter named in Items)
        {
            var question = new Question(named.Filter, item);
            if (Guard.Run(static asked => asked.Ask(), question, out LogVerdict verdict) is { } failure)
            {
                failed(named.Id, failure);
                continue;
            }

            item = question.Item;
            if (verdict != LogVerdict.Ignore)
                return verdict == LogVerdict.Log;
        }

        return true;
    }

    // A filter is given a reference, which a guarded function cannot carry.
    private sealed class Question(LogFilter filter, LogEvent item)
    {
        public LogEvent Item { get; private set; } = item;

        public LogVerdict Ask()
        {
            LogEvent changed = Item;
            LogVerdict verdict = filter(ref changed);
            Item = changed;
            return verdict;
        }
    }
}
