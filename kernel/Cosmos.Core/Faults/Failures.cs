// Where it is decided whom a failure ends: the running process, or the machine. A process is ended when the failure is
// its own: it ran its own code, or kernel code on its behalf that holds nothing of anybody else's. With preemption held
// off, or in one of the kernel's own contexts, the structures that everybody shares may be half written, and nobody is
// there whom it would help to go on: then the epitaph is written.
//
// Ending a process means that its frames are forgotten (Context.AbandonStack) and that the runtime is told on the empty
// stack. No finally block runs, so a lock that one of the frames held would stay locked for ever. A lock on an object
// of the process's own goes with it; a failure inside a lock on a shared one waits until the lock is left
// (SharedLocks): whoever can go on a little asks TryDefer.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>Ends the running process, or the machine. Not for interrupt handlers.</summary>
internal static unsafe class Failures
{
    // Locks of CoreLib are held for microseconds.
    private const long RecheckNanoseconds = 200_000;

    /// <summary>
    /// Ends the running process, from its own code or from kernel code with preemption on; elsewhere the machine.
    /// </summary>
    [DoesNotReturn]
    public static void Raise(in ProcessFailure failure) => Raise(failure, held: 0);

    /// <summary>The same from kernel code that holds preemption off and has nothing in its hands.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="held">How often the raiser itself holds preemption off; more than that is somebody else's.</param>
    [DoesNotReturn]
    public static void Raise(in ProcessFailure failure, uint held)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (!IsOfProcess(context, held))
        {
            Epitaph.WriteFailure(failure);
        }

        Context.AbandonStack(failure);
    }

    /// <summary>
    /// Ends the running process, which has asked for it. Inside a lock on a shared object its frames are left by an
    /// exception first, because their finally blocks leave the lock; then it ends, whether the exception was caught or
    /// not.
    /// </summary>
    [DoesNotReturn]
    public static void RaiseOutsideOfLocks(in ProcessFailure failure)
    {
        if (TryDefer(failure))
        {
            throw new System.OperationCanceledException("The process ends when it has left its locks.");
        }

        Raise(failure);
    }

    /// <summary>Whether what happens in <paramref name="context"/> now concerns a process alone.</summary>
    /// <param name="context">The running context.</param>
    /// <param name="held">How often the asker itself holds preemption off.</param>
    public static bool IsOfProcess(ContextBlock* context, uint held)
        => context->Kind == ContextKind.Process && context->PreemptionDepth == held && context->FaultDepth == 0;

    /// <summary>
    /// Puts a failure off when the running process is inside a lock on a shared object. Then it happens when the lock
    /// is left, and the caller goes on as well as it can: over a limit, or with an exception.
    /// </summary>
    /// <returns>False: nothing keeps the failure from happening now.</returns>
    public static bool TryDefer(in ProcessFailure failure)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (!IsOfProcess(context, context->PreemptionDepth))
        {
            return false;
        }

        Preemption.Disable();
        bool isHeld = SharedLocks.AreHeld();
        if (isHeld)
        {
            PutOff(context, failure);
        }

        Preemption.Enable();
        return isHeld;
    }

    /// <summary>
    /// Gives a process whose stack is full the room to leave a lock. Only once: false when it has had it.
    /// </summary>
    public static bool TryLendStack(ContextBlock* context, in ProcessFailure overflow)
    {
        if (!Context.TryLendStack(context))
        {
            return false;
        }

        PutOff(context, overflow);
        return true;
    }

    /// <summary>
    /// Called whenever the running process gives way, with preemption held off once: ends it if a failure was put off
    /// that can happen now.
    /// </summary>
    public static void OnGivingWay(ContextBlock* context)
    {
        // Not in the middle of a collection: what is said of the failure is made in the heap.
        if (context->HasPending != 0 && !Context.IsCollecting && !SharedLocks.MayBeHeld())
        {
            context->HasPending = 0;
            context->PreemptionPending = 1; // the alarm may have rung, and the runtime has not been told yet
            Context.AbandonStack(context->Pending);
        }
    }

    /// <summary>
    /// Called when a process goes on after it gave way: one whose failure was put off is to be looked at again soon.
    /// </summary>
    public static void OnGoingOn(ContextBlock* context)
    {
        if (context->HasPending != 0)
        {
            Platform.ArmTimer(Platform.MonotonicNanoseconds() + RecheckNanoseconds);
        }
    }

    private static void PutOff(ContextBlock* context, in ProcessFailure failure)
    {
        context->Pending = failure;
        context->HasPending = 1;
        context->PreemptionPending = 1;
    }
}
