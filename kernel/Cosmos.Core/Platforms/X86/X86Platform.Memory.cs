// The memory members of the platform seam, on the machine itself: addresses from AddressSpaceReservations, pages from
// CommittedPages. Lengths are rounded up to pages here, so that nothing below sees an odd one.
using System.Numerics;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

internal static unsafe partial class X86Platform
{
    /// <summary>Bytes of memory that the kernel may use.</summary>
    public static nuint TotalMemory => (nuint)PhysicalPages.TotalBytes;

    /// <summary>Bytes of it that are not committed.</summary>
    public static nuint FreeMemory => (nuint)PhysicalPages.FreeBytes;

    /// <inheritdoc cref="Platform.ReserveMemory"/>
    public static void* ReserveMemory(nuint bytes) =>
        bytes == 0 || bytes > Paging.DynamicEnd
            ? null
            : (void*)AddressSpaceReservations.Reserve(PageSize.RoundUp(bytes));

    /// <inheritdoc cref="Platform.CommitMemory"/>
    public static bool CommitMemory(void* address, nuint bytes, MemoryAccess access) =>
        IsDynamic(address, bytes) && CommittedPages.Commit((ulong)address, PageSize.RoundUp(bytes), access);

    /// <inheritdoc cref="Platform.DecommitMemory"/>
    public static void DecommitMemory(void* address, nuint bytes)
    {
        if (IsDynamic(address, bytes))
        {
            CommittedPages.Decommit((ulong)address, PageSize.RoundUp(bytes));
        }
    }

    /// <inheritdoc cref="Platform.ReleaseMemory"/>
    public static void ReleaseMemory(void* address, nuint bytes)
    {
        if (IsDynamic(address, bytes))
        {
            CommittedPages.Decommit((ulong)address, PageSize.RoundUp(bytes));
            AddressSpaceReservations.Release((ulong)address, PageSize.RoundUp(bytes));
        }
    }

    /// <inheritdoc cref="Platform.ProtectMemory"/>
    public static bool ProtectMemory(void* address, nuint bytes, MemoryAccess access) =>
        IsDynamic(address, bytes) && CommittedPages.Protect((ulong)address, PageSize.RoundUp(bytes), access);

    /// <inheritdoc cref="Platform.CommitStackTops"/>
    public static uint CommitStackTops(byte* part, uint slots, nuint slotBytes, nuint bytes)
    {
        uint done = 0;
        for (uint left = slots; left != 0; left &= left - 1)
        {
            if (!CommitMemory(TopOf(part, left, slotBytes, bytes), bytes, MemoryAccess.ReadWrite))
            {
                break;
            }

            done |= left & (0 - left);
        }

        return done;
    }

    /// <inheritdoc cref="Platform.DecommitStackTops"/>
    public static void DecommitStackTops(byte* part, uint slots, nuint slotBytes, nuint bytes)
    {
        for (uint left = slots; left != 0; left &= left - 1)
        {
            DecommitMemory(TopOf(part, left, slotBytes, bytes), bytes);
        }
    }

    /// <inheritdoc cref="Platform.TableBytes"/>
    public static nuint TableBytes(nuint bytes)
        => bytes / (nuint)PageTables.Span(PageTables.PageLevel + 1) * (nuint)PageSize.Bytes;

    // Of the slot with the lowest bit.
    private static byte* TopOf(byte* part, uint slots, nuint slotBytes, nuint bytes)
        => part + ((nuint)(BitOperations.TrailingZeroCount(slots) + 1) * slotBytes) - bytes;

    // Nothing of this seam reaches the image or the direct map.
    private static bool IsDynamic(void* address, nuint bytes)
    {
        ulong start = (ulong)address;
        return PageSize.IsAligned(start) && start >= Paging.DynamicStart && start < Paging.DynamicEnd
            && bytes <= Paging.DynamicEnd - start;
    }
}
