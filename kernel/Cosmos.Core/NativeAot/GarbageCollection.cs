// What System.GC asks of the runtime. Each process collects its own heap, without generations, so what is asked about
// is the running process: where .NET says "the process" or "the heap", it is this one. The kernel's own contexts have
// no heap; there the answer is the shared one.
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Collection;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot;

/// <summary>The collector's interface to CoreLib.</summary>
internal static unsafe class GarbageCollection
{
    private const int OldestGeneration = 1;

    /// <summary>CoreLib's GCMemoryInfoData, after the object header: the fields it is asked to fill.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryInfo
    {
        public long HighMemoryLoadThreshold;
        public long TotalAvailableMemory;
        public long MemoryLoad;
        public long HeapSize;
        public long FragmentedBytes;
        public long TotalCommittedBytes;
        public long PromotedBytes;
        public long PinnedObjects;
        public long FinalizationPendingCount;
        public long Index;
        public int Generation;
        public int PauseTimePercentage;
        public byte Compacted;
        public byte Concurrent;
    }

    // GCKind.
    private const int AnyKind = 0;
    private const int FullBlockingKind = 2;

    private static bool HasHeap => Context.CurrentBlock->Kind == ContextKind.Process;

    [RuntimeExport("RhpCollect")]
    private static void Collect(int generation, int mode, int lowMemory)
    {
        _ = Heaps.Collection.Collector.Collect();
        Heaps.Collection.Finalizers.RunDue();
    }

    [RuntimeExport("RhpGetGcTotalMemory")]
    private static long TotalMemory()
        => HasHeap ? ProcessHeaps.UsedBytes(Context.CurrentBlock) : (long)SharedHeap.BytesInUse;

    [RuntimeExport("RhGetAllocatedBytesForCurrentThread")]
    private static long AllocatedBytesForCurrentThread() => Allocator.AllocatedBytesOfThisContext;

    [RuntimeExport("RhGetMemoryInfo")]
    private static void GetMemoryInfo(MemoryInfo* info, int kind)
    {
        long total = (long)Platform.TotalMemory;
        *info = default;
        info->TotalAvailableMemory = total;
        info->HighMemoryLoadThreshold = total / 10 * 9; // .NET's default: 90 % of what there is
        info->MemoryLoad = total - (long)Platform.FreeMemory;
        if (!HasHeap)
        {
            info->HeapSize = (long)SharedHeap.BytesInUse;
            info->TotalCommittedBytes = (long)SharedHeap.BytesInUse;
            return;
        }

        ref ProcessHeap heap = ref Context.CurrentBlock->Heap;
        if (heap.MaximumBytes != 0 && (long)heap.MaximumBytes < total)
        {
            info->TotalAvailableMemory = (long)heap.MaximumBytes;
        }

        if (heap.Collections != 0 && kind is (AnyKind or FullBlockingKind))
        {
            DescribeLastCollection(info, heap);
        }
    }

    // Every collection is of everything, compacts, and stops nobody but the process itself.
    private static void DescribeLastCollection(MemoryInfo* info, in ProcessHeap heap)
    {
        info->HeapSize = (long)heap.LiveBytes;
        info->PromotedBytes = (long)heap.LiveBytes;
        info->TotalCommittedBytes = (long)heap.TotalBytes;
        info->FinalizationPendingCount = heap.FinalizersDue;
        info->Index = (long)heap.Collections;
        info->Generation = OldestGeneration;
        info->Compacted = 1;
    }

    [RuntimeExport("RhGetGcCollectionCount")]
    private static int CollectionCount(int generation, int special)
        => (int)Context.CurrentBlock->Heap.Collections;

    [RuntimeExport("RhGetMaxGcGeneration")]
    private static int MaximumGeneration() => OldestGeneration;

    /// <summary>
    /// There are no generations. CoreLib's type loader keeps what is young for the next who comes, through a handle in
    /// a static; the next is another process here, so nothing is young.
    /// </summary>
    [RuntimeExport("RhGetGeneration")]
    private static int Generation(nint instance) => OldestGeneration;

    [RuntimeExport("RhSuppressFinalize")]
    private static void SuppressFinalize(nint instance) => Finalizable.Suppress(instance);

    [RuntimeExport("RhReRegisterForFinalize")]
    private static int ReRegisterForFinalize(nint instance) => Finalizable.TryRegisterAgain(instance) ? 1 : 0;

    [RuntimeExport("RhpGetNextFinalizableObject")]
    private static nint NextFinalizableObject() => Finalizable.TakeDue();

    /// <summary>Asked by CoreLib's finalizer thread, which this kernel does not start.</summary>
    [RuntimeExport("RhpWaitForFinalizerRequest")]
    private static uint WaitForFinalizerRequest() => 0;

    [RuntimeExport("RhpSignalFinalizationComplete")]
    private static void SignalFinalizationComplete(uint count, int observedCollections)
    {
    }

    /// <summary>A region without collections is all there is; 0 is success.</summary>
    [RuntimeExport("RhpStartNoGCRegion")]
    private static int StartNoCollectionRegion(long totalSize, int hasLargeSize, long largeSize, int noBlocking) => 0;

    [RuntimeExport("RhpEndNoGCRegion")]
    private static int EndNoCollectionRegion() => 0;

    /// <summary>The dispatcher's second pass; see StackWalk. There is no collection to hold off.</summary>
    [RuntimeExport("RhpSetThreadDoNotTriggerGC")]
    private static void HoldOffCollections()
    {
    }

    /// <summary>
    /// Frozen objects are part of the image (or built by CoreLib at run time): always alive, never moved.
    /// </summary>
    [RuntimeExport("RhRegisterFrozenSegment")]
    private static nint RegisterFrozenSegment(nint start, nuint allocated, nuint committed, nuint reserved) => start;

    [RuntimeExport("RhUpdateFrozenSegment")]
    private static void UpdateFrozenSegment(nint segment, nint allocated, nint committed)
    {
    }

    /// <summary>
    /// Bytes of the GCDesc before a method table, which the type loader copies when it builds a type.
    /// </summary>
    [RuntimeExport("RhGetGCDescSize")]
    private static int DescriptionSize(MethodTable* type) => ObjectLayout.DescriptionSize(type);
}
