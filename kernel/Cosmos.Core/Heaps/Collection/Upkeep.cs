// What a process does for its heap before it waits: garbage that messages brought is not seen by an allocation that
// never comes, and finalizers want a place where nothing is half done.
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>The running process's heap, between two messages.</summary>
internal static unsafe class Upkeep
{
    /// <summary>
    /// There may be something to do: a collection was asked for, a message or a large object came, a finalizer is due.
    /// One mark for all of it, so that a process that waits has one thing to look at.
    /// </summary>
    public static void Note(ContextBlock* context) => context->UpkeepDue = 1;

    /// <summary>Collects when that is due, and runs finalizers. Preemption on, nothing held.</summary>
    public static void Run()
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->UpkeepDue == 0)
        {
            return;
        }

        context->UpkeepDue = 0; // before it is looked for: what comes in the middle counts
        if (IsCollectionDue(context))
        {
            _ = Collector.Collect();
            if (IsCollectionDue(context))
            {
                Note(context); // there was no memory for it
            }
        }

        Finalizers.RunDue();
    }

    private static bool IsCollectionDue(ContextBlock* context)
        => (context->Heap.Flags & Collector.IsWanted) != 0 || HeapSizing.IsDue(context->Heap);
}
