// Heap memory that is committed and nobody's: kept for the next one who asks, because asking the platform costs a
// thousand times more, and bounded, because what processes gave back shall be the machine's again. The bound is one
// 256th of the memory, so a machine that has come to rest is within half a percent of where it began.
//
// Heaps do not take the machine's last memory: the kernel needs some when theirs is exhausted, for stacks, for the
// marks of donated objects, for telling what happened.
//
// Preemption is off in every call.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps;

/// <summary>Accounts of committed and idle memory, and empty superchunks that still have theirs.</summary>
internal static unsafe class IdleMemory
{
    private const int Fraction = 256;
    private const nuint LeastHeadroom = 256 * 1024;

    private static SuperchunkList s_runs;
    private static nuint s_bound;
    private static nuint s_headroom;

    /// <summary>Bytes of memory behind the heap space.</summary>
    public static nuint CommittedBytes { get; private set; }

    /// <summary>Bytes of it that nobody rents.</summary>
    public static nuint IdleBytes { get; private set; }

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
        if (!TryCommit(address, missing))
        {
            if (s_runs.First == null)
            {
                return false;
            }

            Trim();
            if (!TryCommit(address, missing))
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
    public static void Spare(Superchunk* run, nuint bytes)
    {
        Uncount(run);
        if (run->Committed <= bytes)
        {
            return;
        }

        nuint surplus = run->Committed - bytes;
        if (surplus > s_bound - IdleBytes)
        {
            Decommit(run, bytes);
            return;
        }

        run->Idle = surplus;
        IdleBytes += surplus;
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

    /// <summary>Gives all cached runs up.</summary>
    public static void Trim()
    {
        while (s_runs.First != null)
        {
            Superchunk* run = s_runs.First;
            s_runs.Remove(run);
            Uncount(run);
            GiveUp(run);
        }
    }

    private static bool TryCommit(byte* address, nuint bytes)
    {
        nuint free = Platform.FreeMemory;
        return free > s_headroom && bytes <= free - s_headroom
            && Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite);
    }

    private static void GiveUp(Superchunk* run)
    {
        Decommit(run, 0);
        SuperchunkRuns.Return(run);
    }
}
