// Memory for the kernel's own structures, outside every managed heap: handles, dispatch caches, win32 blocks, the bytes
// of binaries. Blocks in powers of two, each size a store of slots (SlotStore), so that cores keep free ones for
// themselves and the memory of many free ones goes back to the machine. Blocks of a page and more go to the platform
// directly; for very many pages there is LargeMemory. Memory is zeroed outside of all that.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

/// <summary>Allocation of zeroed, 16-byte aligned, unmanaged blocks.</summary>
internal static unsafe class KernelMemory
{
    private const int SmallestShift = 5;
    private const int Classes = 8;
    private const nuint CommitStep = 16 * 1024;
    private const int MostBlocks = 1 << 28;

    // A batch is as many blocks as make a page, but not too many.
    private const int SmallestInPage = (int)PageSize.Bytes >> SmallestShift;

    private static PerCore<CoreUse> s_cores;
    private static Stores s_stores;
    private static CoreLatch s_latch;

    [InlineArray(Classes)]
    private struct Stores
    {
        private SlotStore _first;
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CoreUse
    {
        public long Bytes;
    }

    /// <summary>Bytes in use by callers, rounded up to their blocks.</summary>
    public static nuint BytesInUse
    {
        get
        {
            long sum = LargeMemory.BytesInUse;
            for (int core = 1; core <= Abi.Cores.Count; core++)
            {
                sum += Volatile.Read(ref s_cores[core].Bytes);
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

        int index = ClassOf(bytes);
        ref SlotStore store = ref s_stores[index];
        ContextBlock* context = CoreHold.Begin();
        byte* block = null;
        if (store.Shares != null || TryMake(index))
        {
            block = TryTake(ref store, context->Core, index);
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

        int index = ClassOf(bytes);
        int size = 1 << (SmallestShift + index);
        new System.Span<byte>(block, size).Clear();
        ref SlotStore store = ref s_stores[index];
        ContextBlock* context = CoreHold.Begin();
        var slot = (int)((nuint)((byte*)block - store.Slots) >> (SmallestShift + index));
        store.Return(context->Core, BatchOf(index), slot);
        s_cores[context->Core].Bytes -= size;
        CoreHold.End(context);
    }

    private static byte* TryTake(ref SlotStore store, int core, int index)
    {
        int slot = store.Rent(core, BatchOf(index));
        if (slot == 0)
        {
            return null;
        }

        s_cores[core].Bytes += 1L << (SmallestShift + index);
        return store.Slots + ((nuint)slot << (SmallestShift + index));
    }

    private static int BatchOf(int index) => int.Min(SmallestInPage >> index, SlotStore.LargestBatch);

    private static int ClassOf(nuint bytes)
    {
        int index = 0;
        while (((nuint)1 << (SmallestShift + index)) < bytes)
        {
            index++;
        }

        return index;
    }

    // The first block of a size that anybody asks for; two cores may do so at once.
    private static bool TryMake(int index)
    {
        ref SlotStore store = ref s_stores[index];
        s_latch.Enter();
        if (store.Shares == null)
        {
            nuint size = (nuint)1 << (SmallestShift + index);
            int most = (int)nuint.Min(Platform.TotalMemory / size, MostBlocks);
            _ = store.TryInitialize(most, size, CommitStep);
        }

        s_latch.Leave();
        return store.Shares != null;
    }

    private static void Count(long bytes)
    {
        ContextBlock* context = CoreHold.Begin();
        s_cores[context->Core].Bytes += bytes;
        CoreHold.End(context);
    }

    private static void* AllocatePages(nuint bytes)
    {
        void* address = Platform.ReserveMemory(bytes);
        if (address == null)
        {
            return null;
        }

        while (!Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite))
        {
            ContextBlock* context = CoreHold.Begin();
            bool isMore = Reclaiming.TryStep();
            CoreHold.End(context);
            if (!isMore)
            {
                Platform.ReleaseMemory(address, bytes);
                return null;
            }
        }

        Count((long)bytes);
        return address;
    }
}
