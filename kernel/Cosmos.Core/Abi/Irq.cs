// A device's interrupts, owned by one process. An interrupt becomes a message: the handler silences the source, notes
// the line and asks for the core; the runtime finds the note (PendingInterrupts) and sends the owner one message. The
// owner looks at its device and lets the line interrupt again. So there is never more than one message of a line on its
// way, however fast the device, and a driver that does not answer costs nobody anything.
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>An interrupt line. A value; the default is none.</summary>
public readonly record struct Irq
{
    /// <summary>The line with a number.</summary>
    /// <param name="line">1 to <see cref="PendingInterrupts.MostLines"/>.</param>
    internal Irq(int line) => Line = line;

    /// <summary>Its number: 1 to <see cref="PendingInterrupts.MostLines"/>; 0 for none.</summary>
    public int Line { get; }

    /// <summary>True for the default.</summary>
    public bool IsNone => Line == 0;

    /// <summary>How often it has interrupted.</summary>
    public long Count => InterruptLines.Count(Line);

    /// <summary>
    /// Lets it interrupt once more; at once, if its device wants something already. Any process, preemption on; does
    /// not block or allocate.
    /// </summary>
    public void Unmask() => InterruptLines.Unmask(Line);

    /// <summary>
    /// Silences it and gives it back; whoever opens its source next gets another one. Preemption off.
    /// </summary>
    public void Close() => InterruptLines.Close(Line);
}
