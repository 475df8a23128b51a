// The heap of nobody: what system contexts allocate, the static bases, what processes donated. Its objects never move
// and are never collected; references to them may lie in any heap.
//
// System contexts bump windows of 64 KiB; an object that would waste much of one gets a block for itself. A shared
// block can be walked up to the first zero word, so its top is its end. Memory of a window is cleared when the window
// is opened, unless it is fresh.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Heaps;

/// <summary>Memory for shared objects. Not for interrupt handlers.</summary>
internal static unsafe class SharedHeap
{
    // The largest slot, and the part of it that one object may take.
    private const nuint WindowBytes = SlotSizes.Largest - 0x40;
    private const nuint LargestInWindow = WindowBytes / 4;

    // What an epitaph needs for names and texts when nothing else is left.
    private const nuint ReserveBytes = SlotSizes.Largest - 0x40;

    private static HeapBlock* s_reserve;
    private static HeapBlock* s_blocks;

    // Where objects lie that processes need in shared memory: the next one's header word, and the window's end.
    private static byte* s_next;
    private static byte* s_end;

    /// <summary>Bytes of all shared blocks.</summary>
    public static nuint BytesInUse { get; private set; }

    /// <summary>Makes all heaps, and keeps the epitaph's reserve. Once, before any allocation.</summary>
    public static void Initialize()
    {
        BlockPool.Initialize();
        s_reserve = BlockPool.Rent(ReserveBytes, BlockKind.Shared);
        if (s_reserve == null)
        {
            Fatal.Stop("Not enough memory for the first objects; give the machine more RAM"u8);
        }

        Add(s_reserve);
    }

    /// <summary>
    /// Gives a dying context the memory kept for its epitaph; what is left of its window is lost. From here on it is a
    /// system context: its stores are plain. The second caller gets no memory.
    /// </summary>
    public static void OpenReserve(ContextBlock* context)
    {
        IdleMemory.OpenHeadroom();
        context->Kind = ContextKind.System;
        context->HeapLow = null;
        context->HeapBytes = nuint.MaxValue;
        if (s_reserve != null)
        {
            SetWindow(context, s_reserve);
            s_reserve = null;
        }
    }

    /// <summary>Memory for an object of a system context, all zero; 0: the machine has none.</summary>
    /// <param name="context">The running context.</param>
    /// <param name="size">Bytes, as <see cref="ObjectLayout.SizeOf"/> counts them.</param>
    public static nint Take(ContextBlock* context, nuint size)
    {
        bool fits = size <= (nuint)(context->AllocationLimit - context->AllocationPointer);
        if (size > LargestInWindow || !fits)
        {
            bool isAlone = size > LargestInWindow;
            HeapBlock* block = TryAdd(isAlone ? size : WindowBytes);
            if (block != null && isAlone)
            {
                context->AllocatedBefore += size;
                return (nint)HeapBlock.Start(block) + sizeof(long);
            }

            if (block != null)
            {
                SetWindow(context, block);
            }
            else if (!fits)
            {
                return 0;
            }
        }

        byte* result = context->AllocationPointer;
        context->AllocationPointer = result + size;
        return (nint)result;
    }

    /// <summary>Memory for an object that must be shared, whoever asks; all zero; 0: the machine has none.</summary>
    public static nint TakeForAll(nuint size)
    {
        nint result = 0;
        Preemption.Disable();
        if (size > LargestInWindow)
        {
            HeapBlock* own = TryAdd(size);
            result = own == null ? 0 : (nint)HeapBlock.Start(own) + sizeof(long);
        }
        else if (size <= (nuint)(s_end - s_next) || TryOpenCommonWindow())
        {
            result = (nint)s_next + sizeof(long);
            s_next += size;
        }

        Preemption.Enable();
        return result;
    }

    /// <summary>Makes a process's block, in no list any more, everybody's: it holds donated objects.</summary>
    public static void Adopt(HeapBlock* block)
    {
        Preemption.Disable();
        block->Owner = null;
        block->Kind = BlockKind.Shared;
        Add(block);
        Preemption.Enable();
    }

    // A cleared block in the list, with its top at its end.
    private static HeapBlock* TryAdd(nuint bytes)
    {
        HeapBlock* block = BlockPool.Rent(bytes, BlockKind.Shared);
        if (block == null)
        {
            return null;
        }

        if ((block->Flags & BlockPool.Fresh) == 0)
        {
            HeapWords.Clear(HeapBlock.Start(block), block->End);
        }

        block->Top = block->End;
        Preemption.Disable();
        Add(block);
        Preemption.Enable();
        return block;
    }

    private static void Add(HeapBlock* block)
    {
        block->Next = s_blocks;
        s_blocks = block;
        BytesInUse += (nuint)HeapBlock.SizeOf(block);
    }

    private static bool TryOpenCommonWindow()
    {
        HeapBlock* block = TryAdd(WindowBytes);
        if (block == null)
        {
            return false;
        }

        s_next = HeapBlock.Start(block);
        s_end = block->End;
        return true;
    }

    private static void SetWindow(ContextBlock* context, HeapBlock* block)
    {
        context->AllocatedBefore += (ulong)(context->AllocationPointer - context->WindowStart);
        context->AllocationPointer = HeapBlock.Start(block) + sizeof(long);
        context->AllocationLimit = block->End + sizeof(long);
        context->WindowStart = context->AllocationPointer;
    }
}
