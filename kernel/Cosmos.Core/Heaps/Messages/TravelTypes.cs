// The types that messages were made of so far, in kernel memory: records that never move, numbered, and an open hash
// table from a method table's address to its record's number. Readers take no lock. A table that fills up is replaced
// by one of twice the size and kept for whoever still reads it: all of them together are smaller than the last one.
// A reader that misses because it was overtaken looks again under the latch, before it adds anything. Kernel memory's
// latch may be taken inside.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.NativeAot;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>The cache of <see cref="TravelType"/> records.</summary>
internal static unsafe class TravelTypes
{
    /// <summary>The most types there are records for; graphs of yet others are refused for want of memory.</summary>
    public const uint Capacity = ushort.MaxValue;

    private const uint FirstTableSize = 512;
    private const nuint CommitStep = 16 * 1024;

    private static CoreLatch s_latch;
    private static TravelType* s_records;
    private static nuint s_committed;
    private static uint s_count;
    private static ushort* s_table;

    /// <summary>Types known.</summary>
    public static uint Count => s_count;

    /// <summary>The record with a number that <see cref="Find"/> gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TravelType* At(uint number) => s_records + number;

    /// <summary>The number of a type's record; 0: there is no memory for it.</summary>
    /// <param name="table">The type.</param>
    /// <param name="instance">An object of that type, to look at when it is the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Find(MethodTable* table, nint instance)
    {
        uint number = LookUp(table);
        return number != 0 ? number : Add(table, instance);
    }

    /// <summary>The record of a type that messages were made of already, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TravelType* FindKnown(MethodTable* table)
    {
        uint number = LookUp(table);
        return number == 0 ? null : s_records + number;
    }

    // A table is its mask, in the space of two entries, and its entries.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LookUp(MethodTable* table)
    {
        ushort* entries = s_table;
        if (entries == null)
        {
            return 0;
        }

        uint mask = *(uint*)entries;
        for (uint slot = Hash(table) & mask; ; slot = (slot + 1) & mask)
        {
            uint number = entries[slot + 2];
            if (number == 0 || s_records[number].Table == table)
            {
                return number;
            }
        }
    }

    // Method tables are a few words apart; the multiplication spreads the bits that differ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(MethodTable* table) => ((uint)((nuint)table >> 3) * 0x9E37_79B1) >> 12;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Add(MethodTable* table, nint instance)
    {
        TravelType record = TravelRules.Digest(table, instance);
        s_latch.Acquire();
        uint number = LookUp(table);
        if (number == 0 && TryMakeRoom())
        {
            number = s_count + 1;
            s_records[number] = record;
            s_count = number;
            Enter(s_table, number);
        }

        s_latch.Release();
        return number;
    }

    private static bool TryMakeRoom()
    {
        if (s_records == null)
        {
            s_records = (TravelType*)Platform.ReserveMemory((nuint)(Capacity + 1) * (nuint)sizeof(TravelType));
        }

        nuint needed = (s_count + 2) * (nuint)sizeof(TravelType);
        if (s_records == null || s_count + 1 >= Capacity)
        {
            return false;
        }

        if (needed > s_committed)
        {
            if (!Platform.CommitMemory((byte*)s_records + s_committed, CommitStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_committed += CommitStep;
        }

        uint size = s_table == null ? 0 : *(uint*)s_table + 1;
        return (s_count + 1) * 2 <= size || TryEnlarge(size == 0 ? FirstTableSize : size * 2);
    }

    private static bool TryEnlarge(uint size)
    {
        var entries = (ushort*)KernelMemory.Allocate((nuint)(size + 2) * sizeof(ushort));
        if (entries == null)
        {
            return false;
        }

        *(uint*)entries = size - 1;
        for (uint number = 1; number <= s_count; number++)
        {
            Enter(entries, number);
        }

        s_table = entries;
        return true;
    }

    private static void Enter(ushort* entries, uint number)
    {
        uint mask = *(uint*)entries;
        uint slot = Hash(s_records[number].Table) & mask;
        while (entries[slot + 2] != 0)
        {
            slot = (slot + 1) & mask;
        }

        entries[slot + 2] = (ushort)number;
    }
}
