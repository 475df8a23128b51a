// Which of its ways to interrupt a function uses: a table of messages, or else one message, or else its pin. A function
// with a table has as many lines as its driver opens; the others one.
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>Opening interrupts of claimed functions. Preemption off.</summary>
internal static unsafe class ClaimInterrupts
{
    /// <summary>Opens one.</summary>
    /// <param name="claim">Whose.</param>
    /// <param name="entry">Which.</param>
    /// <param name="line">The line, masked.</param>
    public static PciFault TryOpen(int claim, int entry, out int line)
    {
        line = 0;
        ConfigurationAccess access = default;
        PciAddress function = ClaimTable.At(claim).Function;
        if (MessageInterrupts.AreUsable)
        {
            int table = PciCapabilities.Find(access, function, PciCapabilities.MsiX);
            if (table != 0)
            {
                return TryOpenEntry(claim, table, entry, out line);
            }

            int message = PciCapabilities.Find(access, function, PciCapabilities.Msi);
            if (message != 0 && entry == 0)
            {
                line = MessageInterrupts.TryOpenMsi(function, message);
                return line == 0 ? PciFault.Limit : PciFault.None;
            }
        }

        line = entry == 0 ? PinInterrupts.TryOpen(function) : 0;
        return line == 0 ? PciFault.NoInterrupt : PciFault.None;
    }

    /// <summary>Whether a part of a BAR is where the claim's interrupts are directed.</summary>
    public static bool IsTable(int claim, int bar, ulong offset, ulong length)
    {
        ConfigurationAccess access = default;
        PciAddress function = ClaimTable.At(claim).Function;
        int capability = PciCapabilities.Find(access, function, PciCapabilities.MsiX);
        if (capability == 0)
        {
            return false;
        }

        (int tableBar, ulong start, int entries) = MessageCapability.TableOf(access, function, capability);
        ulong end = start + ((ulong)entries * MessageCapability.EntryBytes);
        return bar == tableBar && offset < end && start < offset + length;
    }

    private static PciFault TryOpenEntry(int claim, int capability, int entry, out int line)
    {
        line = 0;
        ConfigurationAccess access = default;
        PciAddress function = ClaimTable.At(claim).Function;
        (int bar, ulong offset, int entries) = MessageCapability.TableOf(access, function, capability);
        if (entry < 0 || entry >= entries)
        {
            return PciFault.NoInterrupt;
        }

        PciFault fault = ClaimTable.TryPlace(claim, bar, out BarRange range);
        if (fault != PciFault.None)
        {
            return fault;
        }

        ulong length = (ulong)entries * MessageCapability.EntryBytes;
        if (length > range.Length || offset > range.Length - length)
        {
            return PciFault.OutOfRange;
        }

        var table = (byte*)Paging.TryMapDevice(range.Address + offset, length);
        if (table == null)
        {
            return PciFault.Overlap;
        }

        HoldAll(table, entries, function, capability);
        line = MessageInterrupts.TryOpenEntry(
            function, capability, table + (entry * MessageCapability.EntryBytes));
        return line == 0 ? PciFault.Limit : PciFault.None;
    }

    // Before messages are switched on for the first time none may be let through: what an entry holds after a reset,
    // or was left by whoever had the device before, is nobody's. Up to 2048 entries, a microsecond each at worst.
    private static void HoldAll(byte* table, int entries, PciAddress function, int capability)
    {
        uint control = default(ConfigurationAccess).Read(function, capability) >> 16;
        for (int i = 0; i < entries && (control & MessageCapability.MsiXEnable) == 0; i++)
        {
            // Safety: the table has that many entries, all of them mapped.
            byte* entry = table + (i * MessageCapability.EntryBytes);
            Volatile.Write(ref *(uint*)(entry + MessageCapability.EntryControl), 1);
        }
    }
}
