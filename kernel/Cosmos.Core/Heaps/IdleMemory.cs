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
//
// The lists and what lies idle are under a latch. Memory is found and taken away outside of it, for runs that nobody
// else has.
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps;

/// <summary>Accounts of committed and idle memory, and empty superchunks that still have theirs.</summary>
internal static unsafe class IdleMemory
{
    private const int Fraction = 256;
    private const nuint LeastHeadroom = 256 * 1024;

    /// <summary>As much memory as is found or taken away in one go: some tens of microseconds.</summary>
    public const nuint Piece = 64 * 1024;

    private static CoreLatch s_latch;
    private static SuperchunkList s_runs;
    private static SuperchunkList s_surrendered;
    private static nuint s_idleBytes;
    private static long s_committedBytes;
    private static nuint s_bound;
    private static nuint s_headroom;

    /// <summary>Bytes of memory behind the heap space.</summary>
    public static nuint CommittedBytes => (nuint)Volatile.Read(ref s_committedBytes);

    /// <summary>Bytes of it that nobody rents.</summary>
    public static nuint IdleBytes => Volatile.Read(ref s_idleBytes);

    /// <summary>Bytes that could be had besides the machine's free ones: idle, or on their way back.</summary>
    public static nuint UnusedBytes => (nuint)long.Max((long)(CommittedBytes - BlockPool.RentedBytes), 0);

    /// <summary>
    /// Decides how much may lie idle, one superchunk at the least, and how much is left to the kernel: as much.
    /// </summary>
    public static void Initialize()
    {
        nuint part = Platform.TotalMemory / Fraction;
        s_bound = part < HeapSpace.SuperchunkBytes ? HeapSpace.SuperchunkBytes : part;
        s_headroom = part < LeastHeadroom ? LeastHeadroom : part;
    }

    /// <summary>Whether heaps may have so much of the machine's free memory.</summary>
    public static bool HasRoomFor(nuint bytes)
    {
        nuint free = Platform.FreeMemory;
        return free > s_headroom && bytes <= free - s_headroom;
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
            if (!Reclaiming.TryStep())
            {
                return false;
            }
        }

        run->Committed = bytes;
        Interlocked.Add(ref s_committedBytes, (long)missing);
        return true;
    }

    /// <summary>Takes memory from the end of a run, down to <paramref name="bytes"/>.</summary>
    public static void Decommit(Superchunk* run, nuint bytes)
    {
        if (run->Committed > bytes)
        {
            nuint surplus = run->Committed - bytes;
            Platform.DecommitMemory(HeapSpace.AddressOf(HeapSpace.IndexOf(run)) + bytes, surplus);
            Interlocked.Add(ref s_committedBytes, -(long)surplus);
            run->Committed = bytes;
            run->Stained = run->Stained < bytes ? run->Stained : bytes;
        }
    }

    /// <summary>Memory was taken from the midst of a run that is never given back.</summary>
    public static void NoteHole(nuint bytes) => Interlocked.Add(ref s_committedBytes, -(long)bytes);

    /// <summary>
    /// The run's user needs no more than <paramref name="bytes"/>. What lies behind stays where it is, counted as idle,
    /// if there is room for it under the bound: a heap that is collected over and over wants it back each time.
    /// </summary>
    /// <returns>False: there was no room, a piece has been given back, and the rest is to be asked for again.</returns>
    public static bool TrySpare(Superchunk* run, nuint bytes)
    {
        nuint surplus = run->Committed > bytes ? run->Committed - bytes : 0;
        s_latch.Enter();
        UncountHeld(run);
        bool isKept = surplus <= s_bound - s_idleBytes;
        if (isKept)
        {
            run->Idle = surplus;
            s_idleBytes += surplus;
        }

        s_latch.Leave();
        if (!isKept)
        {
            Decommit(run, run->Committed - (surplus < Piece ? surplus : Piece));
        }

        return isKept || run->Committed == bytes;
    }

    /// <summary>Counts a run's memory as idle, if there is room for it under the bound.</summary>
    public static bool TryCount(Superchunk* run)
    {
        s_latch.Enter();
        bool isCounted = TryCountHeld(run);
        s_latch.Leave();
        return isCounted;
    }

    /// <summary>A run is somebody's again.</summary>
    public static void Uncount(Superchunk* run)
    {
        s_latch.Enter();
        UncountHeld(run);
        s_latch.Leave();
    }

    /// <summary>Takes an empty run, or one for the next who wants its length: keeps it, or gives it up.</summary>
    public static void Retire(Superchunk* run)
    {
        s_latch.Enter();
        bool isKept = run->Committed != 0 && TryCountHeld(run);
        if (isKept)
        {
            s_runs.Add(run, SuperchunkPlace.Cached);
        }

        s_latch.Leave();
        if (!isKept)
        {
            GiveUp(run);
        }
    }

    /// <summary>An idle run of this length, or null. Its memory may hold anything up to its stain.</summary>
    public static Superchunk* Take(int order)
    {
        // The list is as short as the bound is low: a few dozen entries on a machine of gigabytes.
        s_latch.Enter();
        Superchunk* run = s_runs.First;
        while (run != null && run->Order != order)
        {
            run = run->Next;
        }

        if (run != null)
        {
            s_runs.Remove(run);
            UncountHeld(run);
        }

        s_latch.Leave();
        return run;
    }

    /// <summary>
    /// Gives a piece of what was returned and is too much to be kept back to the machine. False: there is none.
    /// </summary>
    public static bool TryGiveBack()
    {
        if (s_surrendered.First == null)
        {
            // A run that comes just now is left to the next who asks.
            return MixedBlocks.TryGiveBack() || LargeMemory.TryGiveBack();
        }

        s_latch.Enter();
        Superchunk* run = s_surrendered.First;
        if (run != null)
        {
            s_surrendered.Remove(run);
        }

        s_latch.Leave();
        if (run == null)
        {
            return false;
        }

        Decommit(run, run->Committed > Piece ? run->Committed - Piece : 0);
        GiveUp(run);
        return true;
    }

    /// <summary>Has one cached run given up. False: there is none.</summary>
    public static bool TrySurrender()
    {
        s_latch.Enter();
        Superchunk* run = s_runs.First;
        if (run != null)
        {
            s_runs.Remove(run);
            UncountHeld(run);
        }

        s_latch.Leave();
        if (run != null)
        {
            GiveUp(run);
        }

        return run != null;
    }

    private static bool TryCountHeld(Superchunk* run)
    {
        if (run->Committed > s_bound - s_idleBytes)
        {
            return false;
        }

        run->Idle = run->Committed;
        s_idleBytes += run->Committed;
        return true;
    }

    private static void UncountHeld(Superchunk* run)
    {
        s_idleBytes -= run->Idle;
        run->Idle = 0;
    }

    private static bool TryCommit(byte* address, nuint bytes)
        => HasRoomFor(bytes) && Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite);

    private static void GiveUp(Superchunk* run)
    {
        if (run->Committed > Piece)
        {
            s_latch.Enter();
            s_surrendered.Add(run, SuperchunkPlace.Surrendered);
            s_latch.Leave();
            return;
        }

        Decommit(run, 0);
        SuperchunkRuns.Return(run);
    }
}
