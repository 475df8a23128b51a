// What a callback of a state machine wants besides the state: a list, in the order in which it was written. OTP:
// action().
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>An action, and those before it.</summary>
internal sealed class MachineAction(MachineAction? before)
{
    /// <summary>The actions that were written before it, the latest first.</summary>
    public MachineAction? Before { get; } = before;

    /// <summary>What.</summary>
    public MachineActionKind Kind { get; private init; }

    /// <summary>An event's or a timeout's content, an answer, or a machine.</summary>
    public object? Content { get; private init; }

    /// <summary>A timeout's name.</summary>
    public object? Name { get; private init; }

    /// <summary>Which timeout, or the kind of an event.</summary>
    public EventKind Of { get; private init; }

    /// <summary>A timeout's time; long.MaxValue: never.</summary>
    public long Nanoseconds { get; private init; }

    /// <summary>The event to be inserted.</summary>
    public Event Event { get; private init; }

    /// <summary>Whom an answer is for.</summary>
    public Pid To { get; private init; }

    /// <summary>And which request it answers.</summary>
    public Ref Tag { get; private init; }

    public static MachineAction Simple(MachineAction? before, MachineActionKind kind, object? content = null) =>
        new(before) { Kind = kind, Content = content };

    public static MachineAction Reply(MachineAction? before, Pid to, Ref tag, object? value) =>
        new(before) { Kind = MachineActionKind.Reply, To = to, Tag = tag, Content = value };

    public static MachineAction Insert(MachineAction? before, in Event item) =>
        new(before) { Kind = MachineActionKind.Insert, Event = item };

    public static MachineAction Start(
        MachineAction? before, EventKind of, object? name, TimeSpan time, object? content) =>
        new(before)
        {
            Kind = MachineActionKind.StartTimeout,
            Of = of,
            Name = name,
            Content = content,
            Nanoseconds = time == Timeout.InfiniteTimeSpan ? long.MaxValue : Durations.OfTimer(time),
        };

    public static MachineAction Update(MachineAction? before, EventKind of, object? name, object? content) =>
        new(before) { Kind = MachineActionKind.UpdateTimeout, Of = of, Name = name, Content = content };

    /// <summary>The actions that end with one, in the order in which they were written.</summary>
    public static IEnumerable<MachineAction> InOrder(MachineAction? last)
    {
        var all = new Stack<MachineAction>();
        for (MachineAction? action = last; action is not null; action = action.Before)
        {
            all.Push(action);
        }

        return all;
    }

    /// <summary>Sends the answer that it is.</summary>
    public void Send() => CallSignals.Reply(To, Tag, Content);
}

/// <summary>The kinds of <see cref="MachineAction"/>.</summary>
internal enum MachineActionKind
{
    /// <summary>Puts the event off until the state changes.</summary>
    Postpone,

    /// <summary>Makes the heap small before the next wait.</summary>
    Hibernate,

    /// <summary>Answers a request.</summary>
    Reply,

    /// <summary>Inserts an event before all that wait.</summary>
    Insert,

    /// <summary>Starts a timeout, or starts it anew; with no time, cancels it.</summary>
    StartTimeout,

    /// <summary>Changes what a timeout tells.</summary>
    UpdateTimeout,

    /// <summary>Another machine takes over.</summary>
    ChangeCallback,

    /// <summary>Another machine takes over, until it is popped.</summary>
    PushCallback,

    /// <summary>The machine before takes over again.</summary>
    PopCallback,
}
