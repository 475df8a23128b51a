// Slots of superchunks, class by class: what all cores share of the pool. A slot is taken from the class's current
// superchunk: first what was returned there, then what was never cut. Superchunks that run full leave all lists and
// come back with their first returned slot; those that become empty go to IdleMemory and from there to the machine.
//
// Cores come here for a batch at a time (BlockPool), or for single slots of the large classes. Each class has a latch;
// under it memory may be put behind a superchunk, once in some hundred slots, but never taken away: emptied superchunks
// are given to IdleMemory when the latch is open again. Latches of IdleMemory and SuperchunkRuns may be taken inside.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps;

/// <summary>Slots by size class. Preemption off in every call.</summary>
internal static unsafe class SlotClasses
{
    // Memory is put behind a superchunk in such pieces: one system call for many slots, and little for a rare class.
    private const nuint CommitStep = 64 * 1024;

    private static Classes s_classes;

    /// <summary>The superchunks of one size class that have free slots; a cache line.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct SizeClass
    {
        public CoreLatch Latch;
        public Superchunk* Current;
        public SuperchunkList Partial;
    }

    [System.Runtime.CompilerServices.InlineArray(SlotSizes.Count)]
    private struct Classes
    {
        private SizeClass _first;
    }

    /// <summary>
    /// Takes slots, linked through their headers. Their flags say what is in them. Null: the machine is out of memory.
    /// </summary>
    /// <param name="sizeClass">Their size.</param>
    /// <param name="most">
    /// How many at the most; fewer where the superchunk or its memory ends, because nobody waits for the others.
    /// </param>
    /// <param name="count">How many.</param>
    public static HeapBlock* Take(int sizeClass, int most, out int count)
    {
        ref SizeClass slots = ref s_classes[sizeClass];
        HeapBlock* first = null;
        HeapBlock** link = &first;
        count = 0;
        slots.Latch.Enter();
        while (count < most)
        {
            HeapBlock* block = TakeOne(ref slots, sizeClass, mayGrow: count == 0);
            if (block == null)
            {
                break;
            }

            *link = block;
            link = &block->Next;
            count++;
        }

        *link = null;
        slots.Latch.Leave();
        return first;
    }

    /// <summary>Takes back slots of one class that are linked through their headers; null: none.</summary>
    public static void Return(int sizeClass, HeapBlock* first)
    {
        if (first == null)
        {
            return;
        }

        ref SizeClass slots = ref s_classes[sizeClass];
        Superchunk* emptied = null;
        slots.Latch.Enter();
        while (first != null)
        {
            HeapBlock* block = first;
            first = block->Next;
            Superchunk* chunk = HeapSpace.RecordOf(HeapSpace.IndexOf(block));
            block->Next = chunk->Returned;
            chunk->Returned = block;
            chunk->Used--;
            if (chunk->Used != 0)
            {
                if (chunk->Place == SuperchunkPlace.None)
                {
                    slots.Partial.Add(chunk, SuperchunkPlace.Partial);
                }
            }
            else if (TryRemoveEmpty(ref slots, chunk))
            {
                chunk->Next = emptied;
                emptied = chunk;
            }
        }

        slots.Latch.Leave();
        while (emptied != null)
        {
            Superchunk* chunk = emptied;
            emptied = chunk->Next;
            IdleMemory.Retire(chunk);
        }
    }

    private static HeapBlock* TakeOne(ref SizeClass slots, int sizeClass, bool mayGrow)
    {
        Superchunk* chunk = slots.Current;
        HeapBlock* block;
        if (chunk != null && (block = chunk->Returned) != null)
        {
            chunk->Returned = block->Next;
        }
        else
        {
            block = Cut(ref slots, sizeClass, mayGrow);
            chunk = slots.Current;
        }

        if (block != null)
        {
            chunk->Used++;
            if (chunk->Idle != 0)
            {
                IdleMemory.Uncount(chunk);
            }
        }

        return block;
    }

    // The current superchunk has no returned slot: one that was never cut, or one of another superchunk's.
    private static HeapBlock* Cut(ref SizeClass slots, int sizeClass, bool mayGrow)
    {
        nuint bytes = SlotSizes.BytesOf(sizeClass);
        Superchunk* chunk = slots.Current;
        if (chunk == null || (chunk->Cut + 1) * bytes > HeapSpace.SuperchunkBytes)
        {
            if (!mayGrow || (chunk = NextCurrent(ref slots, sizeClass)) == null)
            {
                return null;
            }

            HeapBlock* returned = chunk->Returned;
            if (returned != null)
            {
                chunk->Returned = returned->Next;
                return returned;
            }
        }

        nuint start = chunk->Cut * bytes;
        nuint end = start + bytes;
        if (end > chunk->Committed)
        {
            nuint wanted = (end + CommitStep - 1) & ~(CommitStep - 1);
            if (!mayGrow || !IdleMemory.TryCommit(chunk, wanted))
            {
                return null;
            }
        }

        chunk->Cut++;
        var block = (HeapBlock*)(HeapSpace.AddressOf(HeapSpace.IndexOf(chunk)) + start);
        block->Flags = start >= chunk->Stained ? BlockPool.Fresh : 0;
        block->End = null; // nobody rents it yet
        return block;
    }

    private static Superchunk* NextCurrent(ref SizeClass slots, int sizeClass)
    {
        if (slots.Current != null)
        {
            slots.Current->Place = SuperchunkPlace.None; // full
        }

        Superchunk* chunk = slots.Partial.First;
        if (chunk != null)
        {
            slots.Partial.Remove(chunk);
        }
        else
        {
            chunk = TakeEmpty(sizeClass);
        }

        slots.Current = chunk;
        if (chunk != null)
        {
            chunk->Place = SuperchunkPlace.Current;
        }

        return chunk;
    }

    private static Superchunk* TakeEmpty(int sizeClass)
    {
        Superchunk* chunk = IdleMemory.Take(order: 0);
        if (chunk == null)
        {
            chunk = SuperchunkRuns.Take(order: 0);
        }

        if (chunk != null)
        {
            chunk->Returned = null;
            chunk->Used = 0;
            chunk->Cut = 0;
            chunk->Idle = 0;
            chunk->SizeClass = (byte)sizeClass;
            HeapSpace.SetTags(HeapSpace.IndexOf(chunk), 1, (byte)(sizeClass + 1));
        }

        return chunk;
    }

    // The current one stays where it is while idle memory may grow: the next message wants it.
    private static bool TryRemoveEmpty(ref SizeClass slots, Superchunk* chunk)
    {
        if (chunk->Place == SuperchunkPlace.Current)
        {
            if (IdleMemory.TryCount(chunk))
            {
                return false;
            }

            slots.Current = null;
            chunk->Place = SuperchunkPlace.None;
        }
        else if (chunk->Place == SuperchunkPlace.Partial)
        {
            slots.Partial.Remove(chunk);
        }

        nuint used = chunk->Cut * SlotSizes.BytesOf(chunk->SizeClass);
        chunk->Stained = chunk->Stained > used ? chunk->Stained : used;
        HeapSpace.SetTags(HeapSpace.IndexOf(chunk), 1, 0);
        return true;
    }
}
