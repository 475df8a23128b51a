// What happens to a block that objects stay in: those that were marked lose their marks, donated ones are left alone,
// and everything else becomes filler, so that the block can be walked again and holds no reference to where nothing is.
namespace Cosmos.Core.Heaps.Collection;

/// <summary>The end of a collection for blocks that were not vacated.</summary>
internal static unsafe class Sweep
{
    /// <summary>Cleans a block. Objects that were copied out of it are filler from here on.</summary>
    /// <returns>Bytes of objects that stay for their owner.</returns>
    public static nuint Clean(HeapBlock* block)
    {
        nuint live = 0;
        nint first = (nint)HeapBlock.Start(block) + sizeof(nint);
        nint end = (nint)block->Top + sizeof(nint);
        nint dead = first; // where the filler begins that is to be laid before the next object that stays
        nint instance = first;
        while (instance < end)
        {
            nint next = instance + (nint)ObjectMark.SizeOf(instance);
            bool isDonated = block->Donated != null && Ownership.IsShared(instance);
            if (isDonated || (*(nint*)instance & ObjectMark.Stays) != 0)
            {
                *(nint*)instance &= ~ObjectMark.Any;
                live += isDonated ? 0 : (nuint)(next - instance);
                Filler.Cover(dead, instance);
                dead = next;
            }

            instance = next;
        }

        // Nothing is laid behind the last object that stays: it is the top.
        block->Top = (byte*)(dead - sizeof(nint));
        return live;
    }
}
