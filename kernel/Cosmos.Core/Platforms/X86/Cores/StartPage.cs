// Where other cores begin: a page below 1 MiB, because a core that starts is an 8086. Nothing of that memory is ever
// handed out (MemoryMap), so all that is asked of a page is that firmware calls it usable, and nothing else. The page
// is needed while cores start and forgotten afterwards.
using System;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>Chooses the page that cores start in. Pure.</summary>
internal static class StartPage
{
    // Some firmware goes on using the lowest 64 KiB, or the end of low memory, without saying so.
    private const ulong PreferredStart = 0x1_0000;
    private const ulong PreferredEnd = 0x8_0000;

    // Page 0 holds the real-mode interrupt table; above is video memory.
    private const ulong Start = 0x1000;
    private const ulong End = 0xA_0000;

    /// <summary>The physical address of a free page; 0: there is none.</summary>
    public static ulong Find(ReadOnlySpan<BootMemoryEntry> map)
    {
        ulong page = Find(map, PreferredStart, PreferredEnd);
        page = page != 0 ? page : Find(map, PreferredEnd, End);
        return page != 0 ? page : Find(map, Start, PreferredStart);
    }

    private static ulong Find(ReadOnlySpan<BootMemoryEntry> map, ulong start, ulong end)
    {
        for (ulong page = start; page < end; page += PageSize.Bytes)
        {
            if (IsFree(map, page))
            {
                return page;
            }
        }

        return 0;
    }

    private static bool IsFree(ReadOnlySpan<BootMemoryEntry> map, ulong page)
    {
        bool isUsable = false;
        foreach (ref readonly BootMemoryEntry entry in map)
        {
            AddressRange range = AddressRange.Clamped(entry.Address, entry.Length, ulong.MaxValue);
            if (entry.Type == BootMemoryType.Usable)
            {
                isUsable |= range.Start <= page && page + PageSize.Bytes <= range.End;
            }
            else if (range.Start < page + PageSize.Bytes && page < range.End)
            {
                return false;
            }
        }

        return isUsable;
    }
}
