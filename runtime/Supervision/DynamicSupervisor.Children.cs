// What happens to the children of a dynamic supervisor: they are started, stopped, end, and are started again. It is
// what Supervisor does with one_for_one, but for the children's names: a child that waits for another attempt is known
// by the pid that it had. OTP: restart/2 with simple_one_for_one.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

public abstract partial class DynamicSupervisor<TArgument>
{
    private protected sealed override Next OnExit(Pid pid, ExitReason reason)
    {
        if (!_children.IsRunning(pid))
        {
            return Next.Wait;
        }

        if (Template.Restart == Restart.Temporary || (Template.Restart == Restart.Transient && reason.IsOrderly))
        {
            if (!reason.IsOrderly)
            {
                Report(SupervisorContext.ChildTerminated, reason, Spec(), pid, SupervisorAction.None);
            }

            _children.Remove(pid);
            return EndsNow() ? Next.Stop(ExitReason.Shutdown) : Next.Wait;
        }

        bool mayRestart = TryCountRestart();
        Report(
            SupervisorContext.ChildTerminated,
            reason,
            Spec(),
            pid,
            mayRestart ? SupervisorAction.Restart : SupervisorAction.Escalate);
        RestartableChild<TArgument> child = _children.Take(pid)!;
        if (!mayRestart)
        {
            return GiveUp(pid, reason);
        }

        TimeSpan wait = child.Course.NextWait(BackOff, Clock.Now);
        if (wait == TimeSpan.Zero)
        {
            return StartAgain(pid, child);
        }

        WaitForRestart(pid, child, isCounted: true, wait);
        return Next.Wait;
    }

    private protected sealed override Next OnRestartDue(RestartDue due)
    {
        var pid = (Pid)due.Child;
        if (_children.FindRestarting(pid) is not { } child || child.Course.Attempt != due.Attempt)
        {
            return Next.Wait; // it was terminated meanwhile
        }

        if (!due.IsCounted && !TryCountRestart())
        {
            _children.Remove(pid);
            return GiveUp(default, ExitReason.Of("reached_max_restart_intensity"));
        }

        _children.Remove(pid);
        return StartAgain(pid, child);
    }

    private StartResult StartNew(TArgument argument)
    {
        if (_spec.MaxChildren != 0 && _children.Count >= _spec.MaxChildren)
        {
            return StartResult.Error(ExitReason.Of("max_children"));
        }

        StartResult result = Run(Template.Start, argument);
        if (result.IsOk)
        {
            _children.Add(result.Pid, argument, Clock.Now);
        }

        return result;
    }

    private ChildResult Stop(Pid pid)
    {
        if (_children.IsRunning(pid))
        {
            _children.Remove(pid);
            ExitReason? failure = ChildStopping.Stop(
                pid, ShutdownOfChild, isPermanent: Template.Restart == Restart.Permanent);
            if (failure is not null)
            {
                Report(SupervisorContext.ShutdownError, failure, Spec(), pid, SupervisorAction.None);
            }

            return ChildResult.Done;
        }

        return _children.Remove(pid) || !ProcessTable.IsAlive(pid) ? ChildResult.Done : ChildResult.NotFound;
    }

    private Next StartAgain(Pid former, RestartableChild<TArgument> child)
    {
        StartResult result = Run(Template.Start, child.Argument);
        if (result.IsOk)
        {
            child.Course.Begin(Clock.Now, isAgain: true);
            _children.Add(result.Pid, child);
        }
        else if (result.Kind == StartKind.Error)
        {
            Report(SupervisorContext.StartError, result.Reason!, Spec(), default, SupervisorAction.Restart);
            WaitForRestart(former, child, isCounted: false, child.Course.NextWait(BackOff, Clock.Now));
        }

        return Next.Wait;
    }

    private void WaitForRestart(Pid former, RestartableChild<TArgument> child, bool isCounted, TimeSpan wait)
    {
        _children.Wait(former, child);
        RestartLater(new RestartDue(former, child.Course.Attempt, isCounted), wait);
    }

    private Next GiveUp(Pid pid, ExitReason reason)
    {
        Report(SupervisorContext.Shutdown, reason, Spec(), pid, SupervisorAction.Escalate);
        return Next.Stop(ExitReason.Shutdown);
    }

    private bool EndsNow() => Template.Significant && _spec.AutoShutdown switch
    {
        AutoShutdown.AnySignificant => true,
        AutoShutdown.AllSignificant => _children.Count == 0,
        _ => false,
    };
}
