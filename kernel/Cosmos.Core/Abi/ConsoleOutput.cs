// What goes to the console, and who waits for it. A machine's serial line is slow; as long as nobody has taken its
// interrupts, each writer waits until what it has written is sent. Who has them (ConsoleInput.TryOpen: the line has one
// interrupt for both directions) may take the output over: then writers wait no more, and the transmitter's interrupt
// comes as the line's, whenever text waits and there is room for it. A Linux process writes at once and has nothing to
// take over.
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>Output of the console, for the process that drives it.</summary>
public static class ConsoleOutput
{
    /// <summary>
    /// Sends what the device takes now, and offers to go on with that: to be called when the line was opened, and for
    /// each of its interrupts, before it is unmasked. Output is this caller's from the transmitter's first interrupt
    /// until the line is closed; who leaves text waiting for 50 ms though there is room loses it, and gets it back with
    /// the next call. Preemption on; does not wait for the device, or allocate.
    /// </summary>
    /// <param name="irq">The console's line. With another one nothing happens.</param>
    public static void Send(Irq irq) => Platform.SendConsole(irq.Line);
}
