// The supervisor of children that come and go and are all alike: calls, sessions, connections. It starts none of its
// own accord; a child costs the supervisor a pid, or a pid and an argument if it is started again, and the same time
// whether it is the first or the millionth. When the supervisor ends, all are stopped at once.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

/// <summary>
/// A supervisor of any number of children of one kind. Derive from it and say in <see cref="Init"/> what they are. OTP:
/// supervisor with simple_one_for_one.
/// </summary>
/// <typeparam name="TArgument">What a child is started with.</typeparam>
public abstract partial class DynamicSupervisor<TArgument> : SupervisorBehaviour
{
    private DynamicSupervisorSpec<TArgument> _spec = DynamicSupervisorSpec<TArgument>.Ignore;
    private DynamicChildren<TArgument> _children = new(keepsArguments: false);

    private protected sealed override int Intensity => _spec.Intensity;

    private protected sealed override TimeSpan Period => _spec.Period;

    private protected sealed override BackOff? BackOff => _spec.BackOff;

    private ChildTemplate<TArgument> Template => _spec.Child;

    private Shutdown ShutdownOfChild => Template.Shutdown.Or(Template.Type);

    /// <summary>Starts a child. OTP: supervisor:start_child/2 with extra arguments.</summary>
    /// <param name="supervisor">A supervisor of this class.</param>
    /// <param name="argument">What the child is started with; copied.</param>
    /// <returns>What the start answered; the error max_children when there are as many as there may be.</returns>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static StartResult StartChild(ServerRef supervisor, TArgument argument) =>
        (StartResult)new StartRequest(argument).Ask(supervisor)!;

    /// <summary>Stops a child. OTP: supervisor:terminate_child/2 with a pid.</summary>
    /// <param name="supervisor">A supervisor of this class.</param>
    /// <param name="child">The child.</param>
    /// <returns>Done, also when the process has ended already; NotFound when it is no child.</returns>
    /// <exception cref="ProcessExitException">The supervisor is not there, or ended meanwhile.</exception>
    public static ChildResult TerminateChild(ServerRef supervisor, Pid child) =>
        (ChildResult)new StopRequest(child).Ask(supervisor)!;

    /// <summary>
    /// Says how it supervises, and what. Runs in the new process; and again, on an object that has lived, when code is
    /// changed. OTP: init/1.
    /// </summary>
    protected abstract DynamicSupervisorSpec<TArgument> Init();

    /// <inheritdoc/>
    protected sealed override void Terminate(ExitReason reason)
    {
        foreach ((ExitReason failure, int count) in CrowdStopping.Stop(
            _children.Pids(), ShutdownOfChild, Template.Restart == Restart.Permanent))
        {
            Report(SupervisorContext.ShutdownError, failure, Spec(), default, SupervisorAction.None, count);
        }
    }

    /// <inheritdoc/>
    protected sealed override object FormatStatus() =>
        $"{GetType()}: {_children.Running} children run, {_children.Restarting} are to be started again";

    /// <inheritdoc/>
    protected sealed override ExitReason? CodeChange(object? oldVersion, object? extra)
    {
        DynamicSupervisorSpec<TArgument> spec = Init();
        if (spec.IsIgnore)
        {
            return null;
        }

        ExitReason? mistake = Check(spec);
        if (mistake is null && (spec.Child.Restart == Restart.Temporary) != (Template.Restart == Restart.Temporary))
        {
            mistake = ExitReason.Of("bad_combination", "temporary children have no arguments to be started again with");
        }

        if (mistake is null)
        {
            _spec = spec;
            ApplyBudget(spec.Budget);
        }

        return mistake;
    }

    /// <inheritdoc/>
    internal sealed override InitResult Initialize()
    {
        BeginSupervision();
        DynamicSupervisorSpec<TArgument>? spec = Init();
        if (spec is null)
        {
            return InitResult.Stop(ExitReason.Of("bad_return", $"Init of {GetType()} answered null"));
        }

        if (spec.IsIgnore)
        {
            return InitResult.Ignore;
        }

        if (Check(spec) is { } mistake)
        {
            return InitResult.Stop(mistake);
        }

        _spec = spec;
        ApplyBudget(spec.Budget);
        _children = new DynamicChildren<TArgument>(keepsArguments: spec.Child.Restart != Restart.Temporary);
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    internal sealed override IEnumerable<ChildInfo> ListChildren() => _children.List(Template.Type);

    /// <inheritdoc/>
    internal sealed override ChildCounts CountChildren()
    {
        int supervisors = Template.Type == ChildType.Supervisor ? _children.Count : 0;
        return new ChildCounts(1, _children.Running, supervisors, _children.Count - supervisors);
    }

    /// <inheritdoc/>
    internal sealed override ChildSpec? SpecOf(object id) =>
        id is Pid pid && (_children.IsRunning(pid) || _children.IsRestarting(pid)) ? Spec() : null;

    private static ExitReason? Check(DynamicSupervisorSpec<TArgument> spec)
    {
        ExitReason? badFlags = spec.MaxChildren < 0
            ? ExitReason.Of("invalid_max_children", spec.MaxChildren)
            : SpecCheck.CheckLimits(spec.Intensity, spec.Period, spec.AutoShutdown, spec.BackOff, spec.Budget);
        if (badFlags is not null)
        {
            return ExitReason.Of("supervisor_data", badFlags);
        }

        ExitReason? badChild = spec.Child is not { Start: not null, Id: not null } child
            ? ExitReason.Of("missing_start")
            : SpecCheck.CheckPolicy(child.Restart, child.Type, child.Significant, spec.AutoShutdown);
        return badChild is null ? null : ExitReason.Of("start_spec", badChild);
    }

    // The template as if it were a child's specification.
    private ChildSpec Spec() => new(Template.Id, null)
    {
        Restart = Template.Restart,
        Shutdown = ShutdownOfChild,
        Type = Template.Type,
        Significant = Template.Significant,
    };

    private sealed class StartRequest(TArgument argument) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) =>
            supervisor is DynamicSupervisor<TArgument> owner
                ? owner.StartNew(argument)
                : StartResult.Error(ExitReason.Of("bad_supervisor", $"{supervisor.GetType()}"));
    }

    private sealed class StopRequest(Pid child) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) =>
            supervisor is DynamicSupervisor<TArgument> owner ? owner.Stop(child) : ChildResult.NotFound;
    }
}
