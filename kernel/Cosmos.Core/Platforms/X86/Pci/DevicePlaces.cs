// Where registers of devices may not be: in memory, whoever it belongs to, and where the kernel's own devices answer.
// A BAR that says so is a lie or a mistake of firmware's; mapping it would let a driver write where it must not.
using System;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>What addresses on the bus are taken.</summary>
internal static class DevicePlaces
{
    // I/O APICs, HPET and local APICs of every PC, and the addresses that interrupts as messages go to (Intel SDM
    // Vol. 3A §10.11.1).
    private const ulong InterruptStart = 0xFEC0_0000;
    private const ulong InterruptEnd = 0xFF00_0000;

    /// <summary>Whether a range touches memory.</summary>
    public static bool IsMemory(in AddressRange range) => Touches(range, BootX86.Info.Memory.Entries);

    /// <summary>Whether a device's registers may be there.</summary>
    public static bool AreFree(in AddressRange range) =>
        range.Start >= MemoryMap.LowMemoryEnd
        && range.End <= DirectMap.Length
        && !Overlap(range, AddressRange.Between(InterruptStart, InterruptEnd))
        && !Overlap(range, ConfigurationAccess.Window)
        && !IsMemory(range);

    /// <summary>Whether two ranges have a byte in common.</summary>
    public static bool Overlap(in AddressRange one, in AddressRange other) =>
        one.Start < other.End && other.Start < one.End && one.Length != 0 && other.Length != 0;

    /// <summary>
    /// Whether a range touches what a memory map calls RAM, free or not; what it reserves may be devices'.
    /// </summary>
    public static bool Touches(in AddressRange range, ReadOnlySpan<BootMemoryEntry> map)
    {
        foreach (BootMemoryEntry entry in map)
        {
            if (entry.Type != BootMemoryType.Reserved
                && Overlap(range, AddressRange.Clamped(entry.Address, entry.Length, ulong.MaxValue)))
            {
                return true;
            }
        }

        return false;
    }
}
