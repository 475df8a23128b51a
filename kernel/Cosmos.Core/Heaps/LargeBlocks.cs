// Blocks beyond the largest slot: each a run of superchunks for itself, with memory behind as many pages as it needs.
// Preemption is off in every call. A run is its holder's alone, so nothing here is latched.
//
// Putting memory behind a block takes as long as the platform needs to find and zero its pages. So a process that may
// be preempted prepares first: the run that its block will be in hangs off its heap while it gets its memory, piece by
// piece. Who rents with preemption off for the whole time (SharedHeap, ProcessHeap.TryExtend) pays at once.
using System.Numerics;
using Cosmos.Core.Contexts;
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
        int order = OrderOf(bytes);
        if (order > HeapSpace.OrderOfAll)
        {
            return null;
        }

        Superchunk* run = TakeRun(Context.CurrentBlock, order);
        if (run == null)
        {
            return null;
        }

        while (!IdleMemory.TrySpare(run, bytes))
        {
            // Who prepared has done this.
        }

        if (!IdleMemory.TryCommit(run, bytes))
        {
            IdleMemory.Retire(run);
            return null;
        }

        isFresh = run->Stained == 0;
        nuint index = HeapSpace.IndexOf(run);
        HeapSpace.SetTags(index, SuperchunksOf(bytes), (byte)(HeapSpace.RunTag | order));
        return (HeapBlock*)HeapSpace.AddressOf(index);
    }

    /// <summary>
    /// Brings the run that the context prepares a piece nearer to a block of this size. False: it is as large, or there
    /// is no memory for it; then the context prepares nothing.
    /// </summary>
    /// <param name="context">The running context, a process.</param>
    /// <param name="wanted">Bytes, header included.</param>
    public static bool PrepareStep(ContextBlock* context, nuint wanted)
    {
        nuint bytes = (nuint)PageSize.RoundUp(wanted);
        int order = OrderOf(bytes);
        if (order > HeapSpace.OrderOfAll || bytes > Platforms.Platform.FreeMemory + Reclaiming.IdleBytes)
        {
            AbandonPrepared(context);
            return false;
        }

        Superchunk* run = TakeRun(context, order);
        context->Heap.Prepared = run;
        if (run == null)
        {
            return false;
        }

        if (run->Committed >= bytes)
        {
            return !IdleMemory.TrySpare(run, bytes);
        }

        nuint missing = bytes - run->Committed;
        if (!IdleMemory.TryCommit(run, run->Committed + (missing < IdleMemory.Piece ? missing : IdleMemory.Piece)))
        {
            AbandonPrepared(context);
            return false;
        }

        return run->Committed < bytes;
    }

    /// <summary>The context needs no large block after all, or ends.</summary>
    public static void AbandonPrepared(ContextBlock* context)
    {
        Superchunk* run = context->Heap.Prepared;
        context->Heap.Prepared = null;
        if (run != null)
        {
            IdleMemory.Uncount(run);
            IdleMemory.Retire(run);
        }
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

    /// <summary>Takes memory from a block's end. False: there is more to be taken, by another call.</summary>
    /// <param name="block">A block of a run.</param>
    /// <param name="run">Its record.</param>
    /// <param name="wanted">Bytes that it keeps, header included; rounded up to pages.</param>
    /// <param name="taken">Bytes that the block has less by this call.</param>
    public static bool TryTrim(HeapBlock* block, Superchunk* run, nuint wanted, out nuint taken)
    {
        nuint had = (nuint)HeapBlock.SizeOf(block);
        nuint bytes = (nuint)PageSize.RoundUp(wanted);
        taken = 0;
        if (bytes > had)
        {
            return true;
        }

        if (bytes < had)
        {
            nuint kept = SuperchunksOf(bytes);
            HeapSpace.SetTags(HeapSpace.IndexOf(run) + kept, SuperchunksOf(had) - kept, 0);
            block->End = (byte*)block + bytes;
            Stain(run, had);
            taken = had - bytes;
        }

        return IdleMemory.TrySpare(run, bytes);
    }

    private static void Stain(Superchunk* run, nuint bytes)
        => run->Stained = run->Stained > bytes ? run->Stained : bytes;

    // The one that the context prepared, if it is of this length, else any.
    private static Superchunk* TakeRun(ContextBlock* context, int order)
    {
        Superchunk* run = context->Heap.Prepared;
        if (run != null && run->Order == order)
        {
            context->Heap.Prepared = null;
            return run;
        }

        AbandonPrepared(context);
        run = IdleMemory.Take(order);
        return run != null ? run : SuperchunkRuns.Take(order);
    }

    private static int OrderOf(nuint bytes)
        => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)SuperchunksOf(bytes)));

    private static nuint SuperchunksOf(nuint bytes)
        => (bytes + HeapSpace.SuperchunkBytes - 1) >> HeapSpace.SuperchunkShift;
}
