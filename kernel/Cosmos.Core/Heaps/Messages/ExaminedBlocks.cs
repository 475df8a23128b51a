// Messages that a process looks at and has not taken: blocks that are its own, but of which no collection moves or
// frees anything. Two lists: most blocks refer to themselves and to shared objects only, and a collection need not know
// how many there are; those that the process stored a reference into (the write barrier tells) may refer to its heap,
// and each collection visits them.
//
// A collection can be preempted between two visits, and a signal that is handled then may take one of the blocks away:
// the place of the next visit moves on with it, and a block that was taken is visited where it is then.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>The lists <see cref="ProcessHeap.Examined"/> and <see cref="ProcessHeap.Touched"/>.</summary>
internal static unsafe class ExaminedBlocks
{
    /// <summary>Puts a block of the context's on the list of examined ones. Preemption off.</summary>
    public static void Add(ProcessHeap* heap, HeapBlock* block)
    {
        block->Flags |= BlockFlags.Examined;
        Link(ref heap->Examined, block);
    }

    /// <summary>Takes a block off its list; its owner still owns it. Preemption off.</summary>
    public static void Remove(ProcessHeap* heap, HeapBlock* block)
    {
        bool isTouched = (block->Flags & BlockFlags.Dirty) != 0;
        if (isTouched && (heap->Flags & Collector.IsUnderWay) != 0)
        {
            block->Flags |= BlockFlags.Unvisited;
            heap->NextTouched = heap->NextTouched == block ? block->Next : heap->NextTouched;
        }

        block->Flags &= ~(BlockFlags.Examined | BlockFlags.Dirty);
        Unlink(ref isTouched ? ref heap->Touched : ref heap->Examined, block);
    }

    /// <summary>The owner is about to store a reference into the block. No effect unless it was examined.</summary>
    public static void Touch(ProcessHeap* heap, HeapBlock* block)
    {
        if ((block->Flags & (BlockFlags.Examined | BlockFlags.Dirty)) != BlockFlags.Examined)
        {
            return;
        }

        Preemption.Disable();
        Unlink(ref heap->Examined, block);
        block->Flags |= BlockFlags.Dirty;
        Link(ref heap->Touched, block);
        Preemption.Enable();
    }

    /// <summary>A collection begins: all touched blocks are to be visited.</summary>
    public static void BeginVisits(ProcessHeap* heap) => heap->NextTouched = heap->Touched;

    /// <summary>The next block that may refer to the heap; null: that was all.</summary>
    public static HeapBlock* NextVisit(ProcessHeap* heap)
    {
        Preemption.Disable();
        HeapBlock* found = heap->NextTouched;
        if (found != null)
        {
            heap->NextTouched = found->Next;
        }
        else
        {
            // What was taken since the collection began; all others have left this list.
            found = heap->Others;
            while (found != null && (found->Flags & BlockFlags.Unvisited) == 0)
            {
                found = found->Next;
            }
        }

        if (found != null)
        {
            found->Flags &= ~BlockFlags.Unvisited;
        }

        Preemption.Enable();
        return found;
    }

    private static void Link(ref HeapBlock* first, HeapBlock* block)
    {
        block->Previous = null;
        block->Next = first;
        if (first != null)
        {
            first->Previous = block;
        }

        first = block;
    }

    private static void Unlink(ref HeapBlock* first, HeapBlock* block)
    {
        if (block->Previous != null)
        {
            block->Previous->Next = block->Next;
        }
        else
        {
            first = block->Next;
        }

        if (block->Next != null)
        {
            block->Next->Previous = block->Previous;
        }

        block->Previous = null;
    }
}
