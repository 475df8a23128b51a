using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Processes;

/// <summary>Between the API's limit of a heap and the kernel's.</summary>
internal static class HeapLimits
{
    /// <summary>The kernel's form.</summary>
    public static HeapOptions Of(MaxHeapSize limit, long minimumBytes)
    {
        if (limit.Bytes < 0)
        {
            throw new ArgumentException($"A heap cannot be limited to {limit.Bytes} bytes.", nameof(limit));
        }

        if (limit.Kill && limit.Throw)
        {
            throw new ArgumentException("A heap's limit either ends the process or throws, not both.", nameof(limit));
        }

        HeapLimitAction action = limit.Kill ? HeapLimitAction.Kill
            : limit.Throw ? HeapLimitAction.Throw : HeapLimitAction.Report;
        return new HeapOptions(minimumBytes, limit.Bytes, action);
    }

    /// <summary>The API's form; null: no limit.</summary>
    public static MaxHeapSize? Read(long bytes, HeapLimitAction action, bool report) => bytes == 0
        ? null
        : new MaxHeapSize(bytes, action == HeapLimitAction.Kill, report, action == HeapLimitAction.Throw);
}
