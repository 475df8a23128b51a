// The bits of a page-table entry. Five states of an entry are told apart:
//   0                     nothing is there, and never was since its table was made
//   Gone, not present     nothing is there any more, with the number of the change that took it (Translations)
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

    /// <summary>
    /// Ours, in an entry that is not present: the bits from <see cref="ChangeShift"/> number a change.
    /// </summary>
    public const ulong Gone = 1 << 8;

    /// <summary>Ours: taken out, and its page not given back yet.</summary>
    public const ulong Leaving = Gone | Parked;

    /// <summary>Where the number of a change stands in an entry that is <see cref="Gone"/>.</summary>
    public const int ChangeShift = 12;

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

    /// <summary>An entry whose page was taken out by a change; 0 if nobody else can remember it.</summary>
    public static ulong GoneBy(ulong change) => change == 0 ? 0 : Gone | change << ChangeShift;

    /// <summary>The change that emptied an entry; 0: none.</summary>
    public static ulong ChangeOf(ulong entry) => (entry & (Present | Gone)) == Gone ? entry >> ChangeShift : 0;

    /// <summary>Whether an entry was taken out, and its page not given back yet.</summary>
    public static bool IsLeaving(ulong entry) => (entry & (Present | Leaving)) == Leaving;

    /// <summary>Whether an entry holds nothing that anybody needs.</summary>
    public static bool IsEmpty(ulong entry) => entry == 0 || (entry & (Present | Parked | Guard | Gone)) == Gone;

    /// <summary>Whether a page, touchable or not, stands behind a lowest-level entry.</summary>
    public static bool HasPage(ulong entry) => (entry & (Present | Parked)) != 0;
}
