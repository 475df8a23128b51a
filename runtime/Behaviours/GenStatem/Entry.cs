namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// What a state machine does when it has entered a state. What would make no sense there is not offered: another
/// state, postponing, events of its own. The default value does nothing.
/// </summary>
public readonly struct Entry
{
    private readonly MachineAction? _last;

    private Entry(ExitReason? reason, MachineAction? last) => (Reason, _last) = (reason, last);

    /// <summary>Nothing.</summary>
    public static Entry Stay => default;

    internal ExitReason? Reason { get; }

    internal MachineAction? LastAction => _last;

    /// <summary>The end.</summary>
    public static Entry Stop(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new Entry(reason, null);
    }

    /// <inheritdoc cref="Transition{TState}.Reply"/>
    public Entry Reply<TReply>(From<TReply> from, TReply value) =>
        With(MachineAction.Reply(_last, from.Caller, from.Tag, value));

    /// <inheritdoc cref="Transition{TState}.Hibernate"/>
    public Entry Hibernate() => With(MachineAction.Simple(_last, MachineActionKind.Hibernate));

    /// <inheritdoc cref="Transition{TState}.StateTimeout"/>
    public Entry StateTimeout(TimeSpan time, object? content = null) =>
        With(MachineAction.Start(_last, EventKind.StateTimeout, null, time, content));

    /// <inheritdoc cref="Transition{TState}.EventTimeout"/>
    public Entry EventTimeout(TimeSpan time, object? content = null) =>
        With(MachineAction.Start(_last, EventKind.EventTimeout, null, time, content));

    /// <inheritdoc cref="Transition{TState}.Timeout"/>
    public Entry Timeout(object name, TimeSpan time, object? content = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(MachineAction.Start(_last, EventKind.Timeout, name, time, content));
    }

    /// <inheritdoc cref="Transition{TState}.UpdateTimeout"/>
    public Entry UpdateTimeout(object name, object? content)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(MachineAction.Update(_last, EventKind.Timeout, name, content));
    }

    /// <inheritdoc cref="Transition{TState}.CancelTimeout"/>
    public Entry CancelTimeout(object name) => Timeout(name, System.Threading.Timeout.InfiniteTimeSpan);

    private Entry With(MachineAction action) => new(Reason, action);
}
