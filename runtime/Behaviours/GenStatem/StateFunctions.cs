// The other style of state machine: a method for each state. A state is then a method with its name; the name is what
// makes two of them equal, so that it can be shown, and compared after the object has moved or travelled.
using System.Runtime.CompilerServices;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Behaviours;

/// <summary>A state of a <see cref="GenStatem"/>: one of its methods.</summary>
public readonly struct StateFunction : IEquatable<StateFunction>
{
    private readonly Func<Event, Transition<StateFunction>>? _function;

    internal StateFunction(string name, Func<Event, Transition<StateFunction>> function) =>
        (Name, _function) = (name, function);

    /// <summary>The method's name.</summary>
    public string? Name { get; }

    /// <summary>The same state.</summary>
    public static bool operator ==(StateFunction left, StateFunction right) => left.Equals(right);

    /// <summary>Another state.</summary>
    public static bool operator !=(StateFunction left, StateFunction right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(StateFunction other) => Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StateFunction other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? "no state";

    internal Transition<StateFunction> Call(in Event item) => _function!(item);
}

/// <summary>A state machine with a method for each state. OTP: gen_statem, state_functions.</summary>
public abstract class GenStatem : GenStatem<StateFunction>
{
    /// <summary>Starts a state machine and waits until its Init is over. OTP: gen_statem:start/3,4.</summary>
    /// <param name="machine">Copied into the new process; the copy's fields are the data.</param>
    /// <param name="options">How; null: the defaults.</param>
    public static StartResult<TMachine> Start<TMachine>([Travels] TMachine machine, StartOptions? options = null)
        where TMachine : Behaviour, IStateMachine => new(Behaviour.Start(machine, options, SpawnTies.None));

    /// <summary>
    /// As <see cref="Start{TMachine}(TMachine, StartOptions?)"/>, and links to it. OTP: gen_statem:start_link/3,4.
    /// </summary>
    public static StartResult<TMachine> StartLink<TMachine>([Travels] TMachine machine, StartOptions? options = null)
        where TMachine : Behaviour, IStateMachine => new(Behaviour.Start(machine, options, SpawnTies.Link));

    /// <summary>
    /// As <see cref="Start{TMachine}(TMachine, StartOptions?)"/>, and monitors it: the monitor is in the answer. OTP:
    /// gen_statem:start_monitor/3,4.
    /// </summary>
    public static StartResult<TMachine> StartMonitor<TMachine>([Travels] TMachine machine, StartOptions? options = null)
        where TMachine : Behaviour, IStateMachine => new(Behaviour.Start(machine, options, SpawnTies.Monitor));

    /// <summary>
    /// Makes the running process a state machine: its stack is dropped, Init is not called. OTP: gen_statem:enter_loop.
    /// </summary>
    /// <param name="machine">The machine; not copied.</param>
    /// <param name="state">Its first state, which OnEnter is called for.</param>
    /// <param name="options">Only HibernateAfter counts.</param>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void EnterLoop<TState>(GenStatem<TState> machine, TState state, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        machine.PrepareLoop(state, options);
        Servers.ProcessBody.Become(machine);
    }

    /// <summary>The next state: one of the machine's methods. OTP: <c>{next_state, State, Data}</c>.</summary>
    /// <param name="state">The method.</param>
    /// <param name="name">Filled in by the compiler: its name.</param>
    protected static Transition<StateFunction> GoTo(
        Func<Event, Transition<StateFunction>> state, [CallerArgumentExpression(nameof(state))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(state);
        return GoTo(new StateFunction(name, state));
    }

    /// <inheritdoc/>
    protected sealed override Transition<StateFunction> HandleEvent(StateFunction state, Event item) =>
        state.Call(item);
}
