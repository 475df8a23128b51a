// VirtualAlloc and its kin. CoreLib reserves and commits ranges for frozen objects built at run time; the platform's
// memory has the same two steps. VirtualFree of a reservation needs its size, which Win32 does not pass, so ranges are
// kept in a list.
using System.Runtime;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Pages and blocks for CoreLib.</summary>
internal static unsafe class VirtualMemory
{
    private const int Commit = 0x1000;
    private const int Reserve = 0x2000;
    private const int Decommit = 0x4000;
    private const int Release = 0x8000;
    private const int PageReadWrite = 0x04;

    // Size kept in front of a malloc block, which keeps blocks 16-byte aligned.
    private const nuint BlockHeader = 16;

    private static CoreLatch s_latch;
    private static Range* s_ranges;

    private struct Range
    {
        public Range* Next;
        public byte* Start;
        public nuint Size;
    }

    [RuntimeExport("VirtualAlloc")]
    private static void* Allocate(byte* address, nuint size, int type, int protection)
    {
        bool isReserving = address == null || (type & Reserve) != 0;
        if (isReserving && (address = ReserveRange((nuint)PageSize.RoundUp(size))) == null)
        {
            return Refuse();
        }

        if ((type & Commit) == 0)
        {
            return address;
        }

        byte* page = PagesOf(address, size, out nuint bytes);
        MemoryAccess access = protection == PageReadWrite ? MemoryAccess.ReadWrite : MemoryAccess.Read;
        return Platform.CommitMemory(page, bytes, access) ? page : Refuse();
    }

    [RuntimeExport("VirtualFree")]
    private static int Free(byte* address, nuint size, int type)
    {
        if ((type & Decommit) != 0)
        {
            byte* page = PagesOf(address, size, out nuint bytes);
            Platform.DecommitMemory(page, bytes);
            return 1;
        }

        if ((type & Release) == 0)
        {
            return LastError.Fail(Win32Error.InvalidParameter);
        }

        Range* found = Remove(address);
        if (found == null)
        {
            return LastError.Fail(Win32Error.InvalidParameter);
        }

        Platform.ReleaseMemory(found->Start, found->Size);
        KernelMemory.Free(found, (nuint)sizeof(Range));
        return 1;
    }

    [RuntimeExport("malloc")]
    private static void* AllocateBlock(nuint bytes)
    {
        nuint total = bytes + BlockHeader;
        var block = total < bytes ? null : (byte*)KernelMemory.Allocate(total);
        if (block == null)
        {
            return null;
        }

        *(nuint*)block = total;
        return block + BlockHeader;
    }

    [RuntimeExport("free")]
    private static void FreeBlock(byte* block)
    {
        if (block != null)
        {
            block -= BlockHeader;
            KernelMemory.Free(block, *(nuint*)block);
        }
    }

    /// <summary>Nothing here hands out LocalAlloc memory, so only null comes back.</summary>
    [RuntimeExport("LocalFree")]
    private static nint LocalFree(nint memory) => memory;

    // Win32 means every page that holds a byte of the range; returns the first, and the bytes of all.
    private static byte* PagesOf(byte* address, nuint size, out nuint bytes)
    {
        ulong first = PageSize.RoundDown((ulong)address);
        bytes = (nuint)(PageSize.RoundUp((ulong)address + size) - first);
        return (byte*)first;
    }

    private static byte* ReserveRange(nuint bytes)
    {
        var range = (Range*)KernelMemory.Allocate((nuint)sizeof(Range));
        if (range == null)
        {
            return null;
        }

        range->Start = (byte*)Platform.ReserveMemory(bytes);
        if (range->Start == null)
        {
            KernelMemory.Free(range, (nuint)sizeof(Range));
            return null;
        }

        range->Size = bytes;
        s_latch.Acquire();
        range->Next = s_ranges;
        s_ranges = range;
        s_latch.Release();
        return range->Start;
    }

    // Takes the range that starts at the address off the list; null if there is none.
    private static Range* Remove(byte* address)
    {
        s_latch.Acquire();
        Range* previous = null;
        Range* range = s_ranges;
        while (range != null && range->Start != address)
        {
            previous = range;
            range = range->Next;
        }

        if (range != null && previous == null)
        {
            s_ranges = range->Next;
        }
        else if (range != null)
        {
            previous->Next = range->Next;
        }

        s_latch.Release();
        return range;
    }

    private static void* Refuse()
    {
        LastError.Fail(Win32Error.NotEnoughMemory);
        return null;
    }
}
