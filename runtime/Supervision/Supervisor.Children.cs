// Starting and stopping of children, one and many, and the answers to requests about them. Starts go forwards and stops
// backwards in the one order that there is, so that whoever needs a sibling before it finds it running.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

public abstract partial class Supervisor
{
    /// <inheritdoc/>
    internal sealed override IEnumerable<ChildInfo> ListChildren()
    {
        for (SupervisedChild? child = _children.First; child is not null; child = child.Next)
        {
            yield return new ChildInfo(child.Spec.Id, child.Pid, child.Status, child.Spec.Type, child.Course.Count);
        }
    }

    /// <inheritdoc/>
    internal sealed override ChildCounts CountChildren()
    {
        int active = 0;
        int supervisors = 0;
        for (SupervisedChild? child = _children.First; child is not null; child = child.Next)
        {
            active += ProcessTable.IsAlive(child.Pid) ? 1 : 0;
            supervisors += child.Spec.Type == ChildType.Supervisor ? 1 : 0;
        }

        return new ChildCounts(_children.Count, active, supervisors, _children.Count - supervisors);
    }

    /// <inheritdoc/>
    internal sealed override ChildSpec? SpecOf(object id) =>
        _children.Find(id) is not { Spec: var spec } ? null : spec with { Shutdown = spec.Shutdown.Or(spec.Type) };

    /// <summary>Adds a child and starts it.</summary>
    internal StartResult StartNew(ChildSpec spec)
    {
        if (SpecCheck.Check(spec, _flags.AutoShutdown) is { } mistake)
        {
            return StartResult.Error(mistake);
        }

        if (_children.Find(spec.Id) is { } present)
        {
            return present.Pid.IsNone
                ? StartResult.Error(ExitReason.Of("already_present"))
                : StartResult.AlreadyStarted(present.Pid);
        }

        var child = new SupervisedChild(spec);
        StartResult result = Run(static start => start(), spec.Start!);
        if (result.IsOk || (result.Kind == StartKind.Ignore && !child.IsTemporary))
        {
            _children.Add(child);
            NoteStart(child, result, isAgain: false);
        }

        return result;
    }

    /// <summary>Starts a child that does not run.</summary>
    internal StartResult StartKept(object id) => _children.Find(id) switch
    {
        null => StartResult.Error(ExitReason.Of("not_found")),
        { Status: ChildStatus.Running } => StartResult.Error(ExitReason.Of("running")),
        { Status: ChildStatus.Restarting } => StartResult.Error(ExitReason.Of("restarting")),
        var child => Start(child, isAgain: true),
    };

    /// <summary>Stops a child.</summary>
    internal ChildResult Stop(object id)
    {
        if (_children.Find(id) is not { } child)
        {
            return ChildResult.NotFound;
        }

        Stop(child);
        return ChildResult.Done;
    }

    /// <summary>Forgets a child that does not run.</summary>
    internal ChildResult Forget(object id)
    {
        switch (_children.Find(id))
        {
            case null:
                return ChildResult.NotFound;
            case { Status: ChildStatus.Running }:
                return ChildResult.Running;
            case { Status: ChildStatus.Restarting }:
                return ChildResult.Restarting;
            case var child:
                _children.Remove(child);
                return ChildResult.Done;
        }
    }

    // Starts a child and those behind it, in order, until one cannot be started, which is the result.
    private SupervisedChild? StartFrom(SupervisedChild? first, SupervisorAction onFailure, out ExitReason? reason)
    {
        reason = null;
        SupervisedChild? next;
        for (SupervisedChild? child = first; child is not null; child = next)
        {
            next = child.Next;
            StartResult result = Start(child, isAgain: onFailure == SupervisorAction.Restart);
            if (result.Kind == StartKind.Error)
            {
                reason = result.Reason!;
                Report(SupervisorContext.StartError, reason, child.Spec, default, onFailure);
                return child;
            }
        }

        return null;
    }

    // Stops the last child and those before it down to one, or all. Temporary ones are gone then.
    private void StopFrom(SupervisedChild? first)
    {
        SupervisedChild? end = first?.Previous;
        SupervisedChild? previous;
        for (SupervisedChild? child = _children.Last; child != end; child = previous)
        {
            previous = child!.Previous;
            Stop(child);
        }
    }

    // A temporary child that chose not to run is gone.
    private StartResult Start(SupervisedChild child, bool isAgain)
    {
        StartResult result = Run(static start => start(), child.Spec.Start!);
        if (result.Kind != StartKind.Error)
        {
            NoteStart(child, result, isAgain);
        }

        return result;
    }

    private void NoteStart(SupervisedChild child, StartResult result, bool isAgain)
    {
        if (result.IsOk)
        {
            _children.SetPid(child, result.Pid);
            child.Course.Begin(Clock.Now, isAgain);
            ReportProgress(child.Spec, result.Pid);
            if (child.IsTemporary)
            {
                child.Spec = child.Spec with { Start = null };
            }
        }
        else if (child.IsTemporary)
        {
            _children.Remove(child);
        }
        else
        {
            child.Course.Cancel();
        }
    }

    private void Stop(SupervisedChild child)
    {
        child.Course.Cancel();
        if (!child.Pid.IsNone)
        {
            Shutdown how = child.Spec.Shutdown.Or(child.Spec.Type);
            Pid pid = child.Pid;
            ExitReason? failure = ChildStopping.Stop(pid, how, child.Spec.Restart == Restart.Permanent);
            if (failure is not null)
            {
                Report(SupervisorContext.ShutdownError, failure, child.Spec, pid, SupervisorAction.None);
            }
        }

        Release(child);
    }

    // The child has no process any more.
    private void Release(SupervisedChild child)
    {
        if (child.IsTemporary)
        {
            _children.Remove(child);
        }
        else
        {
            _children.SetPid(child, default);
        }
    }
}
