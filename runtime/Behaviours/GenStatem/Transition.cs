// What a callback of a state machine answers. Written as a sentence: GoTo(Open).StateTimeout(…).Reply(…).
namespace Cosmos.Runtime.Behaviours;

/// <summary>The kinds of <see cref="Transition{TState}"/>.</summary>
internal enum TransitionKind
{
    /// <summary>The state stays.</summary>
    Keep,

    /// <summary>The state stays, and is entered anew.</summary>
    Repeat,

    /// <summary>The next state, which may be the same one.</summary>
    GoTo,

    /// <summary>The end.</summary>
    Stop,
}

/// <summary>
/// What a state machine does upon an event: the next state, and actions, which take effect in the order in which they
/// are written. OTP: the result of a state callback. The default value keeps the state.
/// </summary>
/// <typeparam name="TState">The machine's states.</typeparam>
public readonly struct Transition<TState>
{
    private readonly MachineAction? _last;

    internal Transition(TransitionKind kind, TState? state, ExitReason? reason, MachineAction? last) =>
        (Kind, State, Reason, _last) = (kind, state, reason, last);

    internal TransitionKind Kind { get; }

    internal TState? State { get; }

    internal ExitReason? Reason { get; }

    internal MachineAction? LastAction => _last;

    /// <summary>
    /// Answers a request, now. Several machines may have been asked; the order is that of writing. OTP:
    /// <c>{reply, From, Reply}</c>.
    /// </summary>
    public Transition<TState> Reply<TReply>(From<TReply> from, [Travels] TReply value) =>
        With(MachineAction.Reply(_last, from.Caller, from.Tag, value));

    /// <summary>
    /// Puts the event off: it comes again when the state has changed, before all that is waiting. OTP: postpone.
    /// </summary>
    public Transition<TState> Postpone() => With(MachineAction.Simple(_last, MachineActionKind.Postpone));

    /// <summary>
    /// Makes an internal event that is handled before any that waits. OTP: <c>{next_event, internal, Content}</c>.
    /// </summary>
    public Transition<TState> Insert(object? content) =>
        With(MachineAction.Insert(_last, new Event(EventKind.Internal, content)));

    /// <summary>Makes an event of any kind, for example the one at hand again. OTP: next_event.</summary>
    public Transition<TState> Insert(in Event item) => With(MachineAction.Insert(_last, item));

    /// <summary>Waits with the heap made as small as it can be. OTP: hibernate.</summary>
    public Transition<TState> Hibernate() => With(MachineAction.Simple(_last, MachineActionKind.Hibernate));

    /// <summary>
    /// An event when the state has not changed for some time; started anew if it runs. Zero: before any message that
    /// has not been looked at. OTP: <c>{state_timeout, Time, Content}</c>.
    /// </summary>
    /// <param name="time">0 ms to 36,500 days; Timeout.InfiniteTimeSpan cancels it.</param>
    /// <param name="content">What the event tells.</param>
    public Transition<TState> StateTimeout(TimeSpan time, object? content = null) =>
        With(MachineAction.Start(_last, EventKind.StateTimeout, null, time, content));

    /// <summary>
    /// Changes what the state timeout will tell; if none runs, it is due at once. OTP: <c>{state_timeout, update,
    /// …}</c>.
    /// </summary>
    public Transition<TState> UpdateStateTimeout(object? content) =>
        With(MachineAction.Update(_last, EventKind.StateTimeout, null, content));

    /// <summary>Cancels the state timeout. OTP: <c>{state_timeout, cancel}</c>.</summary>
    public Transition<TState> CancelStateTimeout() =>
        With(MachineAction.Start(_last, EventKind.StateTimeout, null, System.Threading.Timeout.InfiniteTimeSpan, null));

    /// <summary>
    /// An event when no other came for some time. Any event cancels it. OTP: <c>{timeout, Time, Content}</c>.
    /// </summary>
    /// <param name="time">As for <see cref="StateTimeout"/>.</param>
    /// <param name="content">What the event tells.</param>
    public Transition<TState> EventTimeout(TimeSpan time, object? content = null) =>
        With(MachineAction.Start(_last, EventKind.EventTimeout, null, time, content));

    /// <summary>
    /// An event after some time, whatever happens; of each name there is one. OTP: <c>{{timeout, Name}, Time,
    /// Content}</c>.
    /// </summary>
    /// <param name="name">Its name; compared by Equals.</param>
    /// <param name="time">As for <see cref="StateTimeout"/>.</param>
    /// <param name="content">What the event tells.</param>
    public Transition<TState> Timeout(object name, TimeSpan time, object? content = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(MachineAction.Start(_last, EventKind.Timeout, name, time, content));
    }

    /// <summary>
    /// Changes what a named timeout will tell; if it does not run, it is due at once. OTP:
    /// <c>{{timeout, Name}, update, Content}</c>.
    /// </summary>
    public Transition<TState> UpdateTimeout(object name, object? content)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(MachineAction.Update(_last, EventKind.Timeout, name, content));
    }

    /// <summary>Cancels a named timeout. OTP: <c>{{timeout, Name}, cancel}</c>.</summary>
    public Transition<TState> CancelTimeout(object name) =>
        Timeout(name, System.Threading.Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Another object handles the events from here on, in the same state, with the timeouts and events that there are.
    /// OTP: change_callback_module; what OTP calls the data are the fields of the object.
    /// </summary>
    public Transition<TState> ChangeCallback(GenStatem<TState> machine) =>
        With(MachineAction.Simple(_last, MachineActionKind.ChangeCallback, Checked(machine)));

    /// <summary>As <see cref="ChangeCallback"/>, until <see cref="PopCallback"/>. OTP: push_callback_module.</summary>
    public Transition<TState> PushCallback(GenStatem<TState> machine) =>
        With(MachineAction.Simple(_last, MachineActionKind.PushCallback, Checked(machine)));

    /// <summary>
    /// The object before the last push handles the events again. It is an error when there is none. OTP:
    /// pop_callback_module.
    /// </summary>
    public Transition<TState> PopCallback() => With(MachineAction.Simple(_last, MachineActionKind.PopCallback));

    private static GenStatem<TState> Checked(GenStatem<TState> machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return machine;
    }

    private Transition<TState> With(MachineAction action) => new(Kind, State, Reason, action);
}
