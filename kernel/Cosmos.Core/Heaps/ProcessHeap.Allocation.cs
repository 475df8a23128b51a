// Memory for the objects of a process, when the window has none left. The window's end moves through the main block in
// steps, each cleared just before objects are written there: clearing a whole block ahead would drive it through the
// cache twice, and an idle process would pay for memory that it never uses. Code here may not hold references: what it
// calls may collect, and only its callers' are found and updated.
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Core.Heaps;

internal unsafe partial struct ProcessHeap
{
    // Zeroed ahead of use: a piece that the first-level cache still holds when objects are written into it.
    private const nuint WindowStep = 4096;

    /// <summary>
    /// Memory for an object of the running process, all zero; 0: the machine has none, or the process's limit says so.
    /// </summary>
    /// <param name="context">The running context.</param>
    /// <param name="size">Bytes, as <see cref="ObjectLayout.SizeOf"/> counts them.</param>
    public static nint Take(ContextBlock* context, nuint size)
    {
        if (!TryMakeRoom(context, size))
        {
            return 0;
        }

        byte* result = context->AllocationPointer;
        context->AllocationPointer = result + size;
        return (nint)result;
    }

    /// <summary>
    /// Makes room in the window for an object of the running process. False: the machine has no memory, or the
    /// process's limit says so.
    /// </summary>
    /// <param name="context">The running context.</param>
    /// <param name="size">Bytes, as <see cref="ObjectLayout.SizeOf"/> counts them.</param>
    public static bool TryMakeRoom(ContextBlock* context, nuint size)
    {
        if (HeapSizing.WantsCollection(context->Heap) && !Collector.CollectFirst(size, CollectionPurpose.Room))
        {
            return false;
        }

        return TryOpenWindow(context, size) || (TryFindRoom(context, size) && TryOpenWindow(context, size));
    }

    /// <summary>Memory for an object that must not move while it lives: a block of its own, all zero.</summary>
    public static nint TakePinned(ContextBlock* context, nuint size)
    {
        bool isDue = HeapSizing.WantsCollection(context->Heap) || HeapLimit.MightBePassed(context->Heap, size);
        if (isDue && !Collector.CollectFirst(size, CollectionPurpose.Apart))
        {
            return 0;
        }

        HeapBlock* block = RentPinned(context, size);
        if (block == null && Collector.Collect())
        {
            block = RentPinned(context, size);
        }

        if (block == null)
        {
            return 0;
        }

        byte* start = HeapBlock.Start(block);
        if ((block->Flags & BlockPool.Fresh) == 0)
        {
            HeapWords.Clear(start, start + size);
        }

        block->Top = start + size; // until here there was no object in it
        context->Heap.TakenBytes += size;
        Upkeep.Note(context);
        context->AllocatedBefore += size;
        return (nint)start + sizeof(long);
    }

    /// <summary>Whether the main block has room, whatever the window is.</summary>
    public static bool HasRoom(ContextBlock* context, nuint size)
    {
        HeapBlock* main = context->Heap.Main;
        return main != null && size <= (nuint)(main->End - (context->AllocationPointer - sizeof(long)));
    }

    // Moves the window's end, so that it has room for size bytes. False: the main block has not.
    private static bool TryOpenWindow(ContextBlock* context, nuint size)
    {
        if (!HasRoom(context, size))
        {
            return false;
        }

        HeapBlock* main = context->Heap.Main;
        byte* top = context->AllocationPointer - sizeof(long);
        byte* cleared = context->AllocationLimit - sizeof(long);
        byte* end = main->End;
        if (HeapDebug.Stress || (main->Flags & BlockPool.Fresh) == 0)
        {
            nuint step = HeapDebug.Stress || size > WindowStep ? size : WindowStep;
            end = step < (nuint)(end - top) ? top + step : end;
            if (end > cleared)
            {
                HeapWords.Clear(cleared, end);
            }
        }

        context->AllocationLimit = (end > cleared ? end : cleared) + sizeof(long);
        return true;
    }

    private static HeapBlock* RentPinned(ContextBlock* context, nuint size)
    {
        Tidying.Prepare(size);
        Abi.Preemption.Disable();
        HeapBlock* block = size > HeapSpace.Bytes ? null : BlockPool.Rent(size, BlockKind.Pinned);
        if (block != null)
        {
            AdoptOther(context, block);
        }

        Abi.Preemption.Enable();
        return block;
    }

    /// <summary>
    /// Makes room without a collection: the first block of a heap, or a larger main block in place of the old one,
    /// which becomes one of the others. Preemption on or off. False: the machine has no memory.
    /// </summary>
    public static bool TryExtend(ContextBlock* context, nuint size)
    {
        if ((context->Heap.Flags & Collector.IsUnderWay) != 0)
        {
            Faults.Fatal.Stop("heap: an object was allocated in the middle of its process's collection"u8);
        }

        HeapBlock* main = context->Heap.Main;
        nuint factor = HeapSizing.IsFirst(context->Heap) ? HeapSizing.Growth : 2;
        nuint wanted = main == null ? context->Heap.MinimumBytes : (nuint)HeapBlock.SizeOf(main) * factor;
        wanted = wanted < HeapSizing.DefaultMinimum ? HeapSizing.DefaultMinimum : wanted;
        wanted = wanted < size ? size : wanted;
        Tidying.Prepare(wanted);
        Abi.Preemption.Disable();
        HeapBlock* block = size > HeapSpace.Bytes ? null : BlockPool.Rent(wanted, BlockKind.Main);
        if (block != null)
        {
            Own(context, block);
            UseMain(context, block);
            if (main != null)
            {
                main->Kind = BlockKind.Fragment;
                main->Next = context->Heap.Others;
                context->Heap.Others = main;
            }
        }

        Abi.Preemption.Enable();
        return block != null;
    }

    /// <summary>
    /// Makes room in the window for what may just as well go elsewhere: by a collection, but nobody is ended for it.
    /// Preemption on.
    /// </summary>
    public static void MakeRoom(ContextBlock* context, nuint size)
    {
        if (!TryOpenWindow(context, size)
            && ((context->Heap.Main == null && TryExtend(context, size))
                || Collector.CollectFirst(size, CollectionPurpose.Room)))
        {
            _ = TryOpenWindow(context, size);
        }
    }

    private static bool TryFindRoom(ContextBlock* context, nuint size)
        => ((context->Heap.Main == null || HeapSizing.IsFirst(context->Heap)) && TryExtend(context, size))
            || Collector.Collect(size);
}
