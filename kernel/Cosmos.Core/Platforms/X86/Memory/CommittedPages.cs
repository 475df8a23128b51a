// Pages behind the addresses that ReserveMemory hands out: given, taken, and their rights changed one by one. The page
// tables are the only record of what is committed; there is no second one that could disagree.
//
// Only making and freeing tables takes the lock of Paging. A lowest-level entry belongs to whoever holds the
// reservation that it lies in, and is changed by one aligned store; its table goes only when one such holder gives up
// all that the table covers. So pages are zeroed and entered with interrupts as they are. Two calls on the same range
// at the same time are the caller's bug; on different ranges they are fine.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Commit, decommit, protect and guard, by 4 KiB pages.</summary>
internal static unsafe class CommittedPages
{
    // More pages than this and forgetting every translation is cheaper than forgetting each.
    private const ulong SinglesAtMost = 32;

    /// <summary>
    /// Puts a zeroed page behind each page of the range that has none; those that have one keep it and its content.
    /// All get <paramref name="access"/>. False: memory is exhausted, and what this call had committed is gone again.
    /// </summary>
    public static bool Commit(ulong address, ulong length, MemoryAccess access)
    {
        ulong bits = PageEntry.For(access) | PageEntry.Fresh;
        ulong change = 0;
        ulong* entry = null;
        for (ulong done = 0; done < length; done += PageSize.Bytes)
        {
            entry = done == 0 || StartsTable(address + done) ? MakeEntry(address + done) : entry + 1;
            if (entry == null || !Fill(entry, bits, ref change))
            {
                Remove(address, done, onlyFresh: true);
                FreeTables(address, length);
                return false;
            }
        }

        // Some core may remember what was at these addresses before.
        Translations.Settle(change);
        Protect(address, length, access);
        return true;
    }

    /// <summary>Gives the pages of the range back; where there is none, nothing happens. Guards are lifted.</summary>
    public static void Decommit(ulong address, ulong length)
    {
        Remove(address, length, onlyFresh: false);
        FreeTables(address, length);
    }

    /// <summary>
    /// Changes the rights of committed pages. False: some page of the range is not committed (the others changed).
    /// </summary>
    public static bool Protect(ulong address, ulong length, MemoryAccess access)
    {
        ulong bits = PageEntry.For(access);
        bool all = true;
        bool stale = false;
        ulong* entry = null;
        int level = PageTables.PageLevel;
        for (ulong at = address; at < address + length; at = After(at, level))
        {
            entry = at == address || StartsTable(at) ? PageTables.Find(Paging.Root, at, out level) : entry + 1;
            if (level != PageTables.PageLevel || !PageEntry.HasPage(*entry))
            {
                all = false;
                continue;
            }

            ulong changed = (*entry & PageEntry.AddressMask) | bits;
            stale |= (*entry & PageEntry.Present) != 0 && ((*entry ^ changed) & ~PageEntry.Fresh) != 0;
            *entry = changed;
        }

        if (stale)
        {
            InvalidateEverywhere(address, length);
        }

        return all;
    }

    /// <summary>
    /// Makes a page without memory a guard: a fault there is a stack that ran over. False: memory is exhausted.
    /// </summary>
    public static bool MarkGuard(ulong address)
    {
        ulong* entry = MakeEntry(address);
        if (entry == null)
        {
            return false;
        }

        ulong change = PageEntry.ChangeOf(*entry);
        *entry = PageEntry.Guard;
        Processor.InvalidatePage((void*)address);
        Translations.Settle(change);
        return true;
    }

    /// <summary>
    /// Whether <paramref name="address"/> lies in a guard page. Callable from a fault handler: it only reads.
    /// </summary>
    public static bool IsGuard(ulong address)
    {
        ulong entry = *PageTables.Find(Paging.Root, address, out int level);
        return level == PageTables.PageLevel && (entry & (PageEntry.Present | PageEntry.Guard)) == PageEntry.Guard;
    }

    /// <summary>
    /// Whether <paramref name="address"/> can be read without a fault. Callable from a fault handler.
    /// </summary>
    public static bool IsReadable(ulong address)
    {
        bool isCanonical = (ulong)((long)(address << 16) >> 16) == address;
        return isCanonical && (*PageTables.Find(Paging.Root, address, out _) & PageEntry.Present) != 0;
    }

    /// <summary>Makes all cores forget what they know of the range, and waits until they have.</summary>
    public static void InvalidateEverywhere(ulong address, ulong length)
    {
        InvalidateHere(address, length);
        Translations.Settle(Translations.Note());
    }

    private static void InvalidateHere(ulong address, ulong length)
    {
        if (length > SinglesAtMost * PageSize.Bytes)
        {
            Processor.WriteCr3(Processor.ReadCr3());
            return;
        }

        for (ulong page = address; page < address + length; page += PageSize.Bytes)
        {
            Processor.InvalidatePage((void*)page);
        }
    }

    private static void FreeTables(ulong address, ulong length)
    {
        ulong flags = Paging.Lock.Acquire();
        ulong taken = PageTables.TakeEmpty(Paging.Root, address, address + length);
        Paging.Lock.Release(flags);
        if (taken != 0)
        {
            Translations.Settle(Translations.Note());
            PageTables.Release(taken);
        }
    }

    private static ulong* MakeEntry(ulong address)
    {
        ulong flags = Paging.Lock.Acquire();
        ulong* entry = PageTables.Make(Paging.Root, address, PageTables.PageLevel);
        Paging.Lock.Release(flags);
        return entry;
    }

    private static bool Fill(ulong* entry, ulong bits, ref ulong change)
    {
        if (PageEntry.HasPage(*entry))
        {
            return true;
        }

        if (!PhysicalPages.TryAllocate(out PhysicalAddress page))
        {
            return false;
        }

        PageZero.Clear(DirectMap.Pointer(page), PageSize.Bytes);
        ulong emptied = PageEntry.ChangeOf(*entry);
        change = emptied > change ? emptied : change;
        // Safety: the entry is a lowest-level one, from MakeEntry or the next of the same table.
        *entry = page.Value | bits;
        return true;
    }

    // Twice over the range: the entries first, then, when this core has forgotten them and the change has its number,
    // the pages, which may become another's at once.
    private static void Remove(ulong address, ulong length, bool onlyFresh)
    {
        bool any = false;
        ulong* entry = null;
        int level = PageTables.PageLevel;
        for (ulong at = address; at < address + length; at = After(at, level))
        {
            entry = at == address || StartsTable(at) ? PageTables.Find(Paging.Root, at, out level) : entry + 1;
            ulong old = level == PageTables.PageLevel ? *entry : 0;
            if (PageEntry.IsEmpty(old) || (onlyFresh && (old & PageEntry.Fresh) == 0))
            {
                continue;
            }

            bool hasPage = PageEntry.HasPage(old);
            *entry = hasPage ? (old & PageEntry.AddressMask) | PageEntry.Leaving : 0;
            any |= hasPage;
        }

        if (any)
        {
            InvalidateHere(address, length);
            ReleaseLeaving(address, length, PageEntry.GoneBy(Translations.Note()));
        }
    }

    private static void ReleaseLeaving(ulong address, ulong length, ulong gone)
    {
        ulong* entry = null;
        int level = PageTables.PageLevel;
        for (ulong at = address; at < address + length; at = After(at, level))
        {
            entry = at == address || StartsTable(at) ? PageTables.Find(Paging.Root, at, out level) : entry + 1;
            ulong old = *entry;
            if (level == PageTables.PageLevel && PageEntry.IsLeaving(old))
            {
                *entry = gone;
                PhysicalPages.Release(new PhysicalAddress(old & PageEntry.AddressMask));
            }
        }
    }

    // Whether the entry for this address is the first of its table.
    private static bool StartsTable(ulong address) => (address & (PageTables.Span(PageTables.PageLevel + 1) - 1)) == 0;

    // Where a table is missing, all that it would cover is skipped at once: reservations may be terabytes.
    private static ulong After(ulong address, int level) => (address | (PageTables.Span(level) - 1)) + 1;
}
