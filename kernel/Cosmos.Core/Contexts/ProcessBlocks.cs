// Where the control blocks of processes lie: side by side in a store of slots, each with its thread-local area in
// front, so that a process which waits costs this and its heap. Free blocks are kept by the core that ended them, and
// the memory of many free ones goes back to the machine (SlotStore). A block that was given back keeps its words until
// it is taken again: the context that ended goes on reading its own until its core has switched away, and until then no
// other core gets it, because what was given back last leaves its core last.
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Contexts;

/// <summary>The pool of processes' context blocks. Called with preemption off.</summary>
internal static unsafe class ProcessBlocks
{
    // The runtime numbers processes with fewer bits; addresses cost nothing.
    private const int MostBlocks = 1 << 24;

    // Blocks begin with one, their thread-local areas end one.
    private const nuint CacheLine = 64;

    // Blocks that change places at a time.
    private const int BatchBlocks = SlotStore.LargestBatch;

    private static SlotStore s_store;

    /// <summary>Bytes of a block and its thread-local area.</summary>
    public static nuint EntryBytes => BlockOffset + Lines((nuint)sizeof(ContextBlock));

    /// <summary>Blocks taken and not returned.</summary>
    public static int InUse => s_store.InUse;

    // The area ends where the block begins (ELF TLS variant II).
    private static nuint BlockOffset => Lines((nuint)ContextLayout.ThreadLocalSize);

    /// <summary>A block, all zero but for its own address; null when the machine's memory is exhausted.</summary>
    public static ContextBlock* TryTake()
    {
        if (s_store.Shares == null && !TryMakeStore())
        {
            return null;
        }

        int slot = s_store.Rent(Cores.Current, BatchBlocks);
        if (slot == 0)
        {
            return null;
        }

        byte* entry = EntryOf(slot);
        var block = (ContextBlock*)(entry + BlockOffset);
        new System.Span<byte>(entry, (int)EntryBytes).Clear();
        block->Self = block;
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public static void Return(ContextBlock* block) => s_store.Return(Cores.Current, BatchBlocks, SlotOf(block));

    // For the first process, so the boot core is alone.
    private static bool TryMakeStore()
        => s_store.TryInitialize(MostBlocks, EntryBytes, SlotStore.UsualStep);

    private static byte* EntryOf(int slot) => s_store.Slots + ((nuint)(uint)slot * EntryBytes);

    private static nuint Lines(nuint bytes) => (bytes + CacheLine - 1) & ~(CacheLine - 1);

    // In cache lines, so that the division is one of 32 bits.
    private static int SlotOf(ContextBlock* block)
        => (int)((uint)((nuint)((byte*)block - BlockOffset - s_store.Slots) / CacheLine)
            / (uint)(EntryBytes / CacheLine));
}
