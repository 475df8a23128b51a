// System.GC's settings and statistics. Settings are kept as they are set, which is what .NET promises of them
// (GCSettings properties read back).
using System.Runtime;
using Cosmos.Core.Heaps;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot;

/// <summary>Settings that programs read back.</summary>
internal static unsafe class CollectorSettings
{
    private const int LatencyInteractive = 1;
    private const int LatencySustainedLow = 3;
    private const int CompactDefault = 1;
    private const int Success = 0;
    private const int NotApplicable = 4;

    private static int s_latencyMode = LatencyInteractive;
    private static int s_compactionMode = CompactDefault;

    [RuntimeExport("RhGetGcLatencyMode")]
    private static int GetLatencyMode() => s_latencyMode;

    [RuntimeExport("RhSetGcLatencyMode")]
    private static int SetLatencyMode(int mode)
    {
        if (mode is >= 0 and <= LatencySustainedLow)
        {
            s_latencyMode = mode;
        }

        return Success;
    }

    [RuntimeExport("RhGetLohCompactionMode")]
    private static int GetCompactionMode() => s_compactionMode;

    [RuntimeExport("RhSetLohCompactionMode")]
    private static void SetCompactionMode(int mode) => s_compactionMode = mode;

    [RuntimeExport("RhIsServerGc")]
    private static int IsServerCollector() => 0;

    [RuntimeExport("RhGetGCSegmentSize")]
    private static ulong SegmentSize() => Platform.TotalMemory;

    /// <summary>Of the running process, which is what a program is here.</summary>
    [RuntimeExport("RhGetTotalAllocatedBytes")]
    private static long TotalAllocatedBytes() => Allocator.AllocatedBytesOfThisContext;

    [RuntimeExport("RhGetTotalAllocatedBytesPrecise")]
    private static long TotalAllocatedBytesPrecise() => Allocator.AllocatedBytesOfThisContext;

    [RuntimeExport("RhGetTotalPauseDuration")]
    private static long TotalPauseDuration() => (long)Contexts.Context.CurrentBlock->Heap.CollectionNanoseconds / 100;

    [RuntimeExport("RhGetLastGCPercentTimeInGC")]
    private static int PercentTimeInCollector() => 0;

    /// <summary>Runs what is pending: nobody else would.</summary>
    [RuntimeExport("RhWaitForPendingFinalizers")]
    private static void WaitForPendingFinalizers(int allowReentrantWait) => Heaps.Collection.Finalizers.RunDue();

    /// <summary>Notifications of a full collection are not offered, which their API allows to say.</summary>
    [RuntimeExport("RhRegisterForFullGCNotification")]
    private static int RegisterForNotification(int generationThreshold, int largeObjectThreshold) => 0;

    [RuntimeExport("RhCancelFullGCNotification")]
    private static int CancelNotification() => 0;

    [RuntimeExport("RhWaitForFullGCApproach")]
    private static int WaitForApproach(int milliseconds) => NotApplicable;

    [RuntimeExport("RhWaitForFullGCComplete")]
    private static int WaitForComplete(int milliseconds) => NotApplicable;
}
