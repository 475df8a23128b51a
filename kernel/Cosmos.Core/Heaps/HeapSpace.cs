// All memory that objects of heaps lie in: one reserved stretch of addresses, cut into superchunks of 256 KiB, with a
// byte for each that says what it is. So the block of any address, and with it the owner of any object, is found with
// one load and one multiplication, wherever in the object the address points; the write barrier lives on that.
//
// A superchunk holds slots of one size class (its byte is the class + 1), or is part of a run for one large block (the
// byte is 0x80 + log2 of the run's length, and a run begins at a multiple of its length), or holds no block (0).
// Addresses cost nothing, so there are several times as many as memory: what is fragmented is never memory.
//
// BlockOf answers null for whatever is no heap memory, but for slots that nobody rents it answers a header that says
// nothing and may not even be readable: it is for addresses of objects that live. RentedBlockOf takes any number.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps;

/// <summary>The addresses of all heaps. Callable from everywhere, once <see cref="Initialize"/> was.</summary>
internal static unsafe class HeapSpace
{
    /// <summary>log2 of a superchunk's bytes.</summary>
    public const int SuperchunkShift = 18;

    /// <summary>Bytes of a superchunk.</summary>
    public const nuint SuperchunkBytes = (nuint)1 << SuperchunkShift;

    /// <summary>In a superchunk's byte: part of a run of two to the power of the other bits.</summary>
    public const byte RunTag = 0x80;

    // Addresses for each byte of memory: runs are powers of two, and holes must not matter.
    private const ulong AddressesPerByte = 8;
    private const ulong LeastBytes = 1UL << 28;

    // Records are committed by pages of this many.
    private const int RecordsPerPageShift = 6;

    private static byte* s_start;
    private static nuint s_bytes;
    private static byte* s_tags;
    private static SlotGeometry* s_geometry;
    private static Superchunk* s_records;
    private static byte* s_recordPages;

    /// <summary>First address of the space.</summary>
    public static byte* Start => s_start;

    /// <summary>Bytes of addresses in it.</summary>
    public static nuint Bytes => s_bytes;

    /// <summary>log2 of the number of superchunks.</summary>
    public static int OrderOfAll => BitOperations.Log2((ulong)s_bytes) - SuperchunkShift;

    /// <summary>Reserves the addresses and makes the tables. Once, before the first object.</summary>
    public static void Initialize()
    {
        ulong wanted = Platform.TotalMemory * AddressesPerByte;
        s_bytes = (nuint)BitOperations.RoundUpToPowerOf2(wanted < LeastBytes ? LeastBytes : wanted);
        nuint superchunks = s_bytes >> SuperchunkShift;
        nuint pages = superchunks >> RecordsPerPageShift;
        nuint tables = (nuint)PageSize.RoundUp(superchunks + pages + (SlotSizes.Count * (nuint)sizeof(SlotGeometry)));
        byte* addresses = (byte*)Platform.ReserveMemory(s_bytes + SuperchunkBytes);
        s_tags = (byte*)Platform.ReserveMemory(tables);
        s_records = (Superchunk*)Platform.ReserveMemory(superchunks * (nuint)sizeof(Superchunk));
        if (addresses == null || s_tags == null || s_records == null
            || !Platform.CommitMemory(s_tags, tables, MemoryAccess.ReadWrite))
        {
            Fatal.Stop("Not enough memory for the tables of the heaps; give the machine more RAM"u8);
        }

        s_start = (byte*)(((nuint)addresses + SuperchunkBytes - 1) & ~(SuperchunkBytes - 1));
        s_recordPages = s_tags + superchunks;
        s_geometry = (SlotGeometry*)(s_recordPages + pages);
        for (int sizeClass = 0; sizeClass < SlotSizes.Count; sizeClass++)
        {
            s_geometry[sizeClass] = new SlotGeometry((uint)SlotSizes.BytesOf(sizeClass));
        }

        SetHeapArena(s_start, s_bytes);
    }

    /// <summary>
    /// The block that an address lies in, or null when no block is there. The address is one of a block that somebody
    /// rents, or outside of all heaps.
    /// </summary>
    public static HeapBlock* BlockOf(nint address)
    {
        nuint offset = (nuint)address - (nuint)s_start;
        if (offset >= s_bytes)
        {
            return null;
        }

        nuint index = offset >> SuperchunkShift;
        byte tag = s_tags[index];
        if ((tag & RunTag) != 0)
        {
            return (HeapBlock*)(s_start + ((index >> (tag ^ RunTag)) << (tag ^ RunTag) << SuperchunkShift));
        }

        if (tag == 0)
        {
            return null;
        }

        SlotGeometry* geometry = s_geometry + tag - 1;
        uint slot = geometry->SlotAt((uint)offset & ((uint)SuperchunkBytes - 1));
        return slot < geometry->Slots
            ? (HeapBlock*)(s_start + (index << SuperchunkShift) + (slot * geometry->Bytes))
            : null;
    }

    /// <summary>The rented block with this address between its first object and its end, or null.</summary>
    /// <param name="address">Any number.</param>
    public static HeapBlock* RentedBlockOf(nint address)
    {
        HeapBlock* block = BlockOf(address);
        if (block == null)
        {
            return null;
        }

        nuint index = IndexOf(block);
        bool isCut = (s_tags[index] & RunTag) != 0
            || (nuint)block - (nuint)AddressOf(index) < s_records[index].Cut * s_geometry[s_tags[index] - 1].Bytes;
        return isCut && (byte*)address >= HeapBlock.Start(block)
            && Probe.TryRead(&block->End, out nint end) && address < end ? block : null;
    }

    /// <summary>Whether an address lies in the space at all: what is frozen or null does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(nint address) => (nuint)address - (nuint)s_start < s_bytes;

    /// <summary>The number of the superchunk with this address.</summary>
    public static nuint IndexOf(void* address) => ((nuint)address - (nuint)s_start) >> SuperchunkShift;

    /// <summary>First byte of a superchunk.</summary>
    public static byte* AddressOf(nuint index) => s_start + (index << SuperchunkShift);

    /// <summary>What a superchunk is; see the head of the file.</summary>
    public static byte TagOf(nuint index) => s_tags[index];

    /// <summary>Says what <paramref name="count"/> superchunks are.</summary>
    public static void SetTags(nuint index, nuint count, byte tag)
    {
        for (nuint i = index; i < index + count; i++)
        {
            s_tags[i] = tag;
        }
    }

    /// <summary>The record of a superchunk that has one.</summary>
    public static Superchunk* RecordOf(nuint index) => s_records + index;

    /// <summary>The number of the superchunk that a record is of.</summary>
    public static nuint IndexOf(Superchunk* record) => (nuint)(record - s_records);

    /// <summary>Whether a superchunk has a record: one that never had is in no list.</summary>
    public static bool HasRecord(nuint index) => s_recordPages[index >> RecordsPerPageShift] != 0;

    /// <summary>Puts memory behind a superchunk's record. False: the machine has none.</summary>
    public static bool TryMakeRecord(nuint index)
    {
        nuint page = index >> RecordsPerPageShift;
        if (s_recordPages[page] == 0)
        {
            nuint bytes = (nuint)sizeof(Superchunk) << RecordsPerPageShift;
            if (!Platform.CommitMemory((byte*)s_records + (page * bytes), bytes, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_recordPages[page] = 1;
        }

        return true;
    }

    [DllImport("*", EntryPoint = "cosmos_set_heap_arena"), SuppressGCTransition]
    private static extern void SetHeapArena(void* start, nuint bytes);
}
