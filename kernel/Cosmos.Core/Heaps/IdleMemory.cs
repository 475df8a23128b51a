// Heap memory that is committed and nobody's: kept for the next one who asks, because asking the platform costs a
// thousand times more, and bounded, because what processes gave back shall be the machine's again. The bound is one
// 256th of the memory, so a machine that has come to rest is within half a percent of where it began.
//
// Heaps do not take the machine's last memory: the kernel needs some when theirs is exhausted, for stacks, for the
// marks of donated objects, for telling what happened.
//
// Preemption is off in every call, so none may take long: finding and zeroing a page, or taking it away, costs some
// 300 ns, and a large block has ten thousands. Memory therefore comes and goes in pieces. A large run that nobody wants
// is noted (Surrendered), and whoever has time gives it back piece by piece (TryGiveBack): who returned it, when it has
// preemption on again (Tidying), else the idle core, at the latest who needs memory.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps;

/// <summary>Accounts of committed and idle memory, and empty superchunks that still have theirs.</summary>
internal static unsafe class IdleMemory
{
    private const int Fraction = 256;
    private const nuint LeastHeadroom = 256 * 1024;

    /// <summary>As much memory as is found or taken away in one go: some tens of microseconds.</summary>
    public const nuint Piece = 128 * 1024;

    private static SuperchunkList s_runs;
    private static SuperchunkList s_surrendered;
    private static nuint s_bound;
    private static nuint s_headroom;

    /// <summary>Bytes of memory behind the heap space.</summary>
    public static nuint CommittedBytes { get; private set; }

    /// <summary>Bytes of it that nobody rents.</summary>
    public static nuint IdleBytes { get; private set; }

    /// <summary>Bytes that could be had besides the machine's free ones: idle, or on their way back.</summary>
    public static nuint UnusedBytes => CommittedBytes - BlockPool.RentedBytes;

    /// <summary>
    /// Decides how much may lie idle, one superchunk at the least, and how much is left to the kernel: as much.
    /// </summary>
    public static void Initialize()
    {
        nuint part = Platform.TotalMemory / Fraction;
        s_bound = part < HeapSpace.SuperchunkBytes ? HeapSpace.SuperchunkBytes : part;
        s_headroom = part < LeastHeadroom ? LeastHeadroom : part;
    }

    /// <summary>The machine is dying: heaps may take all there is.</summary>
    public static void OpenHeadroom() => s_headroom = 0;

    /// <summary>
    /// Has memory behind the first <paramref name="bytes"/> of a run, a multiple of the page size. False: the machine
    /// has none, even after what lies idle was given up.
    /// </summary>
    public static bool TryCommit(Superchunk* run, nuint bytes)
    {
        if (bytes <= run->Committed)
        {
            return true;
        }

        byte* address = HeapSpace.AddressOf(HeapSpace.IndexOf(run)) + run->Committed;
        nuint missing = bytes - run->Committed;
        while (!TryCommit(address, missing))
        {
            if (!TryGiveBack() && !TrySurrender())
            {
                return false;
            }
        }

        run->Committed = bytes;
        CommittedBytes += missing;
        return true;
    }

    /// <summary>Takes memory from the end of a run, down to <paramref name="bytes"/>.</summary>
    public static void Decommit(Superchunk* run, nuint bytes)
    {
        if (run->Committed > bytes)
        {
            nuint surplus = run->Committed - bytes;
            Platform.DecommitMemory(HeapSpace.AddressOf(HeapSpace.IndexOf(run)) + bytes, surplus);
            CommittedBytes -= surplus;
            run->Committed = bytes;
            run->Stained = run->Stained < bytes ? run->Stained : bytes;
        }
    }

    /// <summary>
    /// The run's user needs no more than <paramref name="bytes"/>. What lies behind stays where it is, counted as idle,
    /// if there is room for it under the bound: a heap that is collected over and over wants it back each time.
    /// </summary>
    /// <returns>False: there was no room, a piece has been given back, and the rest is to be asked for again.</returns>
    public static bool TrySpare(Superchunk* run, nuint bytes)
    {
        Uncount(run);
        if (run->Committed <= bytes)
        {
            return true;
        }

        nuint surplus = run->Committed - bytes;
        if (surplus > s_bound - IdleBytes)
        {
            Decommit(run, run->Committed - (surplus < Piece ? surplus : Piece));
            return run->Committed == bytes;
        }

        run->Idle = surplus;
        IdleBytes += surplus;
        return true;
    }

    /// <summary>Counts a run's memory as idle, if there is room for it under the bound.</summary>
    public static bool TryCount(Superchunk* run)
    {
        if (run->Committed > s_bound - IdleBytes)
        {
            return false;
        }

        run->Idle = run->Committed;
        IdleBytes += run->Committed;
        return true;
    }

    /// <summary>A run is somebody's again.</summary>
    public static void Uncount(Superchunk* run)
    {
        IdleBytes -= run->Idle;
        run->Idle = 0;
    }

    /// <summary>Takes an empty run, or one for the next who wants its length: keeps it, or gives it up.</summary>
    public static void Retire(Superchunk* run)
    {
        if (run->Committed != 0 && TryCount(run))
        {
            s_runs.Add(run, SuperchunkPlace.Cached);
            return;
        }

        GiveUp(run);
    }

    /// <summary>An idle run of this length, or null. Its memory may hold anything up to its stain.</summary>
    public static Superchunk* Take(int order)
    {
        // The list is as short as the bound is low: a few dozen entries on a machine of gigabytes.
        for (Superchunk* run = s_runs.First; run != null; run = run->Next)
        {
            if (run->Order == order)
            {
                s_runs.Remove(run);
                Uncount(run);
                return run;
            }
        }

        return null;
    }

    /// <summary>
    /// Gives a piece of what was returned and is too much to be kept back to the machine. False: there is none.
    /// </summary>
    public static bool TryGiveBack()
    {
        Superchunk* run = s_surrendered.First;
        if (run == null)
        {
            return false;
        }

        Decommit(run, run->Committed > Piece ? run->Committed - Piece : 0);
        if (run->Committed == 0)
        {
            s_surrendered.Remove(run);
            SuperchunkRuns.Return(run);
        }

        return true;
    }

    // Has one cached run given up. False: there is none.
    private static bool TrySurrender()
    {
        Superchunk* run = s_runs.First;
        if (run == null)
        {
            return false;
        }

        s_runs.Remove(run);
        Uncount(run);
        GiveUp(run);
        return true;
    }

    private static bool TryCommit(byte* address, nuint bytes)
    {
        nuint free = Platform.FreeMemory;
        return free > s_headroom && bytes <= free - s_headroom
            && Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite);
    }

    private static void GiveUp(Superchunk* run)
    {
        if (run->Committed > Piece)
        {
            s_surrendered.Add(run, SuperchunkPlace.Surrendered);
            return;
        }

        Decommit(run, 0);
        SuperchunkRuns.Return(run);
    }
}
