// What the machine holds beside the running process: memory, records, blocks. Measured after the dead are gone and the
// own heap was collected, so that two measurements differ by what was lost in between.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Memory;
using Cosmos.Runtime;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Timers;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>What is in use.</summary>
internal sealed record Remains(
    long UsedMemory,
    long KernelMemory,
    long HeapBytes,
    long SharedBytes,
    long DonatedBlocks,
    long DonatedObjects,
    int Contexts,
    int Stacks,
    int Processes,
    int Signals,
    int Links,
    int References,
    int Timers)
{
    // Where interfaces are called, tables of the types seen there grow when one comes that was never seen there.
    private const int DispatchCache = 512;

    /// <summary>What is in use now.</summary>
    public static Remains Measure()
    {
        Expect.Pause(5);
        Process.GarbageCollect();
        Process.GarbageCollect();

        // The measuring process's own heap is as large as it last needed to be.
        Preemption.Disable();
        long own = ProcessContexts.Statistics(ProcessContexts.Current).SizeBytes;
        Preemption.Enable();
        return new Remains(
            (long)(Machine.TotalMemory - Machine.FreeMemory),
            (long)Core.Memory.KernelMemory.BytesInUse,
            (long)BlockPool.RentedBytes - own,
            (long)SharedHeap.BytesInUse,
            SharedMemory.DonatedBlocks,
            SharedMemory.DonatedObjects,
            ProcessBlocks.InUse,
            StackPool.InUse,
            Pool<ProcessRecord>.InUse,
            Pool<Signal>.InUse,
            Pool<LinkRecord>.InUse,
            Pool<ReferenceRecord>.InUse,
            Pool<TimerRecord>.InUse);
    }

    // What is shared by all is committed with what the pools keep, in steps of superchunks.
    private long OwnHeapBytes => HeapBytes - SharedBytes;

    /// <summary>What was given to all since; empty when nothing was.</summary>
    public string CompareShared(Remains before)
    {
        var found = new List<string>();
        Check(found, "bytes of kernel memory", before.KernelMemory + DispatchCache, KernelMemory, slackPercent: 1);
        Check(found, "bytes shared", before.SharedBytes, SharedBytes, slackPercent: 0);
        Check(found, "blocks donated", before.DonatedBlocks, DonatedBlocks, slackPercent: 0);
        Check(found, "objects donated", before.DonatedObjects, DonatedObjects, slackPercent: 0);
        return string.Join(", ", found);
    }

    /// <summary>What processes have in use now and had not before; empty when nothing is.</summary>
    public string Compare(Remains before)
    {
        var found = new List<string>();
        Check(found, "bytes of heaps", before.OwnHeapBytes, OwnHeapBytes, slackPercent: 1);
        Check(found, "contexts", before.Contexts, Contexts, slackPercent: 0);
        Check(found, "stacks", before.Stacks, Stacks, slackPercent: 0);
        Check(found, "processes", before.Processes, Processes, slackPercent: 0);
        Check(found, "signals", before.Signals, Signals, slackPercent: 0);
        Check(found, "links", before.Links, Links, slackPercent: 0);
        Check(found, "references", before.References, References, slackPercent: 0);
        Check(found, "timers", before.Timers, Timers, slackPercent: 0);
        return string.Join(", ", found);
    }

    private static void Check(List<string> found, string what, long before, long after, int slackPercent)
    {
        if (after > before + (before * slackPercent / 100))
        {
            found.Add($"{what}: {before} became {after}");
        }
    }
}
