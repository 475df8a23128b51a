// Memory for the objects of a process, when the window has none left.
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps;

internal unsafe partial struct ProcessHeap
{
    // Zeroed ahead of use: a piece that the first-level cache still holds when objects are written into it.
    private const nuint WindowStep = 4096;

    // Objects of a heap whose owner asked for no more: the first block is the 512-byte class.
    private const nuint DefaultMinimum = 512 - 0x40;

    /// <summary>Memory for an object of the running process, all zero; 0: the machine has none.</summary>
    /// <param name="context">The running context.</param>
    /// <param name="size">Bytes, as <see cref="ObjectLayout.SizeOf"/> counts them.</param>
    public static nint Take(ContextBlock* context, nuint size)
    {
        if (!TryOpenWindow(context, size) && !(TryMakeRoom(context, size) && TryOpenWindow(context, size)))
        {
            return 0;
        }

        byte* result = context->AllocationPointer;
        context->AllocationPointer = result + size;
        return (nint)result;
    }

    /// <summary>Memory for an object that must not move while it lives: a block of its own, all zero.</summary>
    public static nint TakePinned(ContextBlock* context, nuint size)
    {
        HeapBlock* block = size > HeapSpace.Bytes ? null : BlockPool.Rent(size, BlockKind.Pinned);
        if (block == null)
        {
            return 0;
        }

        byte* start = HeapBlock.Start(block);
        if ((block->Flags & BlockPool.Fresh) == 0)
        {
            HeapWords.Clear(start, start + size);
        }

        block->Top = start + size;
        AdoptOther(context, block);
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
        if ((main->Flags & BlockPool.Fresh) == 0)
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

    // The old main block becomes one of the others; the new one is twice as large.
    private static bool TryMakeRoom(ContextBlock* context, nuint size)
    {
        HeapBlock* main = context->Heap.Main;
        nuint wanted = main == null ? context->Heap.MinimumBytes : (nuint)HeapBlock.SizeOf(main) * 2;
        wanted = wanted < DefaultMinimum ? DefaultMinimum : wanted;
        Abi.Preemption.Disable();
        HeapBlock* block = size > HeapSpace.Bytes ? null : BlockPool.Rent(wanted < size ? size : wanted, BlockKind.Main);
        if (block != null)
        {
            Own(context, block);
            UseMain(context, block);
            if (main != null)
            {
                main->Next = context->Heap.Others;
                context->Heap.Others = main;
            }
        }

        Abi.Preemption.Enable();
        return block != null;
    }
}
