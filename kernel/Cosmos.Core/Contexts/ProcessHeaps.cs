// What a context's life means for its heap: it begins with the parcel that holds its root, and ends with all of it.
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Messages;

namespace Cosmos.Core.Contexts;

/// <summary>Heaps of contexts.</summary>
internal static unsafe class ProcessHeaps
{
    /// <summary>
    /// Gives a new context its heap, with <paramref name="root"/> in it. The parcel's block, if it has one, becomes the
    /// one that the process allocates in, or a message that it took.
    /// </summary>
    public static void Initialize(ContextBlock* context, in HeapOptions options, Parcel root)
    {
        ProcessHeap.Initialize(context, options);
        context->Root = root.Root;
        HeapBlock* block = root.Block;
        if (block == null)
        {
            return;
        }

        root.Detach();
        Binaries.Join(&context->Heap, block);
        if (block->Kind == BlockKind.Main)
        {
            ProcessHeap.AdoptMain(context, block);
        }
        else
        {
            ProcessHeap.AdoptOther(context, block);
        }
    }

    /// <summary>Frees all memory of a context's heap, and what hangs off it.</summary>
    public static void Release(ContextBlock* context) => ProcessHeap.Release(context);

    /// <summary>
    /// The heap, the stack and the block in numbers. Takes the same time whatever there is: of a hundred thousand
    /// messages, which lie in a block each, the blocks' bytes must do.
    /// </summary>
    public static HeapStatistics Statistics(ContextBlock* context)
    {
        ref ProcessHeap heap = ref context->Heap;
        long main = heap.Main == null ? 0 : HeapBlock.SizeOf(heap.Main);
        return new HeapStatistics(
            (long)heap.TotalBytes - main + UsedInMain(context),
            (long)heap.TotalBytes,
            context->StackHigh - context->StackCommitted,
            (long)ProcessBlocks.EntryBytes,
            (long)heap.Collections,
            (long)heap.LimitBreaches);
    }

    /// <summary>Bytes in objects of the running process, dead ones included, to the byte. Preemption on.</summary>
    public static long UsedBytes(ContextBlock* context)
        => UsedInMain(context) + UsedBytes(context->Heap.Others) + UsedBytes(context->Heap.Examined)
            + UsedBytes(context->Heap.Touched);

    private static long UsedInMain(ContextBlock* context)
    {
        HeapBlock* main = context->Heap.Main;
        return main == null ? 0 : context->AllocationPointer - sizeof(long) - HeapBlock.Start(main);
    }

    private static long UsedBytes(HeapBlock* list)
    {
        long used = 0;
        for (HeapBlock* block = list; block != null; block = block->Next)
        {
            used += block->Top - HeapBlock.Start(block);
        }

        return used;
    }
}
