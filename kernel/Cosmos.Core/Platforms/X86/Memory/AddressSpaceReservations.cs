// Who may use which part of the dynamic address space. Only addresses: what stands behind them is CommittedPages'
// business.
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>The free list of dynamic addresses, outside every managed heap.</summary>
internal static unsafe class AddressSpaceReservations
{
    // 2,048 holes before addresses are leaked (AddressSpace).
    private const ulong Pages = 8;

    private static AddressSpace s_space;
    private static InterruptSpinLock s_lock;

    /// <summary>Everything is free. [BootOnly]</summary>
    public static void Initialize()
    {
        if (!PhysicalPages.TryAllocateRun(Pages, PageSize.Bytes, ulong.MaxValue, out PhysicalAddress storage))
        {
            Fatal.Stop("no memory for the list of free addresses"u8);
        }

        int capacity = (int)(Pages * PageSize.Bytes) / sizeof(AddressRange);
        // Safety: the run is Pages pages, shown by the direct map, and belongs to the list for ever.
        s_space.Initialize(
            (AddressRange*)DirectMap.Pointer(storage), capacity, Paging.DynamicStart, Paging.DynamicEnd);
    }

    /// <summary>Takes <paramref name="bytes"/> bytes, a multiple of the page size; 0: none left.</summary>
    public static ulong Reserve(ulong bytes)
    {
        ulong flags = s_lock.Acquire();
        bool found = s_space.TryReserve(bytes, out ulong start);
        s_lock.Release(flags);
        return found ? start : 0;
    }

    /// <summary>Gives a range back. What was not reserved is a fatal bug of the caller.</summary>
    public static void Release(ulong start, ulong bytes)
    {
        ulong flags = s_lock.Acquire();
        bool released = s_space.Release(start, bytes);
        s_lock.Release(flags);
        if (!released)
        {
            Fatal.Stop("address space was released twice"u8);
        }
    }
}
