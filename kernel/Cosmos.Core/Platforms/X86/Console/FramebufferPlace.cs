// Where a framebuffer may be. Its address comes from the boot loader, and the kernel is going to write megabytes there:
// an address inside RAM would overwrite the heap, one beyond the processor's reach would set reserved bits in page
// tables, one inside a page is none that hardware makes. Pure: it is unit-tested on the host.
using System;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>The check of a framebuffer's address against the memory map of the same boot loader.</summary>
internal static class FramebufferPlace
{
    /// <summary>Whether pixels can be there.</summary>
    /// <param name="address">Physical address of the first pixel.</param>
    /// <param name="length">Bytes to the end of the last row.</param>
    /// <param name="limit">One beyond the last physical address that can be mapped.</param>
    /// <param name="map">
    /// The memory map. Only its reserved lines may hold a framebuffer; most are in no line at all.
    /// </param>
    public static bool IsDevice(ulong address, ulong length, ulong limit, ReadOnlySpan<BootMemoryEntry> map)
    {
        if (address == 0 || address % PageSize.Bytes != 0 || address >= limit || length > limit - address)
        {
            return false;
        }

        foreach (ref readonly BootMemoryEntry entry in map)
        {
            bool apart = address >= entry.Address
                ? address - entry.Address >= entry.Length
                : entry.Address - address >= length;
            if (entry.Type != BootMemoryType.Reserved && !apart)
            {
                return false;
            }
        }

        return true;
    }
}
