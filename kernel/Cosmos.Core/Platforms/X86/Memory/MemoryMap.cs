// From what firmware says about memory to what the kernel may use. Firmware's lists come unsorted, overlapping,
// unaligned, with lengths that wrap; the rule that makes sense of all of them: a byte is ours if some line calls it
// usable and no line, and nothing of our own, calls it anything else. Usable lines shrink to whole pages, all others
// grow to them.
//
// Kept out on top of that: the first megabyte (firmware data, the trampoline of other cores, page 0) and the image.
// What the loader left (command line, its memory map) has been copied by then and is free.
using System;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Computes which physical memory is free, and which is worth seeing in the direct map. Pure.</summary>
internal static class MemoryMap
{
    /// <summary>Below this nothing is handed out.</summary>
    public const ulong LowMemoryEnd = 0x10_0000;

    /// <summary>Adds to <paramref name="free"/> all free pages below <paramref name="limit"/>.</summary>
    public static void Free(
        scoped ReadOnlySpan<BootMemoryEntry> map, AddressRange image, ulong limit, ref AddressRangeSet free)
    {
        foreach (ref readonly BootMemoryEntry entry in map)
        {
            if (entry.Type == BootMemoryType.Usable)
            {
                free.Add(Inward(AddressRange.Clamped(entry.Address, entry.Length, limit)));
            }
        }

        foreach (ref readonly BootMemoryEntry entry in map)
        {
            if (entry.Type != BootMemoryType.Usable)
            {
                free.Remove(Outward(AddressRange.Clamped(entry.Address, entry.Length, limit)));
            }
        }

        free.Remove(AddressRange.Between(0, LowMemoryEnd));
        free.Remove(Outward(image));
    }

    /// <summary>
    /// Adds to <paramref name="visible"/> RAM of any kind: usable, ACPI tables, and what the image occupies.
    /// </summary>
    public static void Visible(
        scoped ReadOnlySpan<BootMemoryEntry> map, AddressRange image, ulong limit, ref AddressRangeSet visible)
    {
        foreach (ref readonly BootMemoryEntry entry in map)
        {
            if (entry.Type is BootMemoryType.Usable or BootMemoryType.AcpiReclaimable or BootMemoryType.AcpiNonVolatile)
            {
                visible.Add(Outward(AddressRange.Clamped(entry.Address, entry.Length, limit)));
            }
        }

        visible.Add(Outward(image));
        visible.Remove(AddressRange.Between(0, LowMemoryEnd));
    }

    private static AddressRange Inward(AddressRange range) =>
        AddressRange.Between(PageSize.RoundUp(range.Start), PageSize.RoundDown(range.End));

    private static AddressRange Outward(AddressRange range) =>
        AddressRange.Between(PageSize.RoundDown(range.Start), PageSize.RoundUp(range.End));
}
