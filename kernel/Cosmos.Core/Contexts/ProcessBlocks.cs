// Where the control blocks of processes lie: side by side in one reserved stretch that grows by committing, each with
// its thread-local area in front, so that a process which waits costs this and its heap. Free blocks are kept by the
// core that ended them (Magazine). A block that was given back keeps its words until it is taken again: the context
// that ended goes on reading its own until its core has switched away, and until then no other core gets it.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>The pool of processes' context blocks. Called with preemption off.</summary>
internal static unsafe class ProcessBlocks
{
    // The runtime numbers processes with fewer bits; addresses cost nothing.
    private const nuint MostBlocks = 1 << 24;
    private const nuint CommitStep = 64 * 1024;
    private const nuint Alignment = 16;

    // Blocks that change places at a time.
    private const int BatchBlocks = 32;

    private static PerCore<CoreBlocks> s_cores;
    private static Depot s_depot;
    private static CoreLatch s_latch;
    private static byte* s_start;
    private static byte* s_next;
    private static byte* s_committed;
    private static byte* s_end;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CoreBlocks
    {
        public Magazine Free;
        public int InUse;
    }

    /// <summary>Bytes of a block and its thread-local area.</summary>
    public static nuint EntryBytes => BlockOffset + (nuint)sizeof(ContextBlock);

    /// <summary>Blocks taken and not returned.</summary>
    public static int InUse
    {
        get
        {
            int sum = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                sum += System.Threading.Volatile.Read(ref s_cores[core].InUse);
            }

            return sum;
        }
    }

    // The area ends where the block begins (ELF TLS variant II).
    private static nuint BlockOffset => ((nuint)ContextLayout.ThreadLocalSize + Alignment - 1) & ~(Alignment - 1);

    /// <summary>A block, all zero but for its own address; null when the machine's memory is exhausted.</summary>
    public static ContextBlock* TryTake()
    {
        ref CoreBlocks core = ref s_cores[Cores.Current];
        byte* item = core.Free.TryTake(ContextBlock.LinkOffset);
        if (item == null)
        {
            if (!TryRefill(ref core.Free))
            {
                return null;
            }

            item = core.Free.TryTake(ContextBlock.LinkOffset);
        }

        new System.Span<byte>(item - BlockOffset, (int)EntryBytes).Clear();
        var block = (ContextBlock*)item;
        block->Self = block;
        core.InUse++;
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public static void Return(ContextBlock* block)
    {
        ref CoreBlocks core = ref s_cores[Cores.Current];
        core.InUse--;
        if (core.Free.Add((byte*)block, ContextBlock.LinkOffset, BatchBlocks))
        {
            byte* batch = core.Free.Stow();
            if (batch != null)
            {
                s_depot.Add(batch, ContextBlock.BatchLinkOffset);
            }
        }
    }

    private static bool TryRefill(ref Magazine free)
    {
        if (free.TryRefill(BatchBlocks))
        {
            return true;
        }

        byte* batch = s_depot.TryTake(ContextBlock.BatchLinkOffset);
        if (batch != null)
        {
            free.Load(batch, BatchBlocks);
            return true;
        }

        s_latch.Enter();
        byte* first = TryGrow(out int count);
        s_latch.Leave();
        for (int i = count - 1; i >= 0; i--)
        {
            free.Add(first + ((nuint)i * EntryBytes) + BlockOffset, ContextBlock.LinkOffset, int.MaxValue);
        }

        return count != 0;
    }

    // A batch of new entries, or as many as there is memory for.
    private static byte* TryGrow(out int count)
    {
        count = 0;
        byte* first = s_next;
        if (s_start == null && (first = TryReserve()) == null)
        {
            return null;
        }

        while (count < BatchBlocks && TryCommit(s_next + EntryBytes))
        {
            s_next += EntryBytes;
            count++;
        }

        return first;
    }

    private static bool TryCommit(byte* end)
    {
        while (end > s_committed)
        {
            if (s_committed == s_end || !Platform.CommitMemory(s_committed, CommitStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_committed += CommitStep;
        }

        return true;
    }

    private static byte* TryReserve()
    {
        nuint bytes = MostBlocks * EntryBytes;
        s_start = (byte*)Platform.ReserveMemory(bytes);
        s_next = s_start;
        s_committed = s_start;
        s_end = s_start + bytes;
        return s_start;
    }
}
