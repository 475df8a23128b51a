// A page fault on a process's own stack is no fault: the stack grows. At its limit the process ends, unless it is in
// the middle of the kernel's business, which must not be left half done.
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Contexts;

/// <summary>What page-fault handlers ask before anything else.</summary>
internal static unsafe class StackFaults
{
    /// <summary>
    /// Serves a page fault if it is about the running process's stack; what is in <paramref name="state"/> is then to
    /// be resumed. Runs on the handler's own stack, with interrupts off.
    /// </summary>
    /// <param name="state">Registers of the faulting code.</param>
    /// <param name="address">The address accessed.</param>
    public static bool TryServe(CpuState* state, ulong address)
    {
        ContextBlock* context = Context.CurrentBlock;
        StackGrowth growth = StackPool.Grow(context, address);
        if (growth is StackGrowth.NotOfStack or StackGrowth.Grown)
        {
            return growth == StackGrowth.Grown;
        }

        if (!Failures.IsOfProcess(context, held: 0))
        {
            Epitaph.WriteFault(state, address, FaultReason.StackOverflow);
        }

        FailureKind kind = growth == StackGrowth.Overflow ? FailureKind.StackOverflow : FailureKind.OutOfMemory;
        var failure = new ProcessFailure(kind, (uint)state->Vector, state->Error, state->Rip, address);
        if (!SharedLocks.AreHeld(context, state))
        {
            Context.FailFromFault(state, failure);
            return true;
        }

        // Others wait for the lock that it is in: it is lent what it needs to leave it.
        bool canGoOn = growth == StackGrowth.Overflow && Failures.TryLendStack(context, failure)
            && StackPool.Grow(context, address) == StackGrowth.Grown;
        if (!canGoOn)
        {
            Epitaph.WriteFault(state, address, FaultReason.StackOverflow);
        }

        HardwareFaults.UnwindFrom(state);
        return true;
    }
}
