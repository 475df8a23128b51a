// A state machine: what it does upon an event depends on its state, and it can put events off, make events of its own
// and have timeouts that go with its state. The data are the fields of the object, as with GenServer. OTP: gen_statem,
// handle_event_function; the other style, a method for each state, is the class GenStatem without a type parameter.
namespace Cosmos.Runtime.Behaviours;

/// <summary>A state machine whose events are handled by one method.</summary>
/// <typeparam name="TState">
/// The states: any type that can travel; two of them are the same state if they are equal.
/// </typeparam>
public abstract partial class GenStatem<TState> : Behaviour, IStateMachine
{
    private MachineEngine<TState>? _engine;

    /// <summary>The state the machine is in; of a copy that <see cref="Sys"/> gave, the one it was in.</summary>
    /// <exception cref="InvalidOperationException">Init is not over: it says which state is the first.</exception>
    public TState State => Engine.State;

    /// <summary>The state stays. OTP: keep_state_and_data.</summary>
    protected static Transition<TState> Keep => default;

    /// <summary>
    /// The state stays, and OnEnter is called again. What was put off stays so. OTP: repeat_state_and_data.
    /// </summary>
    protected static Transition<TState> Repeat => new(TransitionKind.Repeat, default, null, null);

    private MachineEngine<TState> Engine => _engine
        ?? throw new InvalidOperationException("The machine has not begun: it is in no state yet.");

    /// <summary>
    /// The next state. If it is another one, events that were put off come again, the state timeout is cancelled, and
    /// OnEnter is called. OTP: <c>{next_state, State, Data}</c>.
    /// </summary>
    protected static Transition<TState> GoTo(TState state) => new(TransitionKind.GoTo, state, null, null);

    /// <summary>
    /// The end, after the answers that are written behind it. OTP: <c>{stop, Reason}</c>, stop_and_reply.
    /// </summary>
    protected static Transition<TState> Stop(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new Transition<TState>(TransitionKind.Stop, default, reason, null);
    }

    /// <summary>Runs once, in the new process: the first state. OTP: init/1.</summary>
    protected abstract MachineInit<TState> Init();

    /// <summary>Handles an event. OTP: handle_event/4.</summary>
    /// <param name="state">The state it is in.</param>
    /// <param name="item">The event; its content is to be matched.</param>
    protected abstract Transition<TState> HandleEvent(TState state, Event item);

    /// <summary>
    /// The machine has entered a state, the first one included: before events that were put off, and before any other.
    /// Does nothing, unless overridden. OTP: state_enter.
    /// </summary>
    /// <param name="before">The state before; of the first one, itself.</param>
    /// <param name="state">The state it is in now.</param>
    protected virtual Entry OnEnter(TState before, TState state) => Entry.Stay;

    /// <summary>
    /// Puts another state in the place of the one it is in, without a transition; for <see cref="Sys"/>.ReplaceState.
    /// </summary>
    public void OverrideState(TState state) => Engine.State = state;

    Server? IStateMachine.Accept(object content, Pid caller, Ref tag) => Accept(content, caller, tag);

    /// <summary>The callback, as the engine calls it.</summary>
    internal Transition<TState> React(TState state, in Event item) => HandleEvent(state, item);

    /// <summary>The callback, as the engine calls it.</summary>
    internal Entry Enter(TState before, TState state)
    {
        Note(SystemEventKind.Enter, state, default);
        return OnEnter(before, state);
    }

    /// <summary>From here on this object handles the events.</summary>
    internal void TakeOver(MachineEngine<TState> engine)
    {
        engine.Machine.HandOver(this);
        engine.Machine = this;
        _engine = engine;
    }

    /// <summary>Says to an observer what became of an event.</summary>
    internal void NoteOutcome(in Event item, bool isPostponed, TState state)
    {
        if (IsObserved)
        {
            Note(isPostponed ? SystemEventKind.Postpone : SystemEventKind.Consume, $"{item} in state {state}", default);
        }
    }

    /// <summary>Says to an observer what was answered.</summary>
    internal void NoteReply(MachineAction action) => Note(SystemEventKind.Out, action.Content, action.To);

    /// <summary>Says to an observer what the machine made.</summary>
    internal void NoteInserted(in Event item)
    {
        if (IsObserved)
        {
            Note(SystemEventKind.Internal, item.ToString(), default);
        }
    }
}
