// Pages behind the addresses that ReserveMemory hands out: given, taken, and their rights changed one by one. The page
// tables are the only record of what is committed; there is no second one that could disagree.
//
// The lock is taken for each page, not for each call, so that interrupts are never masked while megabytes are zeroed. Two
// calls on the same range at the same time are the caller's bug; on different ranges they are fine.
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
        ulong bits = PageEntry.For(access);
        for (ulong done = 0; done < length; done += PageSize.Bytes)
        {
            if (!CommitPage(address + done, bits | PageEntry.Fresh))
            {
                Remove(address, done, onlyFresh: true);
                return false;
            }
        }

        Protect(address, length, access);
        return true;
    }

    /// <summary>Gives the pages of the range back; where there is none, nothing happens. Guards are lifted.</summary>
    public static void Decommit(ulong address, ulong length) => Remove(address, length, onlyFresh: false);

    /// <summary>Changes the rights of committed pages. False: some page of the range is not committed (the others changed).</summary>
    public static bool Protect(ulong address, ulong length, MemoryAccess access)
    {
        ulong bits = PageEntry.For(access);
        bool all = true;
        bool stale = false;
        for (ulong page = address; page < address + length; page += PageSize.Bytes)
        {
            ulong flags = Paging.Lock.Acquire();
            ulong* entry = PageTables.Find(Paging.Root, page, out int level);
            if (level == PageTables.PageLevel && PageEntry.HasPage(*entry))
            {
                ulong changed = (*entry & PageEntry.AddressMask) | bits;
                stale |= (*entry & PageEntry.Present) != 0 && ((*entry ^ changed) & ~PageEntry.Fresh) != 0;
                *entry = changed;
            }
            else
            {
                all = false;
            }

            Paging.Lock.Release(flags);
        }

        if (stale)
        {
            Invalidate(address, length);
        }

        return all;
    }

    /// <summary>Makes a page without memory a guard: a fault there is a stack that ran over. Memory behind it is lost.</summary>
    public static bool MarkGuard(ulong address)
    {
        ulong flags = Paging.Lock.Acquire();
        ulong* entry = PageTables.Make(Paging.Root, address, PageTables.PageLevel);
        if (entry != null)
        {
            *entry = PageEntry.Guard;
        }

        Paging.Lock.Release(flags);
        Invalidate(address, PageSize.Bytes);
        return entry != null;
    }

    /// <summary>Whether <paramref name="address"/> lies in a guard page. Callable from a fault handler: it only reads.</summary>
    public static bool IsGuard(ulong address)
    {
        ulong entry = *PageTables.Find(Paging.Root, address, out int level);
        return level == PageTables.PageLevel && (entry & (PageEntry.Present | PageEntry.Guard)) == PageEntry.Guard;
    }

    /// <summary>Makes this core forget what it knows of the range. Other cores will be told here once there are any.</summary>
    public static void Invalidate(ulong address, ulong length)
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

    private static bool CommitPage(ulong address, ulong bits)
    {
        // Safety: an entry of a table lives for ever (PageTables), so it may be read again after the lock was let go.
        ulong* entry = PageTables.Find(Paging.Root, address, out int level);
        if (level == PageTables.PageLevel && PageEntry.HasPage(*entry))
        {
            return true;
        }

        if (!PhysicalPages.TryAllocate(out PhysicalAddress page))
        {
            return false;
        }

        PageZero.Clear(DirectMap.Pointer(page), PageSize.Bytes);
        ulong flags = Paging.Lock.Acquire();
        entry = level == PageTables.PageLevel
            ? entry
            : PageTables.Make(Paging.Root, address, PageTables.PageLevel);
        if (entry != null)
        {
            *entry = page.Value | bits;
        }

        Paging.Lock.Release(flags);
        if (entry == null)
        {
            PhysicalPages.Release(page);
        }

        return entry != null;
    }

    private static void Remove(ulong address, ulong length, bool onlyFresh)
    {
        ulong end = address + length;
        for (ulong at = address; at < end;)
        {
            ulong flags = Paging.Lock.Acquire();
            ulong* entry = PageTables.Find(Paging.Root, at, out int level);
            ulong old = level == PageTables.PageLevel ? *entry : 0;
            bool remove = old != 0 && (!onlyFresh || (old & PageEntry.Fresh) != 0);
            if (remove)
            {
                *entry = 0;
            }

            Paging.Lock.Release(flags);
            if (remove && PageEntry.HasPage(old))
            {
                // Before the page can become another's.
                Invalidate(at, PageSize.Bytes);
                PhysicalPages.Release(new PhysicalAddress(old & PageEntry.AddressMask));
            }

            // Where a whole table is missing, all that it would cover is skipped: reservations may be terabytes.
            at = (at | (PageTables.Span(level) - 1)) + 1;
        }
    }
}
