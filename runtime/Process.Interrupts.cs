// Devices' interrupts as messages. A driver is a process that has attached a line: what it misses while it is busy
// waits in its mailbox, and what it leaves behind when it ends is closed for it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Devices;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>
    /// Makes the interrupts of a line this process's messages: <see cref="InterruptMessage"/>, one for each
    /// <see cref="Irq.Unmask"/>. The line is closed when the process ends.
    /// </summary>
    /// <param name="irq">An open line that nobody has.</param>
    /// <exception cref="ArgumentException">It is none, or another process's.</exception>
    public static void Attach(Irq irq)
    {
        if (irq.IsNone)
        {
            throw new ArgumentException("No interrupt line.", nameof(irq));
        }

        Pid self = Self;
        Preemption.Disable();
        Pid other = InterruptSignals.Attach(irq, self);
        Record.Set(ProcessFlags.OwnsInterrupts);
        Preemption.Enable();
        if (!other.IsNone)
        {
            throw new ArgumentException($"Interrupt line {irq.Line} belongs to {other}.", nameof(irq));
        }
    }

    /// <summary>
    /// Takes the console over: its interrupts are this process's messages from the first <see cref="Irq.Unmask"/> on,
    /// and <see cref="ConsoleInput.Read"/> takes what was typed. <see cref="ConsoleOutput.Send"/> takes the output over
    /// as well.
    /// </summary>
    /// <returns>False: there is no input that interrupts, or another process has it.</returns>
    public static bool TryAttachConsole(out Irq irq)
    {
        Pid self = Self;
        Preemption.Disable();
        bool isOpen = ConsoleInput.TryOpen(out irq);
        if (isOpen)
        {
            InterruptSignals.Attach(irq, self);
            Record.Set(ProcessFlags.OwnsInterrupts);
        }

        Preemption.Enable();
        return isOpen;
    }

    /// <summary>
    /// Takes a network interface over that was lent to this machine (on Linux: a TAP device): its interrupts are this
    /// process's messages from the first <see cref="Irq.Unmask"/> on.
    /// </summary>
    /// <param name="name">The interface's name.</param>
    /// <param name="port">The port; closed when the process ends.</param>
    /// <returns>False: there is none of this name, or another process has it.</returns>
    public static bool TryAttachPackets(string name, out PacketPort port)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(name);
        Pid self = Self;
        Preemption.Disable();
        bool isOpen = PacketPort.TryOpen(bytes, out port);
        if (isOpen)
        {
            InterruptSignals.Attach(port.Irq, self);
            Record.Set(ProcessFlags.OwnsInterrupts);
        }

        Preemption.Enable();
        return isOpen;
    }

    /// <summary>Closes a line of this process's: its device is silent, and somebody else may open it.</summary>
    /// <exception cref="ArgumentException">It is not this process's.</exception>
    public static void Detach(Irq irq)
    {
        Pid self = Self;
        Preemption.Disable();
        bool isClosed = !irq.IsNone && InterruptSignals.Close(irq.Line, self);
        Preemption.Enable();
        if (!isClosed)
        {
            throw new ArgumentException($"Interrupt line {irq.Line} is not this process's.", nameof(irq));
        }
    }
}
