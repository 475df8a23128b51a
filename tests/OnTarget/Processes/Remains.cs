// What the machine holds beside the running process: memory, records, blocks. Measured after the dead are gone and the
// own heap was collected, so that two measurements differ by what was lost in between.
using System.Runtime.CompilerServices;
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

/// <summary>What is in use, and what lies idle.</summary>
internal sealed record Remains(
    long UsedMemory,
    long IdleHeaps,
    long IdleStacks,
    long IdleRecords,
    long KernelMemory,
    long HeapBytes,
    long SharedBytes,
    long DonatedBlocks,
    long DonatedObjects,
    int Locks,
    int Contexts,
    int Stacks,
    int Processes,
    int Signals,
    int Links,
    int Watchers,
    int References,
    int Timers,
    int Snapshots,
    int ThreadNumbers,
    nint LatestShared)
{
    // Where interfaces are called, tables of the types seen there grow when one comes that was never seen there.
    private const int DispatchCache = 512;

    // Stretches of pages that one more class of blocks, or one more survivor in each of a few, may keep.
    private const int SuperchunksInPart = 8;

    /// <summary>What is in use now.</summary>
    public static Remains Measure()
    {
        Expect.Pause(5);
        Process.GarbageCollect();
        Process.GarbageCollect();
        int locks = HeldLocks.Count();

        // The measuring process's own heap is as large as it last needed to be.
        Preemption.Disable();
        long own = ProcessContexts.Statistics(ProcessContexts.Current).SizeBytes;
        MemoryUse memory = Machine.Memory;
        Preemption.Enable();
        return new Remains(
            memory.UsedBytes - own,
            memory.IdleHeapBytes,
            memory.IdleStackBytes,
            memory.IdleRecordBytes,
            (long)Core.Memory.KernelMemory.BytesInUse,
            memory.HeapBytes - own,
            memory.SharedBytes,
            SharedMemory.DonatedBlocks,
            SharedMemory.DonatedObjects,
            locks,
            ProcessBlocks.InUse,
            StackPool.InUse,
            Pool<ProcessRecord>.InUse,
            Pool<Signal>.InUse,
            Pool<LinkRecord>.InUse,
            Pool<WatcherRecord>.InUse,
            Pool<ReferenceRecord>.InUse,
            Pool<TimerRecord>.InUse,
            Pool<InfoSnapshot>.InUse,
            Core.NativeAot.ThreadNumbers.InUse,
            SharedObjects.Latest);
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
        return found.Count == 0 ? "" : $"{string.Join(", ", found)}: {Names(SharedObjects.Since(before.LatestShared))}";
    }

    /// <summary>What is in use now and was not before; empty when nothing is.</summary>
    public string Compare(Remains before)
    {
        var found = new List<string>();
        Check(found, "bytes of memory used", before.UsedMemory, UsedMemory, slackPercent: 1);
        Check(found, "bytes of heaps", before.OwnHeapBytes, OwnHeapBytes, slackPercent: 1);
        Check(found, "locks held", 0, Locks, slackPercent: 0);
        Check(found, "contexts", before.Contexts, Contexts, slackPercent: 0);
        Check(found, "stacks", before.Stacks, Stacks, slackPercent: 0);
        Check(found, "processes", before.Processes, Processes, slackPercent: 0);
        Check(found, "signals", before.Signals, Signals, slackPercent: 0);
        Check(found, "links", before.Links, Links, slackPercent: 0);
        Check(found, "watchers", before.Watchers, Watchers, slackPercent: 0);
        Check(found, "references", before.References, References, slackPercent: 0);
        Check(found, "timers", before.Timers, Timers, slackPercent: 0);
        Check(found, "snapshots", before.Snapshots, Snapshots, slackPercent: 0);
        Check(found, "thread numbers", before.ThreadNumbers, ThreadNumbers, slackPercent: 0);
        return string.Join(", ", found);
    }

    /// <summary>
    /// What lies idle although everything that lay so was given back, and did not before: a few stretches of pages more
    /// may be in use in part. Empty when nothing is.
    /// </summary>
    public string CompareIdle(Remains before)
    {
        var found = new List<string>();
        long slack = (long)HeapSpace.SuperchunkBytes * SuperchunksInPart;
        Check(found, "bytes of memory idle for good", before.Idle + slack, Idle, slackPercent: 1);
        return string.Join(", ", found);
    }

    /// <summary>What was and what is, for a report.</summary>
    public string Changes(Remains after)
    {
        double percent = 100.0 * (after.UsedMemory - UsedMemory) / UsedMemory;
        return $"memory used {UsedMemory} before, {after.UsedMemory} after: {percent:+0.00;-0.00;0.00} %;"
            + $" locks held {Locks}, {after.Locks}; blocks donated {DonatedBlocks}, {after.DonatedBlocks};"
            + $" objects donated {DonatedObjects}, {after.DonatedObjects}; kernel memory {KernelMemory},"
            + $" {after.KernelMemory}; in use of contexts, stacks, processes, signals, links, watchers, references,"
            + $" timers: {InUse}, {after.InUse}";
    }

    private long Idle => IdleHeaps + IdleStacks + IdleRecords;

    private string InUse => $"{Contexts}/{Stacks}/{Processes}/{Signals}/{Links}/{Watchers}/{References}/{Timers}";

    /// <summary>The memory, for a line of a report.</summary>
    public string Memory
        => $"used {Kilobytes(UsedMemory)}, idle {Kilobytes(Idle)}"
            + $" (heaps {Kilobytes(IdleHeaps)}, stacks {Kilobytes(IdleStacks)}, records {Kilobytes(IdleRecords)})";

    // Safety: shared objects never move, and there is one at each address.
    private static unsafe string Names(IEnumerable<nint> instances)
        => string.Join(", ", instances.Select(static instance => Unsafe.AsRef<object>(&instance).GetType().ToString()));

    private static string Kilobytes(long bytes) => $"{bytes / 1024} KiB";

    private static void Check(List<string> found, string what, long before, long after, int slackPercent)
    {
        if (after > before + (before * slackPercent / 100))
        {
            found.Add($"{what}: {before} became {after}");
        }
    }
}
