namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// What the Init of a state machine answers: the first state with actions, by <c>GoTo</c>; or, as an
/// <see cref="InitResult"/>, that it does not run. OTP: <c>{ok, State, Data, Actions}</c>.
/// </summary>
/// <typeparam name="TState">The machine's states.</typeparam>
public readonly struct MachineInit<TState>
{
    private MachineInit(InitResult result, Transition<TState> first) => (Result, First) = (result, first);

    internal InitResult Result { get; }

    internal Transition<TState> First { get; }

    /// <summary>It runs: the first state, and what to do there.</summary>
    public static implicit operator MachineInit<TState>(Transition<TState> first) => first.Kind switch
    {
        TransitionKind.GoTo => new(InitResult.Ok, first),
        TransitionKind.Stop => new(InitResult.Stop(first.Reason!), default),
        _ => throw new InvalidOperationException("A machine that begins has no state to keep: use GoTo."),
    };

    /// <summary>It does not run.</summary>
    public static implicit operator MachineInit<TState>(InitResult result) => result.Kind != InitKind.Ok
        ? new(result, default)
        : throw new InvalidOperationException("A machine that begins has a first state: use GoTo.");
}
