// What both kinds of supervisors have in common: they trap exits, answer requests, count restarts, report, and stop
// what they supervise when they end. A supervisor is a behaviour like others, so while nothing happens it has no stack
// and answers system messages.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

/// <summary>
/// A process that supervises others: <see cref="Supervisor"/>, or <see cref="DynamicSupervisor{TArgument}"/>. OTP:
/// supervisor.
/// </summary>
public abstract partial class SupervisorBehaviour : Behaviour
{
    private readonly RestartLog _restarts = new();

    private protected SupervisorBehaviour()
    {
    }

    private protected abstract int Intensity { get; }

    private protected abstract TimeSpan Period { get; }

    private protected abstract BackOff? BackOff { get; }

    /// <summary>The children.</summary>
    internal abstract IEnumerable<ChildInfo> ListChildren();

    /// <summary>The children by number.</summary>
    internal abstract ChildCounts CountChildren();

    /// <summary>The specification of a child, by id or pid; null: there is no such child.</summary>
    internal abstract ChildSpec? SpecOf(object id);

    /// <summary>A linked process ended.</summary>
    /// <returns>The supervisor if it goes on; null: it ends.</returns>
    private protected abstract Next OnExit(Pid pid, ExitReason reason);

    /// <summary>Another attempt to start a child is due.</summary>
    private protected abstract Next OnRestartDue(RestartDue due);

    /// <inheritdoc/>
    internal sealed override Server? Proceed(object? message)
    {
        switch (message)
        {
            case ExitMessage exit when IsOrder(exit):
                return Apply(Next.Stop(exit.Reason));
            case ExitMessage exit:
                Note(SystemEventKind.In, message, exit.From);
                return Apply(OnExit(exit.From, exit.Reason));
            case RestartDue due:
                Note(SystemEventKind.In, message, default);
                return Apply(OnRestartDue(due));
            case CensusDue:
                TakeCensus();
                return Apply(Next.Wait);
            case CallMessage call:
                return Proceed(call.Request, call.From, call.Tag);
            default:
                return ProceedWithForeign(message);
        }
    }

    /// <inheritdoc/>
    internal sealed override Server? Proceed(object? request, Pid caller, Ref tag)
    {
        switch (request)
        {
            case SupervisorRequest own:
                Note(SystemEventKind.Call, request, caller);
                Answer(own, caller, tag);
                return Apply(Next.Wait);
            case SystemRequest system:
                return Handle(system, caller, tag);
            default:
                return ProceedWithForeign(request, caller, tag);
        }
    }

    /// <inheritdoc/>
    internal sealed override Server? ProceedWithForeign(object? message)
    {
        Note(SystemEventKind.In, message, default);
        Reports.Write(
            $"=ERROR REPORT==== supervisor {SystemPort.OwnName()} got an unexpected message: {Wording.Of(message)}");
        return Apply(Next.Wait);
    }

    /// <inheritdoc/>
    internal sealed override Next Continue(object? argument) => Next.Wait;

    /// <inheritdoc/>
    internal sealed override Next HandleWaitEnd() => Next.Wait;

    /// <summary>Runs a start function. What it throws is an error of the start, whatever it is.</summary>
    private protected static StartResult Run<T>(Func<T, StartResult> start, T argument)
    {
        ExitReason? failure = Guard.Run(start, argument, out StartResult result);
        return failure is not null ? StartResult.Error(failure)
            : result.Kind == StartKind.Error && result.Reason is null ? StartResult.Error(ExitReason.Of("bad_return"))
            : result.IsOk && result.Pid.IsNone ? StartResult.Error(ExitReason.Of("bad_return", "no process"))
            : result;
    }

    /// <summary>Counts a restart. False: it is one too many.</summary>
    private protected bool TryCountRestart() => _restarts.TryNote(Clock.Now, Intensity, Period);

    /// <summary>Another attempt comes when other messages that came meanwhile have been handled, or later.</summary>
    private protected static void RestartLater(RestartDue due, TimeSpan wait)
    {
        if (wait == TimeSpan.Zero)
        {
            Process.Send(Process.Self, due);
        }
        else
        {
            Process.SendAfter(wait, Process.Self, due);
        }
    }

    /// <summary>Reports something about children.</summary>
    private protected void Report(
        SupervisorContext context,
        ExitReason reason,
        ChildSpec child,
        Pid pid,
        SupervisorAction action,
        int count = 1) => Reports.WriteData(new SupervisorReport(
            OwnReference(),
            context,
            reason,
            Wording.Of(child.Id),
            pid,
            count,
            child.Restart,
            child.Type,
            action,
            _restarts.Count,
            Intensity,
            Period));

    /// <summary>Reports that a child was started, for who wants to know that.</summary>
    private protected static void ReportProgress(ChildSpec child, Pid pid)
    {
        if (Reports.IsProgressWanted)
        {
            Reports.WriteData(new ProgressReport(
                OwnReference(), Wording.Of(child.Id), pid, child.Restart, child.Type));
        }
    }

    private static ServerRef OwnReference()
    {
        Pid self = Process.Self;
        Atom name = Pool<ProcessRecord>.At((int)self.Id).Name;
        return name.IsNone ? self : name;
    }

    // An answer that cannot travel is the asker's failure: its children would have to pay if it were the supervisor's.
    private void Answer(SupervisorRequest request, Pid caller, Ref tag)
    {
        object? answer = request.CarryOut(this);
        ExitReason? failure = Guard.Run(
            static item =>
            {
                CallSignals.Reply(item.caller, item.tag, item.answer);
                return true;
            },
            (caller, tag, answer),
            out _);
        if (failure is not null)
        {
            CallSignals.Reply(caller, tag, new SystemRefusal(failure));
        }
    }
}
