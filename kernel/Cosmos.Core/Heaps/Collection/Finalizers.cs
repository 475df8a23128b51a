// When finalizers run: never inside an allocation, because an object may be half way through something that its own
// finalizer, or another's, must not meet. They run when the process asks (GC.Collect, GC.WaitForPendingFinalizers) and
// when it is about to wait for a message, on its own stack and by its own time. An exception that leaves a finalizer is
// the process's end, as an unhandled one anywhere.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Running the finalizers that are due.</summary>
internal static unsafe class Finalizers
{
    /// <summary>Runs them all. Preemption on. No effect inside of a finalizer.</summary>
    public static void RunDue()
    {
        ProcessHeap* heap = &Context.CurrentBlock->Heap;
        if (heap->FinalizersDue == 0 || (heap->Flags & Collector.RunsFinalizers) != 0)
        {
            return;
        }

        heap->Flags |= Collector.RunsFinalizers;
        DrainQueue(null);
        heap->Flags &= ~Collector.RunsFinalizers;
    }

    // CoreLib's loop: it takes objects by RhpGetNextFinalizableObject and knows where a type keeps its finalizer.
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "DrainQueue")]
    private static extern uint DrainQueue(
        [UnsafeAccessorType("System.Runtime.__Finalizer, System.Private.CoreLib")] object? type);
}
