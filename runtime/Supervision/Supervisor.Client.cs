// What others ask of a supervisor. Every request waits for its answer for ever: the start of a child takes what its
// Init takes, and who asks wants to know.
using System.Collections.Immutable;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

public abstract partial class Supervisor
{
    /// <summary>
    /// Starts a supervisor, of either kind, and links to it; returns when it has started its children. OTP:
    /// supervisor:start_link/2,3.
    /// </summary>
    /// <param name="supervisor">Copied into the new process.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <returns>
    /// An error has the kind shutdown when a child could not be started (<see cref="FailedToStartChild"/>),
    /// supervisor_data or start_spec when the specification makes no sense, otherwise what Init threw.
    /// </returns>
    public static StartResult StartLink(SupervisorBehaviour supervisor, StartOptions? options = null) =>
        Start(supervisor, options, SpawnTies.Link);

    /// <summary>As above, of a supervisor that is nothing but its specification.</summary>
    public static StartResult StartLink(SupervisorSpec spec, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Start(new Plain(spec), options, SpawnTies.Link);
    }

    /// <summary>Adds a child and starts it. OTP: supervisor:start_child/2.</summary>
    /// <param name="supervisor">Whose child it becomes.</param>
    /// <param name="spec">The child; its closure is copied.</param>
    /// <returns>
    /// Ok; Ignore, after which the specification is kept, unless the child is temporary; or an error, after which it is
    /// not: already_started or already_present when the id is taken, the names of <see cref="CheckChildSpecs"/> when
    /// it makes no sense, otherwise why the start failed.
    /// </returns>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static StartResult StartChild(ServerRef supervisor, ChildSpec spec) =>
        (StartResult)new SupervisorRequest.StartChild(spec).Ask(supervisor)!;

    /// <summary>Starts a child again that does not run. OTP: supervisor:restart_child/2.</summary>
    /// <param name="supervisor">Whose child.</param>
    /// <param name="id">Its id.</param>
    /// <returns>As a start, or the error running, restarting or not_found.</returns>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static StartResult RestartChild(ServerRef supervisor, object id) =>
        (StartResult)new SupervisorRequest.RestartChild(id).Ask(supervisor)!;

    /// <summary>
    /// Stops a child, if it runs. Its specification is kept, unless it is temporary. OTP: supervisor:terminate_child/2.
    /// </summary>
    /// <param name="supervisor">Whose child.</param>
    /// <param name="id">Its id.</param>
    /// <returns>Done, also when it did not run; NotFound; SimpleOneForOne.</returns>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static ChildResult TerminateChild(ServerRef supervisor, object id) =>
        (ChildResult)new SupervisorRequest.TerminateChild(id).Ask(supervisor)!;

    /// <summary>Forgets a child that does not run. OTP: supervisor:delete_child/2.</summary>
    /// <param name="supervisor">Whose child.</param>
    /// <param name="id">Its id.</param>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static ChildResult DeleteChild(ServerRef supervisor, object id) =>
        (ChildResult)new SupervisorRequest.DeleteChild(id).Ask(supervisor)!;

    /// <summary>The specification of a child, with everything filled in. OTP: supervisor:get_childspec/2.</summary>
    /// <param name="supervisor">Of either kind.</param>
    /// <param name="id">The child's id; under a dynamic supervisor its pid.</param>
    /// <returns>Null: there is no such child.</returns>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static ChildSpec? GetChildSpec(ServerRef supervisor, object id) =>
        (ChildSpec?)new SupervisorRequest.GetChildSpec(id).Ask(supervisor);

    /// <summary>
    /// The children: in the order in which they were started, under a dynamic supervisor in none. OTP:
    /// supervisor:which_children/1.
    /// </summary>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static ImmutableArray<ChildInfo> WhichChildren(ServerRef supervisor) =>
        (ImmutableArray<ChildInfo>)new SupervisorRequest.WhichChildren().Ask(supervisor)!;

    /// <summary>The children by number; cheap, however many there are. OTP: supervisor:count_children/1.</summary>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static ChildCounts CountChildren(ServerRef supervisor) =>
        (ChildCounts)new SupervisorRequest.CountChildren().Ask(supervisor)!;

    /// <summary>The budget of a supervisor's subtree, and what of it is used; null: it has none of its own.</summary>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static BudgetUse? GetBudget(ServerRef supervisor) =>
        (BudgetUse?)new SupervisorRequest.GetBudget().Ask(supervisor);

    /// <summary>Whether specifications make sense. OTP: supervisor:check_childspecs/1,2.</summary>
    /// <param name="specs">The children of one supervisor.</param>
    /// <param name="autoShutdown">That supervisor's; null: one that would allow all.</param>
    /// <returns>
    /// Null, or what is wrong with the first that does not: invalid_child_spec, missing_id, missing_start,
    /// invalid_restart_type, invalid_child_type, bad_combination, duplicate_child_name.
    /// </returns>
    public static ExitReason? CheckChildSpecs(IEnumerable<ChildSpec> specs, AutoShutdown? autoShutdown = null)
    {
        ArgumentNullException.ThrowIfNull(specs);
        return SpecCheck.Check([.. specs], autoShutdown);
    }
}
