// Looks over a heap after a collection, when the boot option heap=verify asks for it: every object has a type that
// looks like one, and every reference leads to an object of this heap, to a shared one, or out of all heaps. An
// object's beginning is told by its header: types lie in the image, so no field, length or character looks like one by
// chance.
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>The walk over a heap that finds what should not be.</summary>
internal static unsafe class Verification
{
    // Larger than any type's instance, array elements aside.
    private const uint LargestBaseSize = 1 << 20;

    /// <summary>
    /// Checks all blocks of a process that does not allocate meanwhile. Stops the machine at the first fault.
    /// </summary>
    public static void Check(ContextBlock* owner)
    {
        if (owner->Heap.Main != null)
        {
            CheckBlock(owner, owner->Heap.Main);
        }

        for (HeapBlock* block = owner->Heap.Others; block != null; block = block->Next)
        {
            CheckBlock(owner, block);
        }

        for (HeapBlock* block = owner->Heap.Touched; block != null; block = block->Next)
        {
            CheckBlock(owner, block);
        }

        if (owner->Heap.Vacated != null)
        {
            Fatal.Stop("heap: a collection left blocks on its list"u8);
        }
    }

    private static void CheckBlock(ContextBlock* owner, HeapBlock* block)
    {
        if (block->Owner != owner || (block->Flags & BlockFlags.OfCollection) != 0 || block->Top > block->End)
        {
            Fatal.Stop("heap: a block's header is wrong after a collection"u8);
        }

        nint end = (nint)block->Top + sizeof(nint);
        nint instance = (nint)HeapBlock.Start(block) + sizeof(nint);
        while (instance < end)
        {
            CheckType(*(MethodTable**)instance);
            ObjectLayout.VisitReferences(instance, &CheckReference, owner);
            instance += (nint)ObjectLayout.SizeOf(instance);
        }

        if (instance != end)
        {
            Fatal.Stop("heap: the last object of a block does not end at the block's top"u8);
        }
    }

    private static void CheckReference(nint* slot, void* owner)
    {
        nint value = *slot;
        if (value == 0)
        {
            return;
        }

        HeapBlock* block = HeapSpace.BlockOf(value);
        if (block == null)
        {
            CheckOutside(value);
            return;
        }

        bool isShared = Ownership.IsShared(value);
        if (!isShared && block->Owner != owner)
        {
            Fatal.Stop("heap: a reference leads into another process's heap, or to returned memory"u8);
        }

        nint first = (nint)HeapBlock.Start(block) + sizeof(nint);
        nint behind = (nint)block->Top + sizeof(nint);
        if (!isShared && (value < first || value >= behind))
        {
            Fatal.Stop("heap: a reference leads behind the last object of a block"u8);
        }

        CheckType(*(MethodTable**)value);
    }

    private static void CheckOutside(nint value)
    {
        if ((value & (sizeof(nint) - 1)) != 0)
        {
            Fatal.Stop("heap: a reference is no address of an object"u8);
        }

        CheckType(*(MethodTable**)value);
    }

    private static void CheckType(MethodTable* type)
    {
        bool isAligned = type != null && ((nint)type & (sizeof(nint) - 1)) == 0;
        if (!isAligned || HeapSpace.Contains((nint)type) || type->BaseSize > LargestBaseSize || type->BaseSize < 16)
        {
            Fatal.Stop("heap: an object has no type"u8);
        }
    }
}
