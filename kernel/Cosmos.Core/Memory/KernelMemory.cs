// Memory for the kernel's own structures, outside every managed heap: handles, dispatch caches, win32 blocks. A simple
// segregated free list in powers of two above a bump pointer; blocks of a page and more go to the platform directly.
// The lists are one core's for now; preemption is off while they are looked at. Pages are zeroed outside of that.
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

/// <summary>Allocation of zeroed, 16-byte aligned, unmanaged blocks.</summary>
internal static unsafe class KernelMemory
{
    private const nuint SmallestBlock = 32;
    private const nuint ChunkSize = 64 * 1024;
    private const int Classes = 8;

    private static ClassLists s_lists;
    private static byte* s_bump;
    private static byte* s_bumpEnd;
    private static long s_bytesInUse;

    /// <summary>Free blocks of one size each, 32 bytes to 4 KiB.</summary>
    private struct ClassLists
    {
        public fixed long Heads[Classes];
    }

    /// <summary>Bytes in use by callers, rounded up to their blocks.</summary>
    public static nuint BytesInUse => (nuint)System.Threading.Volatile.Read(ref s_bytesInUse);

    /// <summary>Returns a zeroed block, or null when the machine's memory is exhausted.</summary>
    public static void* Allocate(nuint bytes)
    {
        if (bytes >= PageSize.Bytes)
        {
            return AllocatePages((nuint)PageSize.RoundUp(bytes));
        }

        int index = ClassOf(bytes, out nuint size);
        Preemption.Disable();
        void* block = TakeBlock(index, size);
        Preemption.Enable();
        return block;
    }

    /// <summary>Gives a block back.</summary>
    /// <param name="block">From <see cref="Allocate"/>, or null.</param>
    /// <param name="bytes">The size asked for then.</param>
    public static void Free(void* block, nuint bytes)
    {
        if (block == null)
        {
            return;
        }

        if (bytes >= PageSize.Bytes)
        {
            nuint pages = (nuint)PageSize.RoundUp(bytes);
            Count(-(long)pages);
            Platform.ReleaseMemory(block, pages);
            return;
        }

        int index = ClassOf(bytes, out nuint size);
        new System.Span<byte>(block, (int)size).Clear();
        Preemption.Disable();
        *(void**)block = (void*)s_lists.Heads[index];
        s_lists.Heads[index] = (long)block;
        Count(-(long)size);
        Preemption.Enable();
    }

    private static void Count(long bytes) => System.Threading.Interlocked.Add(ref s_bytesInUse, bytes);

    private static void* TakeBlock(int index, nuint size)
    {
        var head = (void**)s_lists.Heads[index];
        if (head != null)
        {
            s_lists.Heads[index] = (long)*head;
            *head = null;
            Count((long)size);
            return head;
        }

        if ((nuint)(s_bumpEnd - s_bump) < size && !TryRefill())
        {
            return null;
        }

        byte* block = s_bump;
        s_bump += size;
        Count((long)size);
        return block;
    }

    private static int ClassOf(nuint bytes, out nuint size)
    {
        int index = 0;
        size = SmallestBlock;
        while (size < bytes)
        {
            size *= 2;
            index++;
        }

        return index;
    }

    private static bool TryRefill()
    {
        byte* chunk = (byte*)ReservePages(ChunkSize);
        if (chunk == null)
        {
            return false;
        }

        s_bump = chunk;
        s_bumpEnd = chunk + ChunkSize;
        return true;
    }

    private static void* AllocatePages(nuint bytes)
    {
        void* pages = ReservePages(bytes);
        if (pages != null)
        {
            Count((long)bytes);
        }

        return pages;
    }

    private static void* ReservePages(nuint bytes)
    {
        void* address = Platform.ReserveMemory(bytes);
        if (address != null && !Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite))
        {
            Platform.ReleaseMemory(address, bytes);
            return null;
        }

        return address;
    }
}
