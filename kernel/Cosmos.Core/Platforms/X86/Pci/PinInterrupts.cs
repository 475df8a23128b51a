// Interrupts by pin (INTA# to INTD#), through the I/O APIC. A pin's wire is a level and may be shared: an interrupt
// says that one of several devices wants something, and goes on saying so until that one was served. So its handler
// masks the I/O APIC's input and tells the owners of all devices at it; the input is opened when all that were told
// have unmasked. A driver that ends does not hold up the others: its line is taken out, and its device told to let go
// of the pin.
//
// Which input: firmware wrote into the function's register which ISA interrupt it routed the pin to (PCI Firmware
// Specification 3.3 §4.3.1), and chipsets raise that input of the I/O APIC, too. Asking ACPI would take an interpreter
// for its language; the inputs from 16 on, which only it names, are not used.
using System.Numerics;
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>Shared level interrupts as interrupt lines.</summary>
internal static unsafe class PinInterrupts
{
    // Lines have the vectors below, one each; wires have these.
    private const int FirstVector = InterruptVectors.FirstDevice + InterruptLines.Most + 1;

    // What a PC has its own devices at: timer, keyboard, cascade, COM1, clock, coprocessor.
    private const int NeverRouted = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 13;

    private static InterruptSpinLock s_lock;
    private static Wires s_wires;
    private static Functions s_functions;

    private struct Wire
    {
        public ulong Lines;
        public ulong Told;
    }

    private struct AtWire
    {
        public PciAddress Function;
        public int Wire;
    }

    [InlineArray(X86.Madt.IsaInterrupts)]
    private struct Wires
    {
        private Wire _first;
    }

    [InlineArray(InterruptLines.Most + 1)]
    private struct Functions
    {
        private AtWire _first;
    }

    /// <summary>Opens a function's pin as a line, masked. 0: it has none that is known, or there are no more.</summary>
    public static int TryOpen(PciAddress function)
    {
        ConfigurationAccess access = default;
        uint routed = access.Read(function, PciHeader.Interrupt);
        int wire = (int)(routed & 0xFF);
        if ((routed >> 8 & 0xFF) is 0 or > 4 || wire >= X86.Madt.IsaInterrupts || (NeverRouted >> wire & 1) != 0)
        {
            return 0;
        }

        int line = InterruptLines.TryOpen(&Unmask, &Close);
        if (line == 0)
        {
            return 0;
        }

        s_functions[line] = new AtWire { Function = function, Wire = wire };
        ulong flags = s_lock.Acquire();
        bool isWired = s_wires[wire].Lines != 0 || TryConnect(wire);
        if (isWired)
        {
            s_wires[wire].Lines |= 1UL << line;
        }

        s_lock.Release(flags);
        if (!isWired)
        {
            InterruptLines.Close(line);
            return 0;
        }

        SwitchPin(function, isOn: true);
        return line;
    }

    // Firmware's word on the wiring, or else as PCI has it: a low level.
    private static bool TryConnect(int wire)
    {
        var vector = (byte)(FirstVector + wire);
        InterruptWiring wiring = Acpi.Madt.IsaInterrupt(wire);
        InterruptPolarity polarity = Acpi.Madt.SaysOf(wire) ? wiring.Polarity : InterruptPolarity.ActiveLow;
        InterruptDispatch.SetHandler(vector, &OnInterrupt);
        return IoApic.Route(wiring.Interrupt, vector, polarity, InterruptTrigger.Level);
    }

    private static void Unmask(int line)
    {
        int wire = s_functions[line].Wire;
        ulong flags = s_lock.Acquire();
        s_wires[wire].Told &= ~(1UL << line);
        OpenIfServed(wire);
        s_lock.Release(flags);
    }

    private static void Close(int line)
    {
        AtWire at = s_functions[line];
        SwitchPin(at.Function, isOn: false);
        ulong flags = s_lock.Acquire();
        s_wires[at.Wire].Told &= ~(1UL << line);
        s_wires[at.Wire].Lines &= ~(1UL << line);
        if (s_wires[at.Wire].Lines == 0)
        {
            IoApic.Mask(Acpi.Madt.IsaInterrupt(at.Wire).Interrupt);
        }
        else
        {
            OpenIfServed(at.Wire);
        }

        s_lock.Release(flags);
    }

    private static void OpenIfServed(int wire)
    {
        if (s_wires[wire].Told == 0)
        {
            IoApic.Unmask(Acpi.Madt.IsaInterrupt(wire).Interrupt);
        }
    }

    private static void OnInterrupt(ulong vector)
    {
        int wire = (int)vector - FirstVector;
        bool isRaised = false;
        ulong flags = s_lock.Acquire();
        IoApic.Mask(Acpi.Madt.IsaInterrupt(wire).Interrupt);
        for (ulong left = s_wires[wire].Lines; left != 0; left &= left - 1)
        {
            int line = BitOperations.TrailingZeroCount(left);
            if (InterruptLines.Raise(line))
            {
                s_wires[wire].Told |= 1UL << line;
                isRaised = true;
            }
        }

        s_lock.Release(flags);
        if (isRaised)
        {
            Interruption.Preempt((CpuState*)CoreBlock.Current->Interrupted);
        }
    }

    private static void SwitchPin(PciAddress function, bool isOn)
    {
        ConfigurationAccess access = default;
        uint command = access.Read(function, PciHeader.Command) & 0xFFFF;
        command = isOn ? command & ~PciHeader.InterruptDisable : command | PciHeader.InterruptDisable;
        access.Write(function, PciHeader.Command, sizeof(ushort), command);
    }
}
