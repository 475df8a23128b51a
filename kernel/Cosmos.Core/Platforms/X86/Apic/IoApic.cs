// The interrupt controllers outside the cores, which turn a device's line into a vector for a core (Intel 82093AA
// data sheet, order number 290566, §3). A machine may have several; each owns a range of global system interrupts.
// All inputs are masked at start, so that no device interrupts before a driver asked for it.
//
// Registers are reached through an index and a data window, two accesses that must not be torn apart: whoever uses them
// holds a lock that masks interrupts.
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

/// <summary>All I/O APICs of the machine, addressed by global system interrupt.</summary>
internal static unsafe class IoApic
{
    private const int IndexRegister = 0x00;
    private const int DataRegister = 0x10;
    private const ulong RegisterLength = 0x1000;

    // Indirect registers, data sheet §3.2.
    private const uint VersionIndex = 0x01;
    private const uint FirstRedirectionIndex = 0x10;

    // Redirection table entry, low half, data sheet §3.2.4.
    private const uint DeliverNmi = 4u << 8;
    private const uint ActiveLow = 1u << 13;
    private const uint LevelTriggered = 1u << 15;
    private const uint MaskBit = 1u << 16;
    private const uint ReadOnlyBits = 1u << 12 | 1u << 14; // delivery status, remote IRR
    private const int DestinationShift = 24;

    private static Units s_units;
    private static int s_count;
    private static uint s_destination;
    private static InterruptSpinLock s_lock;

    /// <summary>Maps all I/O APICs, masks all inputs, then wires those that are NMIs.</summary>
    public static void Initialize(in Madt madt)
    {
        s_destination = LocalApic.Id;
        for (int i = 0; i < madt.IoApicCount; i++)
        {
            MadtIoApic entry = madt.IoApic(i);
            Unit unit = default;
            unit.Registers = (byte*)Paging.MapDevice(entry.Address, RegisterLength);
            unit.FirstInterrupt = entry.InterruptBase;
            unit.InputCount = ((Read(unit, VersionIndex) >> 16) & 0xFF) + 1;
            for (uint input = 0; input < unit.InputCount; input++)
            {
                WriteEntry(unit, input, MaskBit, 0);
            }

            s_units[s_count++] = unit;
        }

        for (int i = 0; i < madt.NmiSourceCount; i++)
        {
            InterruptWiring wiring = madt.NmiSource(i);
            TryWrite(wiring.Interrupt, DeliverNmi | WiringBits(wiring.Polarity, wiring.Trigger));
        }
    }

    /// <summary>
    /// Sends a global system interrupt to <see cref="InterruptTarget"/> as <paramref name="vector"/>, masked until <see
    /// cref="Unmask"/>.
    /// </summary>
    /// <returns>False if no I/O APIC has such an input.</returns>
    public static bool Route(uint interrupt, byte vector, InterruptPolarity polarity, InterruptTrigger trigger)
        => TryWrite(interrupt, MaskBit | vector | WiringBits(polarity, trigger));

    /// <summary>
    /// Sends all interrupts to another core from now on. An input whose last interrupt nobody has acknowledged, nor
    /// ever will, waits for that as long as it is a level; so it is an edge for a moment.
    /// </summary>
    /// <param name="apicId">Its local APIC; below 255.</param>
    public static void Redirect(uint apicId)
    {
        ulong flags = s_lock.Acquire();
        s_destination = apicId;
        for (int i = 0; i < s_count; i++)
        {
            for (uint input = 0; input < s_units[i].InputCount; input++)
            {
                uint low = Read(s_units[i], FirstRedirectionIndex + (2 * input)) & ~ReadOnlyBits;
                WriteEntry(s_units[i], input, low, apicId << DestinationShift);
            }
        }

        s_lock.Release(flags);
    }

    /// <summary>Lets the interrupt through. False if there is no such input.</summary>
    public static bool Unmask(uint interrupt) => TryChangeMask(interrupt, 0);

    /// <summary>
    /// Holds the interrupt back: a level stays pending, an edge is lost. False if there is no such input.
    /// </summary>
    public static bool Mask(uint interrupt) => TryChangeMask(interrupt, MaskBit);

    private static uint WiringBits(InterruptPolarity polarity, InterruptTrigger trigger)
        => (polarity == InterruptPolarity.ActiveLow ? ActiveLow : 0)
        | (trigger == InterruptTrigger.Level ? LevelTriggered : 0);

    private static bool TryFind(uint interrupt, out Unit unit, out uint input)
    {
        for (int i = 0; i < s_count; i++)
        {
            unit = s_units[i];
            input = interrupt - unit.FirstInterrupt;
            if (interrupt >= unit.FirstInterrupt && input < unit.InputCount)
            {
                return true;
            }
        }

        unit = default;
        input = 0;
        return false;
    }

    private static bool TryWrite(uint interrupt, uint low)
    {
        if (!TryFind(interrupt, out Unit unit, out uint input))
        {
            return false;
        }

        ulong flags = s_lock.Acquire();
        WriteEntry(unit, input, low, s_destination << DestinationShift);
        s_lock.Release(flags);
        return true;
    }

    private static bool TryChangeMask(uint interrupt, uint mask)
    {
        if (!TryFind(interrupt, out Unit unit, out uint input))
        {
            return false;
        }

        ulong flags = s_lock.Acquire();
        uint index = FirstRedirectionIndex + (2 * input);
        Write(unit, index, (Read(unit, index) & ~MaskBit) | mask);
        s_lock.Release(flags);
        return true;
    }

    // The entry is masked while its halves disagree: the destination is written under the mask, the vector last.
    private static void WriteEntry(in Unit unit, uint input, uint low, uint high)
    {
        uint index = FirstRedirectionIndex + (2 * input);
        Write(unit, index, MaskBit);
        Write(unit, index + 1, high);
        Write(unit, index, low);
    }

    // Safety (both): Registers is an uncached mapping of the whole register page, made once and never taken back.
    private static uint Read(in Unit unit, uint index)
    {
        Volatile.Write(ref *(uint*)(unit.Registers + IndexRegister), index);
        return Volatile.Read(ref *(uint*)(unit.Registers + DataRegister));
    }

    private static void Write(in Unit unit, uint index, uint value)
    {
        Volatile.Write(ref *(uint*)(unit.Registers + IndexRegister), index);
        Volatile.Write(ref *(uint*)(unit.Registers + DataRegister), value);
    }

    private struct Unit
    {
        public byte* Registers;
        public uint FirstInterrupt;
        public uint InputCount;
    }

    [InlineArray(X86.Madt.MaxIoApics)]
    private struct Units
    {
        private Unit _first;
    }
}
