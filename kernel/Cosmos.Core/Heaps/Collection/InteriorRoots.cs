// Addresses inside objects: spans, `ref` locals, by-reference arguments. An object owns the addresses from its method
// table pointer to the next object's, so that the end of a span that is one past the last element still belongs to its
// array (the next object's header word lies in between). The object is found by walking its block from the beginning;
// the addresses are sorted, so a block is walked once at most and no further than the last of them.
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Messages;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Finding the objects that addresses lead into.</summary>
internal static unsafe class InteriorRoots
{
    /// <summary>Shows the objects that the interior entries of a list lead into, and corrects the entries.</summary>
    /// <param name="roots">The list; only its interior entries are left in it.</param>
    /// <param name="owner">Whose heap is collected.</param>
    /// <param name="evacuation">Told of each object.</param>
    public static void Show(RootList* roots, ContextBlock* owner, Evacuation* evacuation)
    {
        roots->SortInterior();
        HeapBlock* walked = null;
        nint instance = 0;
        for (nint i = 0; i < roots->Count; i++)
        {
            nint* location = roots->Location(i);
            nint value = *location;
            HeapBlock* block = BlockOf(value);
            if (!IsCollected(block, owner))
            {
                ShowHolder(value, owner, evacuation);
                continue;
            }

            if (block != walked)
            {
                walked = block;
                instance = FirstOf(block);
            }

            instance = Find(instance, value);
            *location = evacuation->Show(instance) + (value - instance);
        }
    }

    /// <summary>The object that an address leads into, found by a walk of its own.</summary>
    public static nint Find(HeapBlock* block, nint address) => Find(FirstOf(block), address);

    /// <summary>
    /// The block of the object that an address leads into: the last one of a full block owns its end.
    /// </summary>
    public static HeapBlock* BlockOf(nint address)
    {
        HeapBlock* block = HeapSpace.BlockOf(address);
        return block != null && address >= (nint)HeapBlock.Start(block)
            ? block
            : HeapSpace.BlockOf(address - sizeof(nint));
    }

    /// <summary>Whether the running collection decides about the objects in a block.</summary>
    public static bool IsCollected(HeapBlock* block, ContextBlock* owner)
        => block != null && block->Owner == owner
            && (block->Flags & (BlockFlags.Vacating | BlockFlags.Marking)) != 0;

    private static nint FirstOf(HeapBlock* block) => (nint)HeapBlock.Start(block) + sizeof(nint);

    private static nint Find(nint instance, nint address)
    {
        while (true)
        {
            nint next = instance + (nint)ObjectMark.SizeOf(instance);
            if (address < next)
            {
                return instance;
            }

            instance = next;
        }
    }

    // A span of a large binary leads outside of all heaps; the object that keeps the bytes must live on.
    private static void ShowHolder(nint value, ContextBlock* owner, Evacuation* evacuation)
    {
        if (owner->Heap.Binaries == 0 || HeapSpace.Contains(value)
            || (value >= (nint)owner->StackLow && value < (nint)owner->StackHigh))
        {
            return;
        }

        nint holder = Binaries.HolderOf(&owner->Heap, value);
        if (holder != 0)
        {
            _ = evacuation->Show(holder);
        }
    }
}
