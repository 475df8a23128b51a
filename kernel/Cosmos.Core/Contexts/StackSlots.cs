// Where stacks lie: slots of address space side by side, in runs. A run is what memory is found for and given back in,
// so that a hundred thousand stacks cost some thousand calls; it begins at a multiple of its length, so page tables of
// its slots are its own.
//
//   slot:  guard page | reserve | lent part | ordinary part, growing downwards | StackHead
//
// Ordinary code may not come below the reserve: that is a stack overflow, and ends the process. The reserve is for the
// kernel: what it does with preemption off, and the way into a preemption, always find room, however deep the process
// is.
//
// The size is a matter of addresses, not of memory. 256 KiB, because library code that recurses asks for 128 KiB of
// room before it goes on (RuntimeHelpers.EnsureSufficientExecutionStack), and a limit that runaway recursion reaches
// soon is a kindness to the machine's memory.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>The addresses of stacks, by number of the run and of the slot in it.</summary>
internal static unsafe class StackSlots
{
    /// <summary>Bytes of address space of one stack.</summary>
    public const nuint SlotBytes = 256 * 1024;

    /// <summary>Slots of a run.</summary>
    public const int OfRun = 16;

    /// <summary>A bit for each slot of a run.</summary>
    public const ushort All = (1 << OfRun) - 1;

    /// <summary>Bytes above the guard page that only code with preemption off may use.</summary>
    public const nuint ReserveBytes = 16 * 1024;

    /// <summary>
    /// Bytes above the reserve for a process whose stack is full while it is in a lock that others wait for: enough to
    /// leave it (<see cref="StackPool.TryLend"/>).
    /// </summary>
    public const nuint LentBytes = 32 * 1024;

    /// <summary>
    /// What a new stack has: the page of the first frames. Most processes that wait have no more on it.
    /// </summary>
    public const nuint InitialBytes = (nuint)PageSize.Bytes;

    /// <summary>The most that a free stack keeps of the memory that it grew to.</summary>
    public const nuint MostKept = 64 * 1024;

    private const nuint RunBytes = OfRun * SlotBytes;

    // More stacks than the largest machine has memory for; halved until the platform has the addresses.
    private const uint MostRuns = 1 << 16;
    private const uint FewestRuns = 1 << 6;

    private static byte* s_start;

    /// <summary>Reserves the addresses. Returns how many runs there are; 0: the platform has none.</summary>
    public static uint Reserve()
    {
        for (uint runs = MostRuns; runs >= FewestRuns; runs /= 2)
        {
            byte* start = (byte*)Platform.ReserveStacks((runs + 1) * RunBytes);
            if (start != null)
            {
                s_start = (byte*)(((nuint)start + RunBytes - 1) & ~(RunBytes - 1));
                return runs;
            }
        }

        return 0;
    }

    /// <summary>The run of a stack, by the address behind it; from 1.</summary>
    public static uint RunOf(byte* high) => (uint)((nuint)(high - 1 - s_start) / RunBytes) + 1;

    /// <summary>The bit of a stack in its run.</summary>
    public static ushort BitOf(byte* high) => (ushort)(1 << (int)((nuint)(high - 1 - s_start) / SlotBytes % OfRun));

    /// <summary>The address behind a stack.</summary>
    public static byte* HighOf(uint run, int slot) => StartOf(run) + ((nuint)(slot + 1) * SlotBytes);

    /// <summary>The first byte above the guard page of a stack.</summary>
    public static byte* LowestOf(byte* high) => high - SlotBytes + PageSize.Bytes;

    /// <summary>Makes a run usable that never was. False: memory is exhausted.</summary>
    public static bool TryPrepare(uint run) => Platform.PrepareStacks(StartOf(run), RunBytes);

    /// <summary>
    /// Has memory behind the tops of stacks, as many as there is memory for, from the first on.
    /// </summary>
    /// <param name="run">Their run.</param>
    /// <param name="slots">A bit for each of them; they have none.</param>
    /// <returns>The bits of those that have memory now.</returns>
    public static ushort Commit(uint run, ushort slots)
    {
        nuint most = Platform.FreeMemory / InitialBytes;
        while ((nuint)System.Numerics.BitOperations.PopCount(slots) > most)
        {
            slots ^= (ushort)(1 << System.Numerics.BitOperations.Log2(slots));
        }

        return slots == 0 ? slots : (ushort)Platform.CommitStackTops(StartOf(run), slots, SlotBytes, InitialBytes);
    }

    /// <summary>Gives back the memory of free stacks, all that they have.</summary>
    /// <param name="run">Their run.</param>
    /// <param name="slots">A bit for each of them.</param>
    /// <param name="bytes">What they have, together.</param>
    public static void Decommit(uint run, ushort slots, nuint bytes)
    {
        if (slots == All)
        {
            Platform.DecommitStacks(StartOf(run), RunBytes, bytes);
        }
        else
        {
            Platform.DecommitStackTops(StartOf(run), slots, SlotBytes, MostKept, bytes);
        }
    }

    /// <summary>Bytes of page tables that go back with all that a run has.</summary>
    public static nuint TableBytes => Platform.TableBytes(RunBytes);

    private static byte* StartOf(uint run) => s_start + ((run - 1) * RunBytes);
}
