// Why the kernel takes a process out of its code: the reasons that are not exceptions of its own. Plain data, because
// the heap of the process may be what failed.
namespace Cosmos.Core.Abi;

/// <summary>The kinds of failure.</summary>
public enum FailureKind
{
    /// <summary>The stack reached its limit.</summary>
    StackOverflow,

    /// <summary>The heap outgrew the process's own limit, and the limit says kill.</summary>
    HeapLimit,

    /// <summary>The machine has no memory left for the heap of this process.</summary>
    OutOfMemory,

    /// <summary>
    /// A processor exception that is no .NET exception: #GP, #UD, #MF, an access outside of all memory.
    /// </summary>
    HardwareFault,

    /// <summary>A reference into another process's heap was about to be stored.</summary>
    IsolationViolation,

    /// <summary>The process called Environment.FailFast, or CoreLib did; its words are on the console.</summary>
    FailFast,

    /// <summary>The process called Environment.Exit; the code is <see cref="ProcessFailure.Address"/>.</summary>
    Exit,

    /// <summary>Somebody called <see cref="ProcessContexts.AbandonStack"/>: the runtime wants a fresh stack.</summary>
    Abandoned,
}

/// <summary>A failure of the running process.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Vector">Processor exception, for hardware faults (Intel SDM Vol. 3A table 6-1).</param>
/// <param name="Error">Its error code.</param>
/// <param name="InstructionPointer">Where; 0 when unknown.</param>
/// <param name="Address">The address or size concerned: CR2, the size asked for, the destination of a store.</param>
public readonly record struct ProcessFailure(
    FailureKind Kind, uint Vector = 0, ulong Error = 0, ulong InstructionPointer = 0, ulong Address = 0);
