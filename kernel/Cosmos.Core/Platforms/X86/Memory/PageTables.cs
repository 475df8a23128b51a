// The four-level tree that the processor walks. This file knows its shape and nothing of what is mapped why: finding an
// entry, making the tables above it, mapping a stretch with the largest pages that fit, splitting a large page.
//
// Tables are reached through the direct map. One is given back when all that it covers is given up at once; those at
// the ends of a range stay, because a neighbour may be using them. Address space is reused from the bottom
// (AddressSpace), so what stays is used again.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Four-level paging; Intel SDM Vol. 3A §4.5. The caller holds the lock of <see cref="Paging"/>.</summary>
internal static unsafe class PageTables
{
    /// <summary>The level whose entries are 4 KiB pages.</summary>
    public const int PageLevel = 1;

    private const int TopLevel = 4;
    private const ulong EntryMask = 511;

    /// <summary>Bytes that one entry of a level covers.</summary>
    public static ulong Span(int level) => 1UL << ShiftOf(level);

    /// <summary>A new empty table's physical address; 0: memory is exhausted.</summary>
    public static ulong NewTable()
    {
        if (!PhysicalPages.TryAllocate(out PhysicalAddress page))
        {
            return 0;
        }

        PageZero.Clear(DirectMap.Pointer(page), PageSize.Bytes);
        return page.Value;
    }

    /// <summary>
    /// The entry for <paramref name="address"/>, as low in the tree as it goes without making anything.
    /// <paramref name="level"/> says how low; above <see cref="PageLevel"/> it is empty or a large page.
    /// </summary>
    public static ulong* Find(ulong root, ulong address, out int level)
    {
        ulong* table = TableAt(root);
        for (level = TopLevel; ; level--)
        {
            ulong* entry = table + Index(address, level);
            bool isTable = level > PageLevel && (*entry & (PageEntry.Present | PageEntry.Large)) == PageEntry.Present;
            if (!isTable)
            {
                return entry;
            }

            table = TableAt(*entry);
        }
    }

    /// <summary>
    /// The entry for <paramref name="address"/> at <paramref name="level"/>, with the tables above it made and large
    /// pages on the way split. Null: memory is exhausted. If the entry is a table, the caller must go lower.
    /// </summary>
    public static ulong* Make(ulong root, ulong address, int level)
    {
        ulong* table = TableAt(root);
        for (int current = TopLevel; current > level; current--)
        {
            ulong* entry = table + Index(address, current);
            bool isTable = (*entry & (PageEntry.Present | PageEntry.Large)) == PageEntry.Present;
            if (!isTable && !MakeTable(entry, current))
            {
                return null;
            }

            table = TableAt(*entry);
        }

        return table + Index(address, level);
    }

    /// <summary>
    /// Maps <paramref name="length"/> bytes at <paramref name="address"/> to <paramref name="physical"/> with
    /// <paramref name="bits"/>, in pages of up to <paramref name="largest"/> level. All page aligned. What was mapped
    /// there before is replaced. False: memory for tables is exhausted; part of it may then be mapped.
    /// </summary>
    public static bool Map(ulong root, ulong address, ulong physical, ulong length, ulong bits, int largest)
    {
        while (length != 0)
        {
            int level = largest;
            while (level > PageLevel && (((address | physical) & (Span(level) - 1)) != 0 || length < Span(level)))
            {
                level--;
            }

            ulong* entry = Make(root, address, level);
            while (entry != null && level > PageLevel && IsTable(*entry))
            {
                entry = Make(root, address, --level);
            }

            if (entry == null)
            {
                return false;
            }

            *entry = physical | bits | (level > PageLevel ? PageEntry.Large : 0);
            address += Span(level);
            physical += Span(level);
            length -= Span(level);
        }

        return true;
    }

    /// <summary>
    /// Takes out the tables that cover nothing outside [<paramref name="start"/>, <paramref name="end"/>) and hold
    /// nothing any more. The caller owns the range and has emptied it.
    /// </summary>
    /// <returns>
    /// The tables, each with the address of the next in its last word; 0: none. They may be given back when no core
    /// remembers them (<see cref="Release"/>).
    /// </returns>
    public static ulong TakeEmpty(ulong root, ulong start, ulong end)
    {
        ulong taken = 0;
        for (int level = PageLevel + 1; level < TopLevel; level++)
        {
            ulong span = Span(level);
            int found = level;
            for (ulong at = (start + span - 1) & ~(span - 1); at < end && span <= end - at; at = Next(at, found))
            {
                ulong* entry = Above(root, at, level, out found);
                if (found == level && IsTable(*entry) && IsEmpty(*entry))
                {
                    ulong table = *entry & PageEntry.AddressMask;
                    *entry = 0;
                    // INVLPG also forgets what the processor cached of upper levels (SDM Vol. 3A §4.10.4.1).
                    Processor.InvalidatePage((void*)at);
                    TableAt(table)[EntryMask] = taken;
                    taken = table;
                }
            }
        }

        return taken;
    }

    /// <summary>Gives tables of <see cref="TakeEmpty"/> back. Without the lock.</summary>
    public static void Release(ulong taken)
    {
        while (taken != 0)
        {
            ulong next = TableAt(taken)[EntryMask];
            PhysicalPages.Release(new PhysicalAddress(taken));
            taken = next;
        }
    }

    /// <summary>Whether an entry above <see cref="PageLevel"/> points at a lower table.</summary>
    public static bool IsTable(ulong entry) =>
        (entry & (PageEntry.Present | PageEntry.Large)) == PageEntry.Present;

    // The entry for `address` at `level`, or higher up where the tree ends before.
    private static ulong* Above(ulong root, ulong address, int level, out int found)
    {
        ulong* entry = TableAt(root) + Index(address, TopLevel);
        for (found = TopLevel; found > level && IsTable(*entry); found--)
        {
            entry = TableAt(*entry) + Index(address, found - 1);
        }

        return entry;
    }

    private static bool IsEmpty(ulong entry)
    {
        ulong* table = TableAt(entry);
        bool isEmpty = true;
        for (ulong i = 0; isEmpty && i <= EntryMask; i++)
        {
            isEmpty = PageEntry.IsEmpty(table[i]);
        }

        return isEmpty;
    }

    private static ulong Next(ulong address, int level) => (address | (Span(level) - 1)) + 1;

    // An empty entry gets an empty table; a large page becomes 512 smaller ones with the same rights.
    private static bool MakeTable(ulong* entry, int level)
    {
        ulong table = NewTable();
        if (table == 0)
        {
            return false;
        }

        if ((*entry & PageEntry.Present) != 0)
        {
            ulong* lower = TableAt(table);
            ulong part = level - 1 > PageLevel ? *entry : *entry & ~PageEntry.Large;
            for (ulong i = 0; i <= EntryMask; i++)
            {
                lower[i] = part + i * Span(level - 1);
            }
        }

        *entry = table | PageEntry.Table;
        return true;
    }

    // Safety: entries that point at tables are made by NewTable only, so what they point at is a page of 512 entries,
    // shown by the direct map, and Index is below 512.
    private static ulong* TableAt(ulong entry) => (ulong*)DirectMap.Pointer(entry & PageEntry.AddressMask);

    private static ulong Index(ulong address, int level) => address >> ShiftOf(level) & EntryMask;

    private static int ShiftOf(int level) => PageSize.Shift + 9 * (level - 1);
}
