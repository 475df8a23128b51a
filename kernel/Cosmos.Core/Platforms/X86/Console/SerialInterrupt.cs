// COM1's interrupt: ISA interrupt 4 on every PC, for both of its reasons, bytes received and a transmitter that has
// room. The handler moves no byte: it switches the UART's reasons off (IER) and raises the line; whoever owns it reads
// and sends.
//
// The I/O APIC takes edges here, and an edge that comes at the wrong time is lost. So the source is held back at the
// UART and nowhere else: with IER = 0 its line is low, and when a reason is allowed again that holds already, the line
// goes up, which is an edge (PC16550D §8.6.2, §8.7). So nobody has to ask IIR until it says that nothing is left.
//
// Three write IER: the handler, who unmasks, and a writer whose text is the first to wait. No lock is between them,
// because who ends the machine could not wait for it. It goes without: the handler's 0 is always followed by its
// raising the line, and unmasking looks at the queue once more after it has written. A writer that comes too late makes
// one interrupt more, which finds the line masked.
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>The interrupt of COM1.</summary>
internal static unsafe class SerialInterrupt
{
    private const int IsaInterrupt = 4;

    private static int s_isTaken;
    private static int s_line;

    /// <summary>The line of who has it; 0: nobody.</summary>
    public static int Line => Volatile.Read(ref s_line);

    /// <summary>Takes the interrupt; masked. 0: no UART, no I/O APIC for it, or somebody has it.</summary>
    public static int TryOpen()
    {
        if (!Uart16550.IsPresent || Interlocked.Exchange(ref s_isTaken, 1) != 0)
        {
            return 0;
        }

        int line = InterruptLines.TryOpen(&Unmask, &Close);
        if (line == 0)
        {
            Volatile.Write(ref s_isTaken, 0);
            return 0;
        }

        var vector = (byte)(InterruptVectors.FirstDevice + line);
        InterruptWiring wiring = Acpi.Madt.IsaInterrupt(IsaInterrupt);
        Volatile.Write(ref s_line, line);
        InterruptDispatch.SetHandler(vector, &OnInterrupt);
        if (!IoApic.Route(wiring.Interrupt, vector, wiring.Polarity, wiring.Trigger)
            || !IoApic.Unmask(wiring.Interrupt))
        {
            InterruptLines.Close(line);
            return 0;
        }

        // After the I/O APIC's mask is off: a late writer's wish may have raised the line behind it.
        Uart16550.AllowInterrupts(received: false, transmitter: false);
        return line;
    }

    /// <summary>
    /// Text begins to wait for the transmitter: lets it interrupt, unless the owner is about to look anyway. Any
    /// context; after the text is in the queue, and a memory barrier.
    /// </summary>
    public static void AskForTransmitter()
    {
        if (InterruptLines.IsUnmasked(Line))
        {
            Uart16550.AllowInterrupts(received: true, transmitter: true);
        }
    }

    /// <summary>The interrupt stays away: should its edge have been lost, there is another one. Any context.</summary>
    public static void AskAgain()
    {
        if (InterruptLines.IsUnmasked(Line))
        {
            Uart16550.AllowInterrupts(received: false, transmitter: false);
            Uart16550.AllowInterrupts(received: true, transmitter: true);
        }
    }

    private static void Unmask(int line)
    {
        bool wantsTransmitter = SerialOutput.WantsInterrupt;
        Uart16550.AllowInterrupts(received: true, wantsTransmitter);
        Interlocked.MemoryBarrier();
        if (!wantsTransmitter && SerialOutput.WantsInterrupt)
        {
            Uart16550.AllowInterrupts(received: true, transmitter: true);
        }
    }

    private static void Close(int line)
    {
        SerialOutput.TakeBack();
        Uart16550.AllowInterrupts(received: false, transmitter: false);
        IoApic.Mask(Acpi.Madt.IsaInterrupt(IsaInterrupt).Interrupt);
        Volatile.Write(ref s_line, 0);
        Volatile.Write(ref s_isTaken, 0);
    }

    private static void OnInterrupt(ulong vector)
    {
        if (SerialOutput.IsOnTrial && Uart16550.IsTransmitterPending)
        {
            SerialOutput.Prove();
        }

        Uart16550.AllowInterrupts(received: false, transmitter: false);
        if (InterruptLines.Raise(Line))
        {
            Interruption.Preempt((CpuState*)CoreBlock.Current->Interrupted);
        }
    }
}
