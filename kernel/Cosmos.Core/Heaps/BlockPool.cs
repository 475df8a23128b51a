// Where blocks come from: the hottest path of the kernel, because every message and every new process rents one and
// returns one. A slot of the right size class is taken from the class's current superchunk: first what was returned
// there, then what was never cut. Superchunks that run full leave all lists and come back with their first returned
// slot; those that become empty go to IdleMemory and from there to the machine. Blocks beyond the largest class are
// LargeBlocks' business.
//
// The pool zeroes nothing. A rented block is marked Fresh when its memory was never used and is therefore zero;
// otherwise it holds what its last user left. Who opens an allocation window in it clears the window (ProcessHeap,
// SharedHeap); who writes whole objects (a copy, a collection) writes their header words and padding, too.
//
// One core's pool: preemption is held off round every change. More cores will have classes of their own each and share
// SuperchunkRuns and IdleMemory, which are asked once in some hundred calls.
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Heaps;

/// <summary>
/// Renting and returning of blocks. Callable from everywhere but interrupt handlers, preemption on or off. Who can be
/// ended between renting and noting the block where its context's end finds it holds preemption off round both.
/// </summary>
internal static unsafe class BlockPool
{
    /// <summary>Mark of a block: its memory behind the header is zero.</summary>
    public const uint Fresh = 0x100;

    // Mark of a block: the slot was returned as it is, so with HeapDebug.Poison it holds nothing but poison.
    private const uint Recycled = 0x200;

    // Memory is put behind a superchunk in such pieces: one system call for many slots, and little for a rare class.
    private const nuint CommitStep = 64 * 1024;

    private static Classes s_classes;

    /// <summary>The superchunks of one size class that have free slots.</summary>
    private struct SizeClass
    {
        public Superchunk* Current;
        public SuperchunkList Partial;
    }

    [System.Runtime.CompilerServices.InlineArray(SlotSizes.Count)]
    private struct Classes
    {
        private SizeClass _first;
    }

    /// <summary>Blocks rented and not returned.</summary>
    public static nuint RentedBlocks { get; private set; }

    /// <summary>Bytes of them, headers and rounding included.</summary>
    public static nuint RentedBytes { get; private set; }

    /// <summary>Makes the space and the pool. Once, before the first object.</summary>
    public static void Initialize()
    {
        HeapDebug.Initialize();
        HeapSpace.Initialize();
        IdleMemory.Initialize();
        SuperchunkRuns.Initialize();
    }

    /// <summary>
    /// Rents a block. Its owner is null and its top is its start. Null: the machine is out of memory.
    /// </summary>
    /// <param name="objectBytes">Room for objects; the block may have more.</param>
    /// <param name="kind">What it is for.</param>
    public static HeapBlock* Rent(nuint objectBytes, BlockKind kind)
    {
        if (objectBytes > SlotSizes.Largest - (nuint)sizeof(HeapBlock))
        {
            return objectBytes < HeapSpace.Bytes ? RentLarge(objectBytes, kind) : null;
        }

        int sizeClass = SlotSizes.ClassOf(objectBytes + (nuint)sizeof(HeapBlock));
        nuint bytes = SlotSizes.BytesOf(sizeClass);
        uint flags = Recycled;
        Preemption.Disable();
        Superchunk* chunk = s_classes[sizeClass].Current;
        HeapBlock* block = null;
        if (chunk != null && (block = chunk->Returned) != null)
        {
            chunk->Returned = block->Next;
        }
        else
        {
            block = Cut(sizeClass, bytes, &flags);
            chunk = s_classes[sizeClass].Current;
        }

        if (block != null)
        {
            chunk->Used++;
            if (chunk->Idle != 0)
            {
                IdleMemory.Uncount(chunk);
            }

            Begin(block, bytes, kind, flags);
        }

        Preemption.Enable();
        return block;
    }

    /// <summary>Returns a block, owned or not, that is in no list. Its objects are gone.</summary>
    /// <param name="block">Not one with donated objects: that is everybody's (see <see cref="SharedHeap"/>).</param>
    public static void Return(HeapBlock* block)
    {
        nuint index = HeapSpace.IndexOf(block);
        byte tag = HeapSpace.TagOf(index);
        if (tag == 0 || HeapSpace.BlockOf((nint)block) != block || block->End == null || block->Donated != null)
        {
            Fatal.Stop("heap: a block was returned that is none, is returned already, or holds shared objects"u8);
        }

        Preemption.Disable();
        RentedBlocks--;
        RentedBytes -= (nuint)HeapBlock.SizeOf(block);
        if (HeapDebug.Poison)
        {
            HeapWords.Fill(HeapBlock.Start(block), block->End, HeapDebug.PoisonWord);
        }

        Superchunk* chunk = HeapSpace.RecordOf(index);
        if ((tag & HeapSpace.RunTag) != 0)
        {
            LargeBlocks.Return(block, chunk);
        }
        else
        {
            block->End = null; // tells a second return
            block->Next = chunk->Returned;
            chunk->Returned = block;
            chunk->Used--;
            if (chunk->Used == 0)
            {
                BecomeEmpty(chunk, index);
            }
            else if (chunk->Place == SuperchunkPlace.None)
            {
                s_classes[chunk->SizeClass].Partial.Add(chunk, SuperchunkPlace.Partial);
            }
        }

        Preemption.Enable();
    }

    /// <summary>
    /// Gives back memory at the end of a large block, piece by piece; smaller ones are slots and stay as they are.
    /// </summary>
    /// <param name="block">A rented block.</param>
    /// <param name="objectBytes">Room for objects that it keeps; not less than what is in it.</param>
    public static void Trim(HeapBlock* block, nuint objectBytes)
    {
        nuint index = HeapSpace.IndexOf(block);
        bool isDone = (HeapSpace.TagOf(index) & HeapSpace.RunTag) == 0;
        while (!isDone)
        {
            Preemption.Disable();
            Superchunk* run = HeapSpace.RecordOf(index);
            isDone = LargeBlocks.TryTrim(block, run, objectBytes + (nuint)sizeof(HeapBlock), out nuint taken);
            RentedBytes -= taken;
            Preemption.Enable();
        }
    }

    // Preemption is off from here on.
    private static void Begin(HeapBlock* block, nuint bytes, BlockKind kind, uint flags)
    {
        RentedBlocks++;
        RentedBytes += bytes;
        block->Owner = null;
        block->Next = null;
        block->Top = HeapBlock.Start(block);
        block->End = (byte*)block + bytes;
        block->Donated = null;
        block->Kind = kind;
        block->Flags = flags;
        block->Binaries = 0;
        block->Previous = null;
        if (HeapDebug.Poison && (flags & Recycled) != 0)
        {
            ExpectPoison(block);
        }
    }

    private static HeapBlock* RentLarge(nuint objectBytes, BlockKind kind)
    {
        Preemption.Disable();
        HeapBlock* block = LargeBlocks.Rent(objectBytes + (nuint)sizeof(HeapBlock), out nuint bytes, out bool isFresh);
        if (block != null)
        {
            Begin(block, bytes, kind, isFresh ? Fresh : 0);
        }

        Preemption.Enable();
        return block;
    }

    // The current superchunk has no returned slot: one that was never cut, or one of another superchunk's.
    private static HeapBlock* Cut(int sizeClass, nuint bytes, uint* flags)
    {
        ref SizeClass slots = ref s_classes[sizeClass];
        Superchunk* chunk = slots.Current;
        nuint limit = HeapSpace.SuperchunkBytes;
        if (chunk == null || (chunk->Cut + 1) * bytes > limit)
        {
            if (chunk != null)
            {
                chunk->Place = SuperchunkPlace.None; // full
            }

            chunk = slots.Partial.First;
            if (chunk != null)
            {
                slots.Partial.Remove(chunk);
            }
            else
            {
                chunk = TakeEmpty(sizeClass);
            }

            slots.Current = chunk;
            if (chunk == null)
            {
                return null;
            }

            chunk->Place = SuperchunkPlace.Current;
            if (chunk->Returned != null)
            {
                HeapBlock* returned = chunk->Returned;
                chunk->Returned = returned->Next;
                return returned;
            }
        }

        nuint start = chunk->Cut * bytes;
        nuint end = start + bytes;
        if (end > chunk->Committed)
        {
            nuint wanted = (end + CommitStep - 1) & ~(CommitStep - 1);
            if (!IdleMemory.TryCommit(chunk, wanted))
            {
                return null;
            }
        }

        chunk->Cut++;
        *flags = start >= chunk->Stained ? Fresh : 0;
        return (HeapBlock*)(HeapSpace.AddressOf(HeapSpace.IndexOf(chunk)) + start);
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
    private static void BecomeEmpty(Superchunk* chunk, nuint index)
    {
        ref SizeClass slots = ref s_classes[chunk->SizeClass];
        if (chunk->Place == SuperchunkPlace.Current)
        {
            if (IdleMemory.TryCount(chunk))
            {
                return;
            }

            slots.Current = null;
        }
        else if (chunk->Place == SuperchunkPlace.Partial)
        {
            slots.Partial.Remove(chunk);
        }

        nuint used = chunk->Cut * SlotSizes.BytesOf(chunk->SizeClass);
        chunk->Stained = chunk->Stained > used ? chunk->Stained : used;
        HeapSpace.SetTags(index, 1, 0);
        IdleMemory.Retire(chunk);
    }

    private static void ExpectPoison(HeapBlock* block)
    {
        if (HeapWords.FirstOther(HeapBlock.Start(block), block->End, HeapDebug.PoisonWord) != null)
        {
            Fatal.Stop("heap: memory was written after it had been returned"u8);
        }
    }
}
