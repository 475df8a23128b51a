// What a supervisor knows of a child before there is one. Policy as data: everything about when a child is started
// again and how it is stopped stands here and nowhere in the child.
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Supervision;

/// <summary>
/// A child as its supervisor is told of it. <see cref="Child"/> makes the common ones. OTP: child_spec().
/// </summary>
/// <param name="Id">
/// What names it among its siblings: any value that travels and can be compared, such as a string or a number.
/// </param>
/// <param name="Start">
/// Runs in the supervisor, and must make the process, link to it and answer when it has begun, as StartLink of all
/// behaviours does. Null in what <see cref="Supervisor.GetChildSpec(ServerRef, object)"/> tells of a temporary child:
/// what is not started again need not be remembered.
/// </param>
public sealed record ChildSpec(object Id, Func<StartResult>? Start)
{
    /// <summary>When it is started again.</summary>
    public Restart Restart { get; init; }

    /// <summary>How it is stopped.</summary>
    public Shutdown Shutdown { get; init; }

    /// <summary>What it is.</summary>
    public ChildType Type { get; init; }

    /// <summary>
    /// Whether its end by itself may end the supervisor; see <see cref="AutoShutdown"/>. Not of a permanent child.
    /// </summary>
    public bool Significant { get; init; }
}
