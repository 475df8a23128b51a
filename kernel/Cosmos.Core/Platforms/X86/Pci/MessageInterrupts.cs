// Interrupts that are messages: each has a vector of its own, and nothing has to be asked or silenced when one comes. A
// line that nobody has unmasked since its last interrupt must not lose the next one, which no level repeats; so it is
// noted, and unmasking raises the line at once. With MSI-X the device is told to hold its messages back at the same
// time: one that never stops sending costs two interrupts for each unmasking, not the core. MSI has no means for that
// which all devices have.
//
// All go to one core (InterruptTarget), as those through the I/O APIC do. When that changes while a line is being
// opened, either who opens it sees that or who changes it sees the line.
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>MSI and MSI-X as interrupt lines.</summary>
internal static unsafe class MessageInterrupts
{
    private static Entries s_entries;
    private static ulong s_missed;

    private struct Entry
    {
        public byte* Table;
        public PciAddress Function;
        public int Capability;
        public bool IsMsi;
    }

    [InlineArray(InterruptLines.Most + 1)]
    private struct Entries
    {
        private Entry _first;
    }

    /// <summary>Opens an entry of a table of MSI-X as a line, masked. 0: there are no more.</summary>
    /// <param name="function">Whose.</param>
    /// <param name="capability">Where its capability is.</param>
    /// <param name="table">The entry; mapped for good.</param>
    public static int TryOpenEntry(PciAddress function, int capability, byte* table)
    {
        int line = TryOpen(new Entry { Function = function, Capability = capability, Table = table });
        if (line != 0)
        {
            // Safety: an entry of 16 bytes in a table that was checked to lie in the device's BAR.
            Hold(table, true);
            Volatile.Write(ref *(uint*)(table + MessageCapability.EntryAddress + sizeof(uint)), 0);
            Direct(s_entries[line]);
            Volatile.Write(ref *(uint*)(table + MessageCapability.EntryData), VectorOf(line));
            MessageCapability.Switch(
                default(ConfigurationAccess), function, capability, MessageCapability.MsiXEnable, isOn: true);
            Hold(table, false);
        }

        return line;
    }

    /// <summary>Opens a function's MSI as a line, masked. 0: there are no more.</summary>
    public static int TryOpenMsi(PciAddress function, int capability)
    {
        int line = TryOpen(new Entry { Function = function, Capability = capability, IsMsi = true });
        if (line != 0)
        {
            MessageCapability.StartMsi(
                default(ConfigurationAccess), function, capability, InterruptTarget.ApicId, VectorOf(line));
            Direct(s_entries[line]);
        }

        return line;
    }

    /// <summary>All messages go to another core from now on. Preemption off.</summary>
    public static void Redirect()
    {
        for (int line = 1; line <= InterruptLines.Most; line++)
        {
            Entry entry = s_entries[line];
            if (entry.Table != null || entry.IsMsi)
            {
                Direct(entry);
            }
        }
    }

    /// <summary>Whether messages reach the core that they are for.</summary>
    public static bool AreUsable => MessageCapability.Reaches(InterruptTarget.ApicId);

    // An entry of MSI-X that is not held back must not change under the device's hands (PCI 3.0 §6.8.2).
    private static void Direct(in Entry entry)
    {
        uint target;
        do
        {
            target = InterruptTarget.ApicId;
            if (entry.IsMsi)
            {
                MessageCapability.Redirect(default(ConfigurationAccess), entry.Function, entry.Capability, target);
                continue;
            }

            uint control = Volatile.Read(ref *(uint*)(entry.Table + MessageCapability.EntryControl));
            Hold(entry.Table, true);
            uint address = MessageCapability.AddressOf(target);
            Volatile.Write(ref *(uint*)(entry.Table + MessageCapability.EntryAddress), address);
            Hold(entry.Table, (control & 1) != 0);
        }
        while (target != InterruptTarget.ApicId);
    }

    private static int TryOpen(in Entry entry)
    {
        int line = InterruptLines.TryOpen(&Unmask, &Close);
        if (line != 0)
        {
            s_entries[line] = entry;
            Interlocked.And(ref s_missed, ~Bit(line));
            InterruptDispatch.SetHandler(VectorOf(line), &OnInterrupt);
        }

        return line;
    }

    private static void Unmask(int line)
    {
        if ((Interlocked.And(ref s_missed, ~Bit(line)) & Bit(line)) != 0)
        {
            Hold(s_entries[line].Table, false);
            InterruptLines.Raise(line);
        }
    }

    // The last line of a function is not looked for: an entry that is held back says nothing, and the claim's end
    // switches the capability off.
    private static void Close(int line)
    {
        Entry entry = s_entries[line];
        Hold(entry.Table, true);
        if (entry.IsMsi)
        {
            ConfigurationAccess access = default;
            MessageCapability.Switch(
                access, entry.Function, entry.Capability, MessageCapability.MsiEnable, isOn: false);
        }

        s_entries[line] = default;
    }

    private static void OnInterrupt(ulong vector)
    {
        int line = (int)vector - InterruptVectors.FirstDevice;
        bool isRaised = InterruptLines.Raise(line);
        if (!isRaised)
        {
            Hold(s_entries[line].Table, true);
            Interlocked.Or(ref s_missed, Bit(line));

            // Its owner may have unmasked it just now, before there was anything to see.
            isRaised = InterruptLines.Raise(line);
        }

        if (isRaised)
        {
            Interruption.Preempt((CpuState*)CoreBlock.Current->Interrupted);
        }
    }

    // Safety: an entry's table is null or mapped for good.
    private static void Hold(byte* table, bool isHeld)
    {
        if (table != null)
        {
            Volatile.Write(ref *(uint*)(table + MessageCapability.EntryControl), isHeld ? 1u : 0u);
        }
    }

    private static byte VectorOf(int line) => (byte)(InterruptVectors.FirstDevice + line);

    private static ulong Bit(int line) => 1UL << line;
}
