// The kernel's one address space, from the moment the boot tables are left:
//
//   image            physical = virtual, 4 KiB pages: code r-x, constants r--, data rw-, nothing both writable and code
//   0 .. image       nothing: a null reference faults, whatever the offset
//   upper half       DirectMap: RAM rw-, the image's code and constants r--, ROM r--, devices rw- uncached; never code
//   DynamicStart..   what ReserveMemory hands out, page by page (CommittedPages)
//
// There is one set of tables for all cores, and no page is global. A change that takes rights away must be followed by
// CommittedPages.InvalidateEverywhere, or be numbered (Translations).
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>What is mapped where, and with which rights.</summary>
internal static unsafe class Paging
{
    /// <summary>First address that <c>ReserveMemory</c> hands out.</summary>
    public const ulong DynamicStart = 0x0000_1000_0000_0000;

    /// <summary>One beyond the last.</summary>
    public const ulong DynamicEnd = 0x0000_7000_0000_0000;

    private const ulong VideoStart = 0xA_0000;
    private const ulong VideoEnd = 0xC_0000;
    private const int LevelOf2M = 2;
    private const int LevelOf1G = 3;

    private static ulong s_root;
    private static int s_largest;
    private static InterruptSpinLock s_lock;

    /// <summary>Physical address of the top table.</summary>
    public static ulong Root => s_root;

    /// <summary>Held by whoever changes the tables.</summary>
    public static ref InterruptSpinLock Lock => ref s_lock;

    /// <summary>Builds the final tables and switches to them. [BootOnly]</summary>
    public static void Initialize(in AddressRangeSet visible, KernelImage* image)
    {
        s_largest = HasGigabytePages() ? LevelOf1G : LevelOf2M;
        s_root = PageTables.NewTable();
        MapImage(image);
        MapWindow(0, VideoStart, PageEntry.ReadWrite);
        MapWindow(VideoStart, VideoEnd, PageEntry.ReadWrite | PageEntry.Uncached);
        MapWindow(VideoEnd, MemoryMap.LowMemoryEnd, PageEntry.Read);
        foreach (AddressRange range in visible.Ranges)
        {
            MapWindow(range.Start, range.End, PageEntry.ReadWrite);
        }

        MapWindow(image->RodataStart, image->DataStart, PageEntry.Read);

        // Safety: the tables map this code, its data and the stack in use at the addresses they have now.
        Processor.WriteCr3(s_root);
        CommittedPages.MarkGuard(image->BootStackGuard);
    }

    /// <summary>Registers: uncached, readable, writable. The pointer is good for ever. Not for RAM.</summary>
    /// <returns>Where the byte at <paramref name="physical"/> is seen.</returns>
    public static void* MapDevice(ulong physical, ulong length) =>
        MapPhysical(physical, length, PageEntry.ReadWrite | PageEntry.Uncached, replace: true);

    /// <summary>
    /// As <see cref="MapDevice"/>, for what a device says of itself: null when it cannot be mapped. What is mapped so
    /// already costs a look. Preemption off.
    /// </summary>
    public static void* TryMapDevice(ulong physical, ulong length)
    {
        const ulong Bits = PageEntry.ReadWrite | PageEntry.Uncached;
        ulong end = PageSize.RoundUp(physical + length);
        if (length == 0 || end < physical || end > DirectMap.Length)
        {
            return null;
        }

        bool mapped = true;
        ulong flags = s_lock.Acquire();
        for (ulong page = PageSize.RoundDown(physical); mapped && page < end; page += PageSize.Bytes)
        {
            // Only where nothing is: who asks has made sure that it is no memory, so what is there is as asked for.
            ulong entry = *PageTables.Find(s_root, DirectMap.Base + page, out _);
            mapped = (entry & PageEntry.Present) != 0
                ? (entry & Bits) == Bits
                : PageTables.Map(s_root, DirectMap.Base + page, page, PageSize.Bytes, Bits, PageTables.PageLevel);
        }

        s_lock.Release(flags);
        return mapped ? DirectMap.Pointer(physical) : null;
    }

    /// <summary>Pixels: writes are gathered into bursts and may arrive out of order (write-combining).</summary>
    /// <inheritdoc cref="MapDevice"/>
    public static void* MapFramebuffer(ulong physical, ulong length) =>
        MapPhysical(physical, length, PageEntry.ReadWrite | PageEntry.WriteCombining, replace: true);

    /// <summary>
    /// Firmware's tables, wherever they lie: cached, readable. What is RAM of ours anyway keeps its rights.
    /// </summary>
    /// <inheritdoc cref="MapDevice"/>
    public static void* MapFirmware(ulong physical, ulong length) =>
        MapPhysical(physical, length, PageEntry.Read, replace: false);

    private static void MapImage(KernelImage* image)
    {
        MapIdentity(image->RodataStart, image->RodataEnd, PageEntry.Read);
        MapIdentity(image->TextStart, image->TextEnd, PageEntry.ReadExecute);
        MapIdentity(image->DataStart, image->ImageEnd, PageEntry.ReadWrite);
    }

    private static void MapIdentity(ulong start, ulong end, ulong bits) =>
        RequireBoot(PageTables.Map(s_root, start, start, end - start, bits, PageTables.PageLevel));

    private static void MapWindow(ulong start, ulong end, ulong bits) =>
        RequireBoot(PageTables.Map(s_root, DirectMap.Base + start, start, end - start, bits, s_largest));

    private static void RequireBoot(bool mapped)
    {
        if (!mapped)
        {
            Fatal.Stop("no memory for the page tables"u8);
        }
    }

    // Rounds outward to pages. A device's pages are mapped anew even if something was there; firmware's only where
    // nothing is.
    private static void* MapPhysical(ulong physical, ulong length, ulong bits, bool replace)
    {
        ulong end = PageSize.RoundUp(physical + length);
        if (length == 0 || end < physical || end > DirectMap.Length)
        {
            Fatal.Stop("a device or a firmware table lies outside the addresses that the kernel can map"u8);
        }

        bool mapped = true;
        bool replaced = false;
        ulong flags = s_lock.Acquire();
        for (ulong page = PageSize.RoundDown(physical); page < end; page += PageSize.Bytes)
        {
            ulong address = DirectMap.Base + page;
            ulong old = *PageTables.Find(s_root, address, out _);
            if (replace || (old & PageEntry.Present) == 0)
            {
                mapped &= PageTables.Map(s_root, address, page, PageSize.Bytes, bits, PageTables.PageLevel);
                Processor.InvalidatePage((void*)address);
                replaced |= (old & PageEntry.Present) != 0;
            }
        }

        s_lock.Release(flags);
        if (replaced)
        {
            Translations.Settle(Translations.Note());
        }

        if (!mapped)
        {
            Fatal.Stop("no memory for the page tables of a device"u8);
        }

        return DirectMap.Pointer(physical);
    }

    private static bool HasGigabytePages() => (Cpuid.Query(Cpuid.ExtendedBase + 1).Edx >> 26 & 1) != 0;
}
