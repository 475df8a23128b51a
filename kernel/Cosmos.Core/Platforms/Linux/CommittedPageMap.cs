// Which pages are committed: one bit for each page of the 47-bit user address space, in a mapping that Linux fills only
// where it is touched. Linux knows this too but does not tell, and without it a range that is released could not be
// subtracted from what is in use.
using System.Numerics;
using System.Threading;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>The bitmap of committed pages.</summary>
internal static unsafe class CommittedPageMap
{
    private const int PageShift = 12;
    private const int AddressBits = 47;
    private const int WordShift = 6;
    private static nuint MapBytes => unchecked((nuint)(1UL << (AddressBits - PageShift - 3)));

    private static ulong* s_words;

    /// <summary>Maps the bitmap.</summary>
    public static void Initialize()
    {
        void* map = LinuxPlatform.ReserveMemory(MapBytes);
        if (map == null || !LinuxPlatform.ProtectMemory(map, MapBytes, Memory.MemoryAccess.ReadWrite))
        {
            Fatal.Stop("Linux gives no 4 GiB of address space; is vm.overcommit_memory or ulimit -v set?"u8);
        }

        s_words = (ulong*)map;
    }

    /// <summary>Marks the pages of the range. Returns the bytes that were not marked before.</summary>
    public static nuint Set(void* address, nuint bytes) => Change(address, bytes, isCommitted: true);

    /// <summary>Unmarks the pages of the range. Returns the bytes that were marked before.</summary>
    public static nuint Clear(void* address, nuint bytes) => Change(address, bytes, isCommitted: false);

    /// <summary>Bytes of the range that are not committed yet.</summary>
    public static nuint Missing(void* address, nuint bytes)
    {
        nuint first = (nuint)address >> PageShift;
        nuint end = ((nuint)address + bytes + (((nuint)1 << PageShift) - 1)) >> PageShift;
        nuint marked = 0;
        for (nuint page = first; page < end; page = NextWord(page))
        {
            marked += (nuint)BitOperations.PopCount(s_words[page >> WordShift] & Mask(page, end));
        }

        return ((end - first) - marked) << PageShift;
    }

    private static nuint Change(void* address, nuint bytes, bool isCommitted)
    {
        nuint first = (nuint)address >> PageShift;
        nuint end = ((nuint)address + bytes + (((nuint)1 << PageShift) - 1)) >> PageShift;
        nuint changed = 0;
        for (nuint page = first; page < end; page = NextWord(page))
        {
            // A word may be shared with a neighbour's pages, which another core may be changing.
            ref ulong word = ref s_words[page >> WordShift];
            ulong mask = Mask(page, end);
            ulong before = isCommitted ? ~Interlocked.Or(ref word, mask) : Interlocked.And(ref word, ~mask);
            changed += (nuint)BitOperations.PopCount(before & mask);
        }

        return changed << PageShift;
    }

    private static nuint NextWord(nuint page) => (page | ((1 << WordShift) - 1)) + 1;

    // The bits of the word that page lies in, from page to the word's end or to end.
    private static ulong Mask(nuint page, nuint end)
    {
        ulong mask = ulong.MaxValue << (int)(page & 63);
        return NextWord(page) <= end ? mask : mask & (ulong.MaxValue >> (int)(64 - (end & 63)));
    }
}
