// Memory for the kernel's own structures, outside every managed heap: handles, dispatch caches, win32 blocks. Free
// blocks in powers of two, kept by each core (Magazine) and exchanged in batches; new ones are cut from chunks under a
// latch. Blocks of a page and more go to the platform directly; for very many pages there is LargeMemory. Memory is
// zeroed outside of all that.
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

/// <summary>Allocation of zeroed, 16-byte aligned, unmanaged blocks.</summary>
internal static unsafe class KernelMemory
{
    private const nuint SmallestBlock = 32;
    private const nuint ChunkSize = 64 * 1024;
    private const int Classes = 8;

    // A batch is as many blocks as make a page, but not too many.
    private const int MostInBatch = 32;
    private const int SmallestInPage = (int)(PageSize.Bytes / (ulong)SmallestBlock);

    // Free blocks are linked through their first word, batches through their second.
    private const nint Link = 0;
    private const nint BatchLink = sizeof(long);

    private static PerCore<CoreLists> s_cores;
    private static ClassDepots s_depots;
    private static CoreLatch s_chunkLatch;
    private static byte* s_bump;
    private static byte* s_bumpEnd;

    [System.Runtime.CompilerServices.InlineArray(Classes)]
    private struct ClassLists
    {
        private Magazine _first;
    }

    [System.Runtime.CompilerServices.InlineArray(Classes)]
    private struct ClassDepots
    {
        private Depot _first;
    }

    /// <summary>Free blocks of one size each, 32 bytes to 4 KiB, and what the core's callers took.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 320)]
    private struct CoreLists
    {
        public ClassLists Classes;
        public long BytesInUse;
    }

    /// <summary>Bytes in use by callers, rounded up to their blocks.</summary>
    public static nuint BytesInUse
    {
        get
        {
            long sum = LargeMemory.BytesInUse;
            for (int core = 1; core <= Abi.Cores.Count; core++)
            {
                sum += System.Threading.Volatile.Read(ref s_cores[core].BytesInUse);
            }

            return (nuint)sum;
        }
    }

    /// <summary>Returns a zeroed block, or null when the machine's memory is exhausted.</summary>
    public static void* Allocate(nuint bytes)
    {
        if (bytes >= PageSize.Bytes)
        {
            return AllocatePages((nuint)PageSize.RoundUp(bytes));
        }

        int index = ClassOf(bytes, out nuint size);
        ContextBlock* context = CoreHold.Begin();
        ref CoreLists core = ref s_cores[context->Core];
        ref Magazine blocks = ref core.Classes[index];
        byte* block = blocks.TryTake(Link);
        if (block == null && TryRefill(ref blocks, index, size))
        {
            block = blocks.TryTake(Link);
        }

        if (block != null)
        {
            *(void**)block = null;
            core.BytesInUse += (long)size;
        }

        CoreHold.End(context);
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
        ContextBlock* context = CoreHold.Begin();
        ref CoreLists core = ref s_cores[context->Core];
        ref Magazine blocks = ref core.Classes[index];
        core.BytesInUse -= (long)size;
        if (blocks.Add((byte*)block, Link, BatchOf(index)))
        {
            byte* batch = blocks.Stow();
            if (batch != null)
            {
                s_depots[index].Add(batch, BatchLink);
            }
        }

        CoreHold.End(context);
    }

    private static int BatchOf(int index) => int.Min(SmallestInPage >> index, MostInBatch);

    private static void Count(long bytes)
    {
        ContextBlock* context = CoreHold.Begin();
        s_cores[context->Core].BytesInUse += bytes;
        CoreHold.End(context);
    }

    private static bool TryRefill(ref Magazine blocks, int index, nuint size)
    {
        int batchItems = BatchOf(index);
        if (blocks.TryRefill(batchItems))
        {
            return true;
        }

        byte* batch = s_depots[index].TryTake(BatchLink);
        if (batch != null)
        {
            *(void**)(batch + BatchLink) = null;
            blocks.Load(batch, batchItems);
            return true;
        }

        return TryCut(ref blocks, size, batchItems);
    }

    // As many new blocks as the chunk has, up to a batch; the lowest is taken first.
    private static bool TryCut(ref Magazine blocks, nuint size, int most)
    {
        s_chunkLatch.Enter();
        if ((nuint)(s_bumpEnd - s_bump) < size && !TryAddChunk())
        {
            s_chunkLatch.Leave();
            return false;
        }

        byte* first = s_bump;
        int count = (int)nuint.Min((nuint)(s_bumpEnd - first) / size, (nuint)most);
        s_bump += (nuint)count * size;
        s_chunkLatch.Leave();
        for (int i = count - 1; i >= 0; i--)
        {
            blocks.Add(first + ((nuint)i * size), Link, int.MaxValue);
        }

        return true;
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

    private static bool TryAddChunk()
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
