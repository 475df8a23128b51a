// The machine's free memory, page by page. Everything that needs RAM ends here: page tables, stacks, heaps, DMA
// buffers. The bookkeeping is a PageBitmap in a piece carved out of the memory it describes.
//
// A page that is handed out holds whatever was in it; whoever shows it to C# zeroes it first (PageZero).
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>The physical page allocator. Any context with a bounded wait; never allocates elsewhere.</summary>
internal static unsafe class PhysicalPages
{
    /// <summary>Until the final page tables stand, only the first 4 GiB can be reached.</summary>
    public const ulong BootReach = 1UL << 32;

    private static PageBitmap s_bitmap;
    private static InterruptSpinLock s_lock;
    private static ulong s_total;
    private static bool s_allReachable;

    /// <summary>Bytes under management, free or in use, without the bookkeeping.</summary>
    public static ulong TotalBytes => s_total;

    /// <summary>Bytes free now.</summary>
    public static ulong FreeBytes => s_bitmap.Free << PageSize.Shift;

    /// <summary>Takes over all of <paramref name="free"/>; one piece of it becomes the bitmap. [BootOnly]</summary>
    public static void Initialize(ref AddressRangeSet free)
    {
        if (free.Count == 0)
        {
            Fatal.Stop("the boot loader's memory map has no usable memory"u8);
        }

        ulong pages = free.Ranges[^1].End >> PageSize.Shift;
        ulong bytes = PageSize.RoundUp(PageBitmap.WordsFor(pages) * sizeof(ulong));
        ulong home = FindHome(free, bytes);
        free.Remove(AddressRange.Between(home, home + bytes));

        ulong* storage = (ulong*)DirectMap.Pointer(home);
        PageZero.Clear(storage, bytes);
        // Safety: [home, home + bytes) is RAM that the map calls free, below BootReach, and now nobody else's.
        s_bitmap.Initialize(storage, pages);
        foreach (AddressRange range in free.Ranges)
        {
            s_bitmap.ReleaseRun(range.Start >> PageSize.Shift, range.Length >> PageSize.Shift);
        }

        s_total = FreeBytes;
    }

    /// <summary>From here on the direct map shows all memory, not only the first 4 GiB. [BootOnly]</summary>
    public static void AllIsReachable() => s_allReachable = true;

    /// <summary>One page, not zeroed. False: memory is exhausted.</summary>
    public static bool TryAllocate(out PhysicalAddress address)
    {
        if (!s_allReachable)
        {
            return TryAllocateRun(1, PageSize.Bytes, BootReach, out address);
        }

        ulong flags = s_lock.Acquire();
        bool found = s_bitmap.TryTake(out ulong page);
        s_lock.Release(flags);
        address = new PhysicalAddress(page << PageSize.Shift);
        return found;
    }

    /// <summary>
    /// <paramref name="pages"/> neighbouring pages, not zeroed, aligned to <paramref name="alignment"/> bytes (a power
    /// of two, at least a page) and wholly below <paramref name="limit"/>: what a device can reach. Takes time linear
    /// in the machine's memory / 256 KiB.
    /// </summary>
    public static bool TryAllocateRun(ulong pages, ulong alignment, ulong limit, out PhysicalAddress address)
    {
        ulong flags = s_lock.Acquire();
        bool found = s_bitmap.TryTakeRun(
            pages, alignment >> PageSize.Shift, limit >> PageSize.Shift, out ulong first);
        s_lock.Release(flags);
        address = new PhysicalAddress(first << PageSize.Shift);
        return found;
    }

    /// <summary>
    /// Gives one page back. A page that is free already, or was never ours, is a fatal bug of the caller.
    /// </summary>
    public static void Release(PhysicalAddress address)
    {
        ulong flags = s_lock.Acquire();
        bool released = s_bitmap.Release(address.Value >> PageSize.Shift);
        s_lock.Release(flags);
        if (!released)
        {
            Fatal.Stop("a physical page was freed twice"u8);
        }
    }

    // High in the first 4 GiB rather than low, for the sake of devices that reach only low memory.
    private static ulong FindHome(in AddressRangeSet free, ulong bytes)
    {
        for (int i = free.Count - 1; i >= 0; i--)
        {
            AddressRange range = free.Ranges[i];
            ulong end = range.End < BootReach ? range.End : BootReach;
            if (end > range.Start && end - range.Start >= bytes)
            {
                return end - bytes;
            }
        }

        Fatal.Stop("no room for the memory bitmap below 4 GiB"u8);
        return 0;
    }
}
