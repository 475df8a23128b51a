// Where the control blocks of processes lie: side by side in one reserved stretch that grows by committing, each with
// its thread-local area in front, so that a process which waits costs this and its heap. A block that was given back
// keeps its words until it is taken again: the context that ended goes on reading its own until it has switched away.
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

    private static byte* s_start;
    private static byte* s_next;
    private static byte* s_committed;
    private static byte* s_end;
    private static ContextBlock* s_free;
    private static int s_inUse;

    /// <summary>Bytes of a block and its thread-local area.</summary>
    public static nuint EntryBytes => BlockOffset + (nuint)sizeof(ContextBlock);

    /// <summary>Blocks taken and not returned.</summary>
    public static int InUse => s_inUse;

    // The area ends where the block begins (ELF TLS variant II).
    private static nuint BlockOffset => ((nuint)ContextLayout.ThreadLocalSize + Alignment - 1) & ~(Alignment - 1);

    /// <summary>A block, all zero but for its own address; null when the machine's memory is exhausted.</summary>
    public static ContextBlock* TryTake()
    {
        ContextBlock* block = s_free;
        if (block != null)
        {
            s_free = (ContextBlock*)block->Root;
            new System.Span<byte>((byte*)block - BlockOffset, (int)EntryBytes).Clear();
        }
        else if (TryGrow())
        {
            block = (ContextBlock*)(s_next + BlockOffset);
            s_next += EntryBytes;
        }
        else
        {
            return null;
        }

        block->Self = block;
        s_inUse++;
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public static void Return(ContextBlock* block)
    {
        block->Root = (nint)s_free;
        s_free = block;
        s_inUse--;
    }

    private static bool TryGrow()
    {
        if (s_start == null && !TryReserve())
        {
            return false;
        }

        if (s_next + EntryBytes > s_committed)
        {
            if (s_committed == s_end || !Platform.CommitMemory(s_committed, CommitStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_committed += CommitStep;
        }

        return true;
    }

    private static bool TryReserve()
    {
        nuint bytes = MostBlocks * EntryBytes;
        s_start = (byte*)Platform.ReserveMemory(bytes);
        s_next = s_start;
        s_committed = s_start;
        s_end = s_start + bytes;
        return s_start != null;
    }
}
