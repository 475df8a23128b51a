// What all children of a dynamic supervisor have in common. What differs between them is the argument of their start:
// one value of one type, so that the compiler knows what a child is started with.
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Supervision;

/// <summary>
/// The children of a <see cref="DynamicSupervisor{TArgument}"/>. OTP: the child_spec() of simple_one_for_one.
/// </summary>
/// <typeparam name="TArgument">What a child is started with.</typeparam>
/// <param name="Start">
/// Runs in the supervisor with the argument of StartChild, and must make the process, link to it and answer when it has
/// begun. The argument is kept for restarts, unless the children are temporary.
/// </param>
public sealed record ChildTemplate<TArgument>(Func<TArgument, StartResult> Start)
{
    /// <summary>What reports call the children.</summary>
    public object Id { get; init; } = "child";

    /// <summary>When they are started again.</summary>
    public Restart Restart { get; init; }

    /// <summary>How they are stopped. When the supervisor ends all are at once, and the time is for all.</summary>
    public Shutdown Shutdown { get; init; }

    /// <summary>What they are.</summary>
    public ChildType Type { get; init; }

    /// <summary>Whether their ends by themselves may end the supervisor.</summary>
    public bool Significant { get; init; }

    /// <summary>Children that are behaviours.</summary>
    /// <param name="create">
    /// Makes the object that is copied into a child's process; called in the supervisor for every start.
    /// </param>
    /// <param name="restart">When they are started again.</param>
    /// <param name="shutdown">How they are stopped; 5 seconds by default.</param>
    /// <param name="options">How they are started.</param>
    public static ChildTemplate<TArgument> Server(
        Func<TArgument, Behaviour> create,
        Restart restart = Restart.Permanent,
        Shutdown shutdown = default,
        StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(argument => Behaviour.Start(create(argument), options, Processes.SpawnTies.Link))
        {
            Restart = restart,
            Shutdown = shutdown,
        };
    }
}
