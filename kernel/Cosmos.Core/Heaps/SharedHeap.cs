// The heap of nobody: what system contexts allocate, the static bases, what processes donated. Its objects never move
// and are never collected; references to them may lie in any heap.
//
// System contexts bump windows of 64 KiB; an object that would waste much of one gets a block for itself. A shared
// block can be walked up to the first zero word, so its top is its end. Memory of a window is cleared when the window
// is opened, unless it is fresh. An object in the window that all processes use has its type before anybody else can
// take memory behind it: other cores walk past it.
//
// The list of blocks and that window are under a latch, inside of which those of the pool may be taken.
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps;

/// <summary>Memory for shared objects. Not for interrupt handlers.</summary>
internal static unsafe class SharedHeap
{
    // The largest slot, and the part of it that one object may take.
    private const nuint WindowBytes = SlotSizes.Largest - 0x40;
    private const nuint LargestInWindow = WindowBytes / 4;

    // What an epitaph needs for names and texts when nothing else is left.
    private const nuint ReserveBytes = SlotSizes.Largest - 0x40;

    private static CoreLatch s_latch;
    private static nint s_reserve;
    private static HeapBlock* s_blocks;

    // Where objects lie that processes need in shared memory: the next one's header word, and the window's end.
    private static byte* s_next;
    private static byte* s_end;

    // Changed in one step: who has lost pages may come here with any latch held.
    private static long s_bytesInUse;

    /// <summary>Bytes of all shared blocks.</summary>
    public static nuint BytesInUse => (nuint)Volatile.Read(ref s_bytesInUse);

    /// <summary>
    /// The first of all shared blocks, each linked to the next: for who looks at every shared object. New ones come in
    /// front, none goes.
    /// </summary>
    public static HeapBlock* Blocks => s_blocks;

    /// <summary>Makes all heaps, and keeps the epitaph's reserve. Once, before any allocation.</summary>
    public static void Initialize()
    {
        BlockPool.Initialize();
        HeapBlock* reserve = BlockPool.Rent(ReserveBytes, BlockKind.Shared);
        if (reserve == null)
        {
            Fatal.Stop("Not enough memory for the first objects; give the machine more RAM"u8);
        }

        s_reserve = (nint)reserve;
        Add(reserve);
    }

    /// <summary>
    /// Gives a dying context the memory kept for its epitaph; what is left of its window is lost. From here on it is a
    /// system context: its stores are plain. The second caller gets no memory.
    /// </summary>
    public static void OpenReserve(ContextBlock* context)
    {
        IdleMemory.OpenHeadroom();
        CoreLatch.OpenAll();
        context->Kind = ContextKind.System;
        context->HeapLow = null;
        context->HeapBytes = nuint.MaxValue;
        var reserve = (HeapBlock*)Interlocked.Exchange(ref s_reserve, 0);
        if (reserve != null)
        {
            SetWindow(context, reserve);
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

    /// <summary>An object that must be shared, whoever asks, with its type and all zero; 0: no memory.</summary>
    public static nint TakeForAll(MethodTable* type)
    {
        nint result = 0;
        nuint size = type->BaseSize;
        s_latch.Acquire();
        if (size > LargestInWindow)
        {
            HeapBlock* own = TryRent(size);
            if (own != null)
            {
                AddHeld(own);
                result = (nint)HeapBlock.Start(own) + sizeof(long);
            }
        }
        else if (size <= (nuint)(s_end - s_next) || TryOpenCommonWindow())
        {
            result = (nint)s_next + sizeof(long);
            s_next += size;
        }

        if (result != 0)
        {
            *(MethodTable**)result = type;
        }

        s_latch.Release();
        return result;
    }

    /// <summary>Makes a process's block, in no list any more, everybody's: it holds donated objects.</summary>
    public static void Adopt(HeapBlock* block)
    {
        s_latch.Acquire();
        block->Kind = BlockKind.Shared;
        Volatile.Write(ref *(nint*)&block->Owner, 0);
        AddHeld(block);
        MixedBlocks.Add(block);
        s_latch.Release();
    }

    /// <summary>A shared block has lost pages that nobody needs.</summary>
    public static void NoteHole(nuint bytes) => Interlocked.Add(ref s_bytesInUse, -(long)bytes);

    /// <summary>A block for objects of everybody, all zero and with its top at its end; null: no memory.</summary>
    public static HeapBlock* TryAdd(nuint bytes)
    {
        HeapBlock* block = TryRent(bytes);
        if (block != null)
        {
            Add(block);
        }

        return block;
    }

    private static HeapBlock* TryRent(nuint bytes)
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
        return block;
    }

    private static void Add(HeapBlock* block)
    {
        s_latch.Acquire();
        AddHeld(block);
        s_latch.Release();
    }

    private static void AddHeld(HeapBlock* block)
    {
        block->Next = s_blocks;
        s_blocks = block;
        Interlocked.Add(ref s_bytesInUse, (long)HeapBlock.SizeOf(block));
    }

    private static bool TryOpenCommonWindow()
    {
        HeapBlock* block = TryRent(WindowBytes);
        if (block == null)
        {
            return false;
        }

        AddHeld(block);
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
