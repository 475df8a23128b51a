// The bits of a page-table entry. Four states of an entry are told apart:
//   0                     nothing is there
//   Guard, not present    nothing is there on purpose: the page below a stack
//   Parked, not present   a page is there, with its address, and may not be touched (MemoryAccess.None)
//   Present               a page or a lower table
// The processor ignores all other bits of an entry that is not present.
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Page-table entries; Intel SDM Vol. 3A §4.5, Tables 4-15 to 4-20.</summary>
internal static class PageEntry
{
    /// <summary>P.</summary>
    public const ulong Present = 1 << 0;

    /// <summary>R/W. With CR0.WP it binds ring 0 too.</summary>
    public const ulong Writable = 1 << 1;

    /// <summary>PWT: alone, PAT entry 1, which is write-combining here (Entry64.asm).</summary>
    public const ulong WriteCombining = 1 << 3;

    /// <summary>PCD and PWT: PAT entry 3, uncached.</summary>
    public const ulong Uncached = 1 << 4 | 1 << 3;

    /// <summary>A and D, set beforehand: nobody reads them, and the processor is spared writing them.</summary>
    public const ulong AccessedDirty = 1 << 5 | 1 << 6;

    /// <summary>PS: this entry of a PDPT or a PD is a page of 1 GiB or 2 MiB.</summary>
    public const ulong Large = 1 << 7;

    /// <summary>Ours, in an entry that is not present: a guard page.</summary>
    public const ulong Guard = 1 << 9;

    /// <summary>Ours, in an entry that is not present: a page without any access.</summary>
    public const ulong Parked = 1 << 10;

    /// <summary>Ours: committed by the call that is still at it, and taken back if that call fails.</summary>
    public const ulong Fresh = 1 << 11;

    /// <summary>XD: no instruction is fetched from here.</summary>
    public const ulong NoExecute = 1UL << 63;

    /// <summary>Bits 51..12: the physical address.</summary>
    public const ulong AddressMask = 0x000F_FFFF_FFFF_F000;

    /// <summary>Of an entry that points at a lower table: rights are cut in the lowest level only.</summary>
    public const ulong Table = Present | Writable | AccessedDirty;

    /// <summary>Readable, writable data.</summary>
    public const ulong ReadWrite = Present | Writable | NoExecute | AccessedDirty;

    /// <summary>Read-only data.</summary>
    public const ulong Read = Present | NoExecute | AccessedDirty;

    /// <summary>Code.</summary>
    public const ulong ReadExecute = Present | AccessedDirty;

    /// <summary>The bits for a page with these rights.</summary>
    public static ulong For(MemoryAccess access) => access switch
    {
        MemoryAccess.Read => Read,
        MemoryAccess.ReadWrite => ReadWrite,
        MemoryAccess.ReadExecute => ReadExecute,
        _ => Parked,
    };

    /// <summary>Whether a page, touchable or not, stands behind a lowest-level entry.</summary>
    public static bool HasPage(ulong entry) => (entry & (Present | Parked)) != 0;
}
