// Kernel memory of very many pages: bytes of large binaries, long tables. Finding and zeroing a page, or taking it
// away, costs some 300 ns, and 100 MB have 25,600; so this memory comes and goes in pieces, as that of large heap
// blocks does (Heaps/IdleMemory), and who makes it can be preempted between two of them.
//
// While it is being made it hangs off the context, so that a process that is ended in between leaves nothing. What is
// freed is only noted, because who frees it may hold preemption off; whoever has time gives it back piece by piece.
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

/// <summary>Zeroed memory of at least <see cref="Least"/> bytes, piece by piece.</summary>
internal static unsafe class LargeMemory
{
    /// <summary>Less is KernelMemory's: found and given back at once.</summary>
    public const nuint Least = 128 * 1024;

    private const nuint Piece = 64 * 1024;

    private static CoreLatch s_latch;
    private static Stretch* s_freed;
    private static long s_bytesInUse;
    private static long s_freedBytes;

    /// <summary>What stands before the memory that a user gets, which begins at a multiple of 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    internal struct Stretch
    {
        /// <summary>Bytes of addresses, this header included; whole pages.</summary>
        public nuint Bytes;

        /// <summary>Bytes of them that have memory, from the start.</summary>
        public nuint Committed;

        /// <summary>The next one that was freed.</summary>
        public Stretch* Next;
    }

    /// <summary>Bytes in use, from when a user has them until they are freed.</summary>
    public static long BytesInUse => Volatile.Read(ref s_bytesInUse);

    /// <summary>Bytes that were freed and are on their way back.</summary>
    public static nuint FreedBytes => (nuint)Volatile.Read(ref s_freedBytes);

    /// <summary>
    /// Finds memory, which hangs off the running context until <see cref="Keep"/>. With preemption on the core is
    /// anybody's between two pieces. Null: the machine has not so much.
    /// </summary>
    public static void* Make(nuint bytes)
    {
        ContextBlock* context = CoreHold.Begin();
        Stretch* stretch = Begin(context, bytes);
        while (stretch != null && stretch->Committed < stretch->Bytes)
        {
            CoreHold.End(context);
            CoreHold.Begin();
            if (!TryAddPiece(stretch))
            {
                Abandon(context);
                stretch = null;
            }
        }

        CoreHold.End(context);
        return stretch == null ? null : stretch + 1;
    }

    /// <summary>What the running context made is its user's from here on, who frees it. Preemption off.</summary>
    public static void Keep()
    {
        ContextBlock* context = Context.CurrentBlock;
        Interlocked.Add(ref s_bytesInUse, (long)context->Making->Bytes);
        context->Making = null;
    }

    /// <summary>The context ends, or does not need what it was making. Preemption off.</summary>
    public static void Abandon(ContextBlock* context)
    {
        Stretch* stretch = context->Making;
        context->Making = null;
        if (stretch != null)
        {
            AddFreed(stretch);
        }
    }

    /// <summary>Gives memory up. Preemption off; takes no time.</summary>
    public static void Free(void* memory)
    {
        Stretch* stretch = (Stretch*)memory - 1;
        Interlocked.Add(ref s_bytesInUse, -(long)stretch->Bytes);
        AddFreed(stretch);
    }

    /// <summary>Gives a piece of what was freed back to the machine. False: there is none. Preemption off.</summary>
    public static bool TryGiveBack()
    {
        if (s_freed == null)
        {
            return false; // what is freed just now is left to the next who asks
        }

        s_latch.Enter();
        Stretch* stretch = s_freed;
        s_freed = stretch == null ? null : stretch->Next;
        s_freedBytes -= stretch == null ? 0 : (long)stretch->Committed;
        s_latch.Leave();
        if (stretch == null)
        {
            return false;
        }

        if (stretch->Committed <= Piece)
        {
            Platform.ReleaseMemory(stretch, stretch->Bytes);
            return true;
        }

        stretch->Committed -= Piece;
        Platform.DecommitMemory((byte*)stretch + stretch->Committed, Piece);
        AddFreed(stretch);
        return true;
    }

    private static Stretch* Begin(ContextBlock* context, nuint bytes)
    {
        if (bytes > nuint.MaxValue / 2)
        {
            return null;
        }

        nuint all = (nuint)PageSize.RoundUp(bytes + (nuint)sizeof(Stretch));
        if (all > Platform.FreeMemory + Reclaiming.IdleBytes)
        {
            return null; // before everything there is has been taken for nothing
        }

        var stretch = (Stretch*)Platform.ReserveMemory(all);
        if (stretch == null)
        {
            return null;
        }

        if (!TryCommit(stretch, Piece))
        {
            Platform.ReleaseMemory(stretch, all);
            return null;
        }

        stretch->Bytes = all;
        stretch->Committed = Piece;
        context->Making = stretch;
        return stretch;
    }

    private static bool TryAddPiece(Stretch* stretch)
    {
        nuint missing = stretch->Bytes - stretch->Committed;
        nuint bytes = missing < Piece ? missing : Piece;
        if (!TryCommit((byte*)stretch + stretch->Committed, bytes))
        {
            return false;
        }

        stretch->Committed += bytes;
        return true;
    }

    private static bool TryCommit(void* address, nuint bytes)
    {
        while (!Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite))
        {
            if (!Reclaiming.TryStep())
            {
                return false;
            }
        }

        return true;
    }

    private static void AddFreed(Stretch* stretch)
    {
        s_latch.Enter();
        stretch->Next = s_freed;
        s_freed = stretch;
        s_freedBytes += (long)stretch->Committed;
        s_latch.Leave();
    }
}
