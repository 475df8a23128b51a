// The C# half of interface dispatch: reading cells, and building the caches that the assembly stub searches.
// CoreLib resolves (RhpResolveInterfaceMethod) and calls back here to read the cell, to look into its cache and to add
// to it. An entry is added in place while its table is at most half full: readers take no lock, so the target is
// written before the type that makes the entry visible. A full table is replaced by one twice as large; the old one is
// never freed, because another core may be reading it, and since tables double, what is lost is less than what is used.
using System.Runtime;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;

namespace Cosmos.Core.NativeAot.Dispatch;

/// <summary>Dispatch cells and caches.</summary>
internal static unsafe class InterfaceDispatch
{
    private const nint FirstPointer = 0x1000;
    private const nint TagMask = 3;
    private const int InterfaceAndSlot = 0;
    private const int VirtualOffset = 2;

    // The tags of a cell's second word before a cache replaces it.
    private const nint Absolute = 1;
    private const nint RelativeIndirect = 2;
    private const nint Relative = 3;

    private const uint SmallestTable = 4;
    private const uint LargestTable = 8192;

    // Entries behind the last bucket into which a probe may run; one more, always empty, stops it.
    private const uint OverrunEntries = 8;

    // Held while a cache is changed; kernel memory's may be taken inside.
    private static CoreLatch s_latch;

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public MethodTable* Type;
        public nint Target;
    }

    [RuntimeExport("RhpGetDispatchCellInfo")]
    private static void GetCellInfo(DispatchCell* cell, DispatchCellInfo* info)
    {
        nint word = Volatile.Read(ref cell->Cache);
        *info = default;
        if ((word & TagMask) == 0)
        {
            info->HasCache = 1;
            if (word < FirstPointer)
            {
                info->CellType = VirtualOffset;
                info->VirtualOffset = (uint)word;
                return;
            }

            var cache = (DispatchCache*)word;
            info->CellType = InterfaceAndSlot;
            info->InterfaceType = cache->InterfaceType;
            info->InterfaceSlot = cache->Slot;
            return;
        }

        DispatchCell* last = cell;
        while (last->Stub != 0)
        {
            last++;
        }

        info->CellType = (int)(last->Cache >> 16);
        info->InterfaceSlot = (ushort)last->Cache;
        info->InterfaceType = ReadInterfaceType(cell, word);
    }

    [RuntimeExport("RhpSearchDispatchCellCache")]
    private static nint Search(DispatchCell* cell, MethodTable* type)
    {
        nint word = Volatile.Read(ref cell->Cache);
        if ((word & TagMask) != 0)
        {
            return 0;
        }

        if (word < FirstPointer)
        {
            return *(nint*)((byte*)type + word);
        }

        var cache = (DispatchCache*)word;
        Entry* entry = Bucket(cache, type);
        while (true)
        {
            // Read once: an entry that is empty now may be another type's a moment later.
            var found = (MethodTable*)Volatile.Read(ref *(nint*)&entry->Type);
            if (found == type)
            {
                return entry->Target;
            }

            if (found == null)
            {
                return 0;
            }

            entry++;
        }
    }

    [RuntimeExport("RhpUpdateDispatchCellCache")]
    private static nint Update(DispatchCell* cell, nint target, MethodTable* type, DispatchCellInfo* info)
    {
        if (info->CellType == VirtualOffset)
        {
            Volatile.Write(ref cell->Cache, (nint)info->VirtualOffset);
            Volatile.Write(ref cell->Stub, VirtualStub());
            return target;
        }

        s_latch.Acquire();
        Add(cell, type, target, info);
        s_latch.Release();
        return target;
    }

    [RuntimeExport("RhNewInterfaceDispatchCell")]
    private static nint NewCell(MethodTable* interfaceType, int slot)
    {
        var cells = (DispatchCell*)KernelMemory.Allocate((nuint)(2 * sizeof(DispatchCell)));
        if (cells == null)
        {
            return 0;
        }

        cells[0].Cache = (nint)interfaceType | Absolute;
        cells[0].Stub = InitialStub();
        cells[1].Cache = slot;
        return (nint)cells;
    }

    private static MethodTable* ReadInterfaceType(DispatchCell* cell, nint word)
    {
        nint tag = word & TagMask;
        if (tag == Absolute)
        {
            return (MethodTable*)(word & ~TagMask);
        }

        nint address = ((nint)(&cell->Cache) + (int)word) & ~TagMask;
        return tag == Relative ? (MethodTable*)address : *(MethodTable**)address;
    }

    private static void Add(DispatchCell* cell, MethodTable* type, nint target, DispatchCellInfo* info)
    {
        nint word = Volatile.Read(ref cell->Cache);
        DispatchCache* old = (word & TagMask) == 0 && word >= FirstPointer ? (DispatchCache*)word : null;
        if (old != null && old->Count * 2 < Buckets(old) && TryAdd(old, type, target))
        {
            Volatile.Write(ref cell->Stub, TableStub());
            return;
        }

        DispatchCache* grown = Grow(cell, old, type, target, info);
        if (grown != null)
        {
            // The stub reads the cache, so the cache must be there first.
            Volatile.Write(ref cell->Cache, (nint)grown);
            Volatile.Write(ref cell->Stub, old == null ? SingleStub() : TableStub());
        }
    }

    // A larger copy of the old cache with one more entry; null when memory is out or the site has seen more types than
    // a table may hold: dispatch then resolves every time, slowly but rightly.
    private static DispatchCache* Grow(
        DispatchCell* cell, DispatchCache* old, MethodTable* type, nint target, DispatchCellInfo* info)
    {
        uint first = old == null ? SmallestTable : Buckets(old) * 2;
        for (uint buckets = first; buckets <= LargestTable; buckets *= 2)
        {
            nuint bytes = (nuint)(sizeof(DispatchCache) + ((buckets + OverrunEntries + 1) * sizeof(Entry)));
            var cache = (DispatchCache*)KernelMemory.Allocate(bytes);
            if (cache == null)
            {
                return null;
            }

            cache->Cell = cell;
            cache->Mask = (buckets - 1) * (uint)sizeof(Entry);
            cache->InterfaceType = info->InterfaceType;
            cache->Slot = info->InterfaceSlot;
            cache->FirstType = old == null ? type : old->FirstType;
            cache->FirstTarget = old == null ? target : old->FirstTarget;
            if ((old == null || TryCopy(old, cache)) && TryAdd(cache, type, target))
            {
                return cache;
            }

            KernelMemory.Free(cache, bytes);
        }

        return null;
    }

    private static bool TryCopy(DispatchCache* old, DispatchCache* cache)
    {
        var first = (Entry*)(old + 1);
        Entry* end = first + Buckets(old) + OverrunEntries;
        for (Entry* entry = first; entry < end; entry++)
        {
            if (entry->Type != null && !TryAdd(cache, entry->Type, entry->Target))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAdd(DispatchCache* cache, MethodTable* type, nint target)
    {
        Entry* entry = Bucket(cache, type);
        Entry* end = (Entry*)(cache + 1) + Buckets(cache) + OverrunEntries;
        while (entry->Type != null)
        {
            entry++;
        }

        if (entry >= end)
        {
            return false;
        }

        entry->Target = target;
        Volatile.Write(ref *(nint*)&entry->Type, (nint)type);
        cache->Count++;
        return true;
    }

    private static uint Buckets(DispatchCache* cache) => (cache->Mask / (uint)sizeof(Entry)) + 1;

    // The same hash as in InterfaceDispatch.asm.
    private static Entry* Bucket(DispatchCache* cache, MethodTable* type)
    {
        uint low = (uint)(nint)type;
        return (Entry*)((byte*)(cache + 1) + (((low >> 7) ^ low) & cache->Mask));
    }

    [DllImport("*", EntryPoint = "cosmos_dispatch_single_address"), SuppressGCTransition]
    private static extern nint SingleStub();

    [DllImport("*", EntryPoint = "cosmos_dispatch_table_address"), SuppressGCTransition]
    private static extern nint TableStub();

    [DllImport("*", EntryPoint = "cosmos_dispatch_virtual_address"), SuppressGCTransition]
    private static extern nint VirtualStub();

    [DllImport("*", EntryPoint = "cosmos_dispatch_initial_address"), SuppressGCTransition]
    private static extern nint InitialStub();
}
