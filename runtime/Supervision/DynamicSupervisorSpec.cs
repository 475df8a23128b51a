namespace Cosmos.Runtime.Supervision;

/// <summary>
/// A dynamic supervisor: its policy and what its children are. OTP: <c>{ok, {SupFlags, [ChildSpec]}}</c> with
/// simple_one_for_one, or <c>ignore</c>.
/// </summary>
/// <typeparam name="TArgument">What a child is started with.</typeparam>
/// <param name="Child">What the children are.</param>
public sealed record DynamicSupervisorSpec<TArgument>(ChildTemplate<TArgument> Child)
{
    /// <summary>The supervisor does not run, and that is no error. OTP: <c>ignore</c>.</summary>
    public static DynamicSupervisorSpec<TArgument> Ignore =>
        new(new ChildTemplate<TArgument>(null!)) { IsIgnore = true };

    /// <summary>How many children there may be, those that wait for a restart included; 0: any number.</summary>
    public int MaxChildren { get; init; }

    /// <inheritdoc cref="SupervisorFlags.Intensity"/>
    public int Intensity { get; init; } = 1;

    /// <inheritdoc cref="SupervisorFlags.Period"/>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="SupervisorFlags.AutoShutdown"/>
    public AutoShutdown AutoShutdown { get; init; }

    /// <inheritdoc cref="SupervisorFlags.BackOff"/>
    public BackOff? BackOff { get; init; }

    /// <inheritdoc cref="SupervisorFlags.Budget"/>
    public Budget? Budget { get; init; }

    internal bool IsIgnore { get; private init; }
}
