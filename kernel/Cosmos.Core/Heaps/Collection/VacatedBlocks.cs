// The blocks that a collection holds besides those of the heap: what it copies to, what it copied from, its lists. They
// hang off the heap from the moment they are rented to the moment they are returned, because the process may be ended
// at any instruction in between and whoever ends it returns what hangs there.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>The list <see cref="ProcessHeap.Vacated"/>.</summary>
internal static unsafe class VacatedBlocks
{
    /// <summary>Rents a block and puts it on the list. Null: the machine is out of memory.</summary>
    public static HeapBlock* Rent(ContextBlock* owner, nuint bytes)
    {
        Tidying.Prepare(bytes);
        Preemption.Disable();
        HeapBlock* block = BlockPool.Rent(bytes, BlockKind.Fragment);
        if (block != null)
        {
            block->Owner = owner;
            Add(owner, block);
        }

        Preemption.Enable();
        return block;
    }

    /// <summary>Puts a block on the list, which it leaves another one for; preemption off.</summary>
    public static void Add(ContextBlock* owner, HeapBlock* block)
    {
        block->Next = owner->Heap.Vacated;
        owner->Heap.Vacated = block;
    }

    /// <summary>Puts a chain of blocks behind all others; preemption off.</summary>
    public static void Append(ContextBlock* owner, HeapBlock* chain)
    {
        HeapBlock** link = &owner->Heap.Vacated;
        while (*link != null)
        {
            link = &(*link)->Next;
        }

        *link = chain;
    }

    /// <summary>Takes a block off the list; preemption off.</summary>
    public static void Remove(ContextBlock* owner, HeapBlock* block)
    {
        HeapBlock** link = &owner->Heap.Vacated;
        while (*link != block)
        {
            link = &(*link)->Next;
        }

        *link = block->Next;
        block->Next = null;
    }

    /// <summary>Returns one block of the list to the pool.</summary>
    public static void Return(ContextBlock* owner, HeapBlock* block)
    {
        Preemption.Disable();
        Remove(owner, block);
        BlockPool.Return(block);
        Preemption.Enable();
    }

    /// <summary>Returns all blocks of the list, one at a time.</summary>
    public static void ReturnAll(ContextBlock* owner)
    {
        while (owner->Heap.Vacated != null)
        {
            Return(owner, owner->Heap.Vacated);
        }
    }
}
