// What a context's life means for its heap: it begins with the parcel that holds its root, and ends with all of it.
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Messages;

namespace Cosmos.Core.Contexts;

/// <summary>Heaps of contexts.</summary>
internal static unsafe class ProcessHeaps
{
    /// <summary>
    /// Gives a new context its heap, with <paramref name="root"/> in it. False: the machine's memory is exhausted, and
    /// the parcel is gone.
    /// </summary>
    public static bool TryInitialize(ContextBlock* block, in HeapOptions options, Parcel root)
    {
        ProcessHeap.Initialize(block, options);
        block->Root = root.Root;
        if (root.Block != null)
        {
            ProcessHeap.AdoptMain(block, root.Block);
            Binaries.Join(&block->Heap, root.Block);
            root.Detach();
        }

        return true;
    }

    /// <summary>Frees all memory of a context's heap, and what hangs off it.</summary>
    public static void Release(ContextBlock* block) => ProcessHeap.Release(block);

    /// <summary>The heap, the stack and the block in numbers.</summary>
    public static HeapStatistics Statistics(ContextBlock* context)
    {
        ref ProcessHeap heap = ref context->Heap;
        long used = heap.Main == null ? 0 : context->AllocationPointer - HeapBlock.Start(heap.Main);
        for (HeapBlock* block = heap.Others; block != null; block = block->Next)
        {
            used += block->Top - HeapBlock.Start(block);
        }

        return new HeapStatistics(
            used,
            (long)heap.TotalBytes,
            context->StackHigh - context->StackCommitted,
            (long)ProcessBlocks.EntryBytes,
            (long)heap.Collections,
            (long)heap.LimitBreaches);
    }
}
