// What is typed at the serial line, by interrupt. COM1 is ISA interrupt 4 on every PC. Its handler takes nothing out of
// the receiver: it switches the UART's interrupt off and raises the line; whoever owns it reads the bytes. When the
// interrupt is allowed again while bytes wait, the UART raises it at once (PC16550D §8.6.2), so none is overlooked.
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>The interrupt of COM1's receiver.</summary>
internal static unsafe class SerialInput
{
    private const int IsaInterrupt = 4;

    private static int s_line;

    /// <summary>Takes the interrupt; masked. 0: no UART, no I/O APIC for it, or somebody has it.</summary>
    public static int TryOpen()
    {
        if (!Uart16550.IsPresent || s_line != 0)
        {
            return 0;
        }

        int line = InterruptLines.TryOpen(&Unmask, &Close);
        if (line == 0)
        {
            return 0;
        }

        var vector = (byte)(InterruptVectors.FirstDevice + line);
        InterruptWiring wiring = Acpi.Madt.IsaInterrupt(IsaInterrupt);
        s_line = line;
        InterruptDispatch.SetHandler(vector, &OnInterrupt);
        if (!IoApic.Route(wiring.Interrupt, vector, wiring.Polarity, wiring.Trigger)
            || !IoApic.Unmask(wiring.Interrupt))
        {
            InterruptLines.Close(line);
            return 0;
        }

        return line;
    }

    private static void Unmask(int line) => Uart16550.AllowInput(true);

    private static void Close(int line)
    {
        Uart16550.AllowInput(false);
        IoApic.Mask(Acpi.Madt.IsaInterrupt(IsaInterrupt).Interrupt);
        s_line = 0;
    }

    private static void OnInterrupt(ulong vector)
    {
        Uart16550.AllowInput(false);
        if (InterruptLines.Raise(s_line))
        {
            Interruption.Preempt((CpuState*)CoreBlock.Current->Interrupted);
        }
    }
}
