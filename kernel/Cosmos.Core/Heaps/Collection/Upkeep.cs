// What a process does for its heap before it waits: garbage that messages brought is not seen by an allocation that
// never comes, and finalizers want a place where nothing is half done.
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>The running process's heap, between two messages.</summary>
internal static unsafe class Upkeep
{
    /// <summary>Collects when that is due, and runs finalizers. Preemption on, nothing held.</summary>
    public static void Run()
    {
        ProcessHeap* heap = &Context.CurrentBlock->Heap;
        if ((heap->Flags & Collector.IsWanted) != 0 || HeapSizing.IsDue(*heap))
        {
            _ = Collector.Collect();
        }

        Finalizers.RunDue();
    }
}
