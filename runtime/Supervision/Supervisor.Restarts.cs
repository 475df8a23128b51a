// What happens when a child ends by itself: it is forgotten, the supervisor ends with it, or it is started again with
// those whom the strategy takes along. A start that fails is not tried again at once, but by a message to the
// supervisor itself, so that whatever else it was asked meanwhile - the order to end, for one - is done first.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Supervision;

public abstract partial class Supervisor
{
    private protected sealed override Next OnExit(Pid pid, ExitReason reason)
    {
        if (_children.Find(pid) is not { } child)
        {
            return Next.Wait; // linked by itself; OTP says nothing to that either
        }

        Restart restart = child.Spec.Restart;
        if (restart == Restart.Temporary || (restart == Restart.Transient && reason.IsOrderly))
        {
            if (!reason.IsOrderly)
            {
                Report(SupervisorContext.ChildTerminated, reason, child.Spec, pid, SupervisorAction.None);
            }

            Release(child);
            return EndsWith(child.Spec) ? Next.Stop(ExitReason.Shutdown) : Next.Wait;
        }

        bool mayRestart = TryCountRestart();
        Report(
            SupervisorContext.ChildTerminated,
            reason,
            child.Spec,
            pid,
            mayRestart ? SupervisorAction.Restart : SupervisorAction.Escalate);
        _children.SetPid(child, default);
        return mayRestart ? RestartNowOrLater(child) : GiveUp(child, pid, reason);
    }

    private protected sealed override Next OnRestartDue(RestartDue due)
    {
        if (_children.Find(due.Child) is not { Status: ChildStatus.Restarting } child
            || child.Course.Attempt != due.Attempt)
        {
            return Next.Wait; // it was terminated, deleted or started meanwhile
        }

        return due.IsCounted || TryCountRestart()
            ? StartAgain(child)
            : GiveUp(child, default, ExitReason.Of("reached_max_restart_intensity"));
    }

    private Next RestartNowOrLater(SupervisedChild child)
    {
        TimeSpan wait = child.Course.NextWait(BackOff, Clock.Now);
        if (wait == TimeSpan.Zero)
        {
            return StartAgain(child);
        }

        child.Course.Wait();
        RestartLater(new RestartDue(child.Spec.Id, child.Course.Attempt, IsCounted: true), wait);
        return Next.Wait;
    }

    // The child is started, and by the strategy others with it, which are stopped before.
    private Next StartAgain(SupervisedChild child)
    {
        SupervisedChild? failed;
        if (_flags.Strategy == Strategy.OneForOne)
        {
            StartResult result = Start(child, isAgain: true);
            failed = result.Kind == StartKind.Error ? child : null;
            if (failed is not null)
            {
                Report(SupervisorContext.StartError, result.Reason!, child.Spec, default, SupervisorAction.Restart);
            }
        }
        else
        {
            bool isAll = _flags.Strategy == Strategy.OneForAll;
            SupervisedChild? before = isAll ? null : child.Previous;
            StopFrom(isAll ? null : child);
            failed = StartFrom(
                before is null ? _children.First : before.Next, SupervisorAction.Restart, out _);
        }

        if (failed is not null)
        {
            TimeSpan wait = failed.Course.NextWait(BackOff, Clock.Now);
            failed.Course.Wait();
            RestartLater(new RestartDue(failed.Spec.Id, failed.Course.Attempt, IsCounted: false), wait);
        }

        return Next.Wait;
    }

    private Next GiveUp(SupervisedChild child, Pid pid, ExitReason reason)
    {
        Report(SupervisorContext.Shutdown, reason, child.Spec, pid, SupervisorAction.Escalate);
        child.Course.Cancel();
        return Next.Stop(ExitReason.Shutdown);
    }

    // Whether the supervisor ends because a child has ended by itself for good.
    private bool EndsWith(ChildSpec ended)
    {
        if (!ended.Significant || _flags.AutoShutdown == AutoShutdown.Never)
        {
            return false;
        }

        if (_flags.AutoShutdown == AutoShutdown.AnySignificant)
        {
            return true;
        }

        for (SupervisedChild? child = _children.First; child is not null; child = child.Next)
        {
            if (child.Spec.Significant && child.Status != ChildStatus.NotRunning)
            {
                return false;
            }
        }

        return true;
    }
}
