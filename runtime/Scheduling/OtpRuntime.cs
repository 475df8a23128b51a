// The kernel's calls upwards, answered: how the runtime starts, how a process begins, what happens when its core is
// wanted and when it fails. Cosmos.Build hands an instance to the kernel.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Servers;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Scheduling;

/// <summary>The process runtime of an image.</summary>
public sealed class OtpRuntime : ProcessRuntime
{
    /// <inheritdoc/>
    [DoesNotReturn]
    protected override void Start(Cosmos.Core.Kernel image)
    {
        NodeStart.Run();
        Spawning.SpawnInit(image);
        Cores.Release();
        Scheduler.Idle();
    }

    /// <inheritdoc/>
    [DoesNotReturn]
    protected override void StartCore() => Scheduler.Idle();

    /// <inheritdoc/>
    [DoesNotReturn]
    protected override void Run(object? root)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        Pid pid = ProcessTable.PidOf(number);
        SignalHandler.OnBegun(ref self, pid);
        self.IsInWait = false;
        Preemption.Enable();
        try
        {
            ProcessBody.End(ProcessBody.Run(root));
        }
        catch (OutOfMemoryException)
        {
            // Nobody handled it, or there was no memory to say what nobody handled.
            Preemption.Disable();
            Termination.Die(ref Pool<ProcessRecord>.At(number), NodeState.Current.SystemLimit);
        }
    }

    /// <inheritdoc/>
    protected override void OnPreempted()
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        Scheduler.OnWanted();
        if (ProcessContexts.IsWaiting)
        {
            Scheduler.StandAside();
        }

        Scheduler.SetAlarm(ref Scheduler.Core);
        Pid pid = ProcessTable.PidOf(number);
        SignalHandler.OnResumed(ref self, pid);
        CollectionRequests.AnswerIfDone(ref self, pid);
    }

    /// <inheritdoc/>
    [DoesNotReturn]
    protected override void OnFailed(in ProcessFailure failure)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        if (failure.Kind != FailureKind.Abandoned)
        {
            Failing.Note(ref self, failure);
        }

        Termination.Run(ref self);
    }

    /// <inheritdoc/>
    protected override void OnHeapLimit(long bytes, long maximum)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        if (self.Has(ProcessFlags.ReportHeap))
        {
            HeapReports.Write(ref self, ProcessTable.PidOf(number), bytes, maximum);
        }
    }

    /// <inheritdoc/>
    protected override bool TryRelieve(long bytes) => MemoryRelief.TryRelieve(bytes);
}
