// What a supervisor's Init answers: its policy and its children, in the order in which they are started.
using System.Collections.Immutable;

namespace Cosmos.Runtime.Supervision;

/// <summary>A supervisor and its children. OTP: <c>{ok, {SupFlags, ChildSpecs}}</c>, or <c>ignore</c>.</summary>
public sealed class SupervisorSpec
{
    /// <summary>A supervisor by the flags that most set.</summary>
    /// <param name="strategy">Who is started again when a child ended.</param>
    /// <param name="intensity">How many restarts there may be in the period.</param>
    /// <param name="period">The period; 5 seconds by default.</param>
    /// <param name="children">The children, in the order in which they are started.</param>
    public SupervisorSpec(
        Strategy strategy, int intensity = 1, TimeSpan? period = null, params ImmutableArray<ChildSpec> children)
        : this(
            new SupervisorFlags
            {
                Strategy = strategy,
                Intensity = intensity,
                Period = period ?? TimeSpan.FromSeconds(5),
            },
            children)
    {
    }

    /// <summary>A supervisor by all its flags.</summary>
    /// <param name="flags">Its policy.</param>
    /// <param name="children">The children, in the order in which they are started.</param>
    public SupervisorSpec(SupervisorFlags flags, params ImmutableArray<ChildSpec> children) =>
        (Flags, Children) = (flags, children);

    private SupervisorSpec()
        : this(new SupervisorFlags()) => IsIgnore = true;

    /// <summary>The supervisor does not run, and that is no error. OTP: <c>ignore</c>.</summary>
    public static SupervisorSpec Ignore => new();

    /// <summary>Its policy.</summary>
    public SupervisorFlags Flags { get; }

    /// <summary>Its children, in the order in which they are started.</summary>
    public ImmutableArray<ChildSpec> Children { get; }

    internal bool IsIgnore { get; }
}
