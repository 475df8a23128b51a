// The limits of a process's heap, as numbers: policy is the runtime's, keeping to it is the kernel's.
namespace Cosmos.Core.Abi;

/// <summary>What happens when a heap outgrows its maximum.</summary>
public enum HeapLimitAction
{
    /// <summary>The process fails with <see cref="FailureKind.HeapLimit"/>.</summary>
    Kill,

    /// <summary>The allocation throws OutOfMemoryException, which the process may catch.</summary>
    Throw,

    /// <summary>Nothing, but that <see cref="ProcessRuntime.OnHeapLimit"/> is told, as always.</summary>
    Report,
}

/// <summary>Limits of a heap.</summary>
/// <param name="MinimumBytes">The heap is never made smaller than this; 0: the kernel's default.</param>
/// <param name="MaximumBytes">The heap may hold this much after a collection; 0: no limit.</param>
/// <param name="Action">What happens beyond.</param>
public readonly record struct HeapOptions(long MinimumBytes, long MaximumBytes, HeapLimitAction Action);

/// <summary>A heap in numbers.</summary>
/// <param name="UsedBytes">Bytes in objects, dead ones included; messages count with their blocks.</param>
/// <param name="SizeBytes">Bytes the heap has, its blocks' headers included.</param>
/// <param name="StackBytes">Committed bytes of the stack; 0 when the context is parked.</param>
/// <param name="ControlBytes">Bytes of the context block and its thread-local area.</param>
/// <param name="Collections">Collections so far.</param>
/// <param name="LimitBreaches">Collections that left more than the maximum.</param>
public readonly record struct HeapStatistics(
    long UsedBytes, long SizeBytes, long StackBytes, long ControlBytes, long Collections, long LimitBreaches);
