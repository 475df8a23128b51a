// Small messages on their last step. A message joins the receiver's heap by its block changing hands, which costs
// nothing for a large one; but many are one object of a few words, and for them the block is what costs: 128 bytes stay
// rented for 24 until the next collection, and every message touches memory that none touched lately. So a single small
// object that nobody has looked at is copied to where the receiver allocates, and its block goes back to be the next
// message's, still warm. Copying graphs of several objects, references translated, was tried: it costs more than it
// saves (docs/design/speed.md).
//
// Whoever looked may have kept a reference, so what was examined joins as it is. So does what the window has no room
// for: the window is the process's own, nothing else moves into it, and one that is full is made anew before the
// message is taken (Prepare), where the process may collect.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>Copying of small parcels into the heap that takes them.</summary>
internal static unsafe class SmallGraphs
{
    private const nuint MostBytes = 96;

    /// <summary>
    /// Sees to it that the running process's window has room for the graph of a block, if it is a small one. May
    /// collect; preemption on. What it cannot do it leaves.
    /// </summary>
    public static void Prepare(HeapBlock* block)
    {
        ContextBlock* context = Context.CurrentBlock;
        nuint bytes = (nuint)(block->Top - HeapBlock.Start(block));
        if (!HasRoom(context, bytes) && IsSmall(block, bytes) && block->Owner == null)
        {
            MakeRoom(bytes);
        }
    }

    /// <summary>Sees to it that the running process's window has so much room, as <see cref="Prepare"/> does.</summary>
    public static void MakeRoom(nuint bytes)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (!HasRoom(context, bytes) && context->Kind == ContextKind.Process && context->PreemptionDepth == 0)
        {
            ProcessHeap.MakeRoom(context, bytes);
        }
    }

    /// <summary>
    /// Copies the graph of a block that nobody owns into the running process's window. Preemption off.
    /// </summary>
    /// <param name="context">The running context.</param>
    /// <param name="block">The block; unchanged.</param>
    /// <param name="root">The graph's one object, in the heap.</param>
    /// <returns>False: it is too large, or more than one, or the window is full; nothing happened.</returns>
    public static bool TryCopy(ContextBlock* context, HeapBlock* block, out nint root)
    {
        byte* start = HeapBlock.Start(block);
        nuint bytes = (nuint)(block->Top - start);
        root = (nint)context->AllocationPointer;
        if (!IsSmall(block, bytes) || !HasRoom(context, bytes))
        {
            return false;
        }

        // The window begins one word below its pointer, as the block does below its first object. A word that could be
        // a reference into the block would lead to the original still.
        var to = (ulong*)(root - sizeof(long));
        for (nuint i = 0; i < bytes / sizeof(ulong); i++)
        {
            ulong word = ((ulong*)start)[i];
            to[i] = word;
            if (word - (nuint)start < bytes)
            {
                HeapWords.Clear((byte*)to, (byte*)(to + i + 1));
                return false;
            }
        }

        context->AllocationPointer += bytes;
        return true;
    }

    private static bool IsSmall(HeapBlock* block, nuint bytes)
        => bytes <= MostBytes && block->Binaries == 0
            && ObjectLayout.SizeOf((nint)HeapBlock.Start(block) + sizeof(long)) == bytes;

    private static bool HasRoom(ContextBlock* context, nuint bytes)
        => (nuint)(context->AllocationLimit - context->AllocationPointer) >= bytes;
}
