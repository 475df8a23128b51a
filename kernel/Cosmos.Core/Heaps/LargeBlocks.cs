// Blocks beyond the largest slot: each a run of superchunks for itself, with memory behind as many pages as it needs.
// Preemption is off in every call.
//
// Putting memory behind a block takes as long as the platform needs to find and zero its pages, some 100 ns each, with
// preemption off: a block of 64 MiB holds its core for a few milliseconds.
using System.Numerics;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Heaps;

/// <summary>Large blocks for <see cref="BlockPool"/>.</summary>
internal static unsafe class LargeBlocks
{
    /// <summary>Finds memory for a block. Null: the machine is out of it.</summary>
    /// <param name="wanted">Bytes, header included.</param>
    /// <param name="bytes">What the block has: whole pages.</param>
    /// <param name="isFresh">Whether all of it is zero.</param>
    public static HeapBlock* Rent(nuint wanted, out nuint bytes, out bool isFresh)
    {
        bytes = (nuint)PageSize.RoundUp(wanted);
        isFresh = false;
        nuint superchunks = SuperchunksOf(bytes);
        int order = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)superchunks));
        if (order > HeapSpace.OrderOfAll)
        {
            return null;
        }

        Superchunk* run = IdleMemory.Take(order);
        if (run == null)
        {
            run = SuperchunkRuns.Take(order);
        }

        if (run == null)
        {
            return null;
        }

        IdleMemory.Spare(run, bytes);
        if (!IdleMemory.TryCommit(run, bytes))
        {
            IdleMemory.Retire(run);
            return null;
        }

        isFresh = run->Stained == 0;
        nuint index = HeapSpace.IndexOf(run);
        HeapSpace.SetTags(index, superchunks, (byte)(HeapSpace.RunTag | order));
        return (HeapBlock*)HeapSpace.AddressOf(index);
    }

    /// <summary>Takes a block's memory back.</summary>
    public static void Return(HeapBlock* block, Superchunk* run)
    {
        nuint bytes = (nuint)HeapBlock.SizeOf(block);
        HeapSpace.SetTags(HeapSpace.IndexOf(run), SuperchunksOf(bytes), 0);
        Stain(run, bytes);
        IdleMemory.Uncount(run);
        IdleMemory.Retire(run);
    }

    /// <summary>Takes memory from a block's end; returns how many bytes.</summary>
    /// <param name="block">A block of a run.</param>
    /// <param name="run">Its record.</param>
    /// <param name="wanted">Bytes that it keeps, header included; rounded up to pages.</param>
    public static nuint Trim(HeapBlock* block, Superchunk* run, nuint wanted)
    {
        nuint had = (nuint)HeapBlock.SizeOf(block);
        nuint bytes = (nuint)PageSize.RoundUp(wanted);
        if (bytes >= had)
        {
            return 0;
        }

        nuint kept = SuperchunksOf(bytes);
        HeapSpace.SetTags(HeapSpace.IndexOf(run) + kept, SuperchunksOf(had) - kept, 0);
        block->End = (byte*)block + bytes;
        Stain(run, had);
        IdleMemory.Spare(run, bytes);
        return had - bytes;
    }

    private static void Stain(Superchunk* run, nuint bytes)
        => run->Stained = run->Stained > bytes ? run->Stained : bytes;

    private static nuint SuperchunksOf(nuint bytes)
        => (bytes + HeapSpace.SuperchunkBytes - 1) >> HeapSpace.SuperchunkShift;
}
