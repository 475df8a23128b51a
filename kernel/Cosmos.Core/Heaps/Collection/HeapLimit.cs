// A process's maximum: what its heap may hold after a collection. The limit is looked at when a collection has shown
// what lives, never before: garbage is nobody's fault.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Keeping to a heap's maximum.</summary>
internal static unsafe class HeapLimit
{
    /// <summary>
    /// Whether an object that no collection will look at beforehand might pass the maximum: one with a block of its
    /// own. A limit that is only reported is left to the next collection.
    /// </summary>
    public static bool MightBePassed(in ProcessHeap heap, nuint size)
        => heap.MaximumBytes != 0 && (HeapLimitAction)heap.LimitAction != HeapLimitAction.Report
            && heap.LiveBytes + heap.TakenBytes + size > heap.MaximumBytes;

    /// <summary>
    /// Whether the allocation may go on. Does not return when the limit was passed and says to kill, unless the process
    /// holds a lock on a shared object, which it may leave first.
    /// </summary>
    public static bool Allows(ContextBlock* context, nuint needed)
    {
        ProcessHeap* heap = &context->Heap;
        if (heap->MaximumBytes == 0 || heap->LiveBytes + needed <= heap->MaximumBytes)
        {
            return true;
        }

        heap->LimitBreaches++;
        GivingWay.Runtime?.OnHeapLimit((long)(heap->LiveBytes + needed), (long)heap->MaximumBytes);
        var action = (HeapLimitAction)heap->LimitAction;
        if (action == HeapLimitAction.Kill)
        {
            var failure = new ProcessFailure(FailureKind.HeapLimit, Address: heap->LiveBytes + needed);
            if (!Failures.TryDefer(failure))
            {
                Failures.Raise(failure);
            }
        }

        return action != HeapLimitAction.Throw || Allocator.IsMakingException(context);
    }
}
