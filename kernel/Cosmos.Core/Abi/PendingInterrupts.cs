// Interrupts that have come, for the runtime to make messages of. It looks whenever its core is wanted: an interrupt
// asks for the core that it came to.
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>The interrupts that nobody has been told of yet. Does not block or allocate.</summary>
public static class PendingInterrupts
{
    /// <summary>How many lines there can be.</summary>
    public const int MostLines = InterruptLines.Most;

    /// <summary>Whether there are any. One read; any context.</summary>
    public static bool Any => InterruptLines.ArePending;

    /// <summary>Takes one. None: there is none, or another core was faster. Preemption off.</summary>
    public static Irq Take() => new(InterruptLines.TakePending());
}
