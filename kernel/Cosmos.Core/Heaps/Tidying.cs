// Work on large amounts of memory that can wait or be done in pieces, by a process with preemption on: giving back what
// was returned, and finding the memory of a large block before it is rented. Between two pieces the core is anybody's.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps;

/// <summary>Large amounts of memory, piece by piece. Preemption on.</summary>
internal static unsafe class Tidying
{
    /// <summary>Gives everything back that was returned and is too much to be kept.</summary>
    public static void GiveBack()
    {
        bool isMore = true;
        while (isMore)
        {
            Preemption.Disable();
            isMore = IdleMemory.TryGiveBack();
            Preemption.Enable();
        }
    }

    /// <summary>
    /// Finds memory for a large block that the running process is about to rent; then renting takes no time. Without
    /// effect on small ones, with preemption off, in the kernel's own contexts, and when there is not enough.
    /// </summary>
    /// <param name="objectBytes">As <see cref="BlockPool.Rent"/> will be told.</param>
    public static void Prepare(nuint objectBytes)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (objectBytes <= IdleMemory.Piece || objectBytes >= HeapSpace.Bytes
            || context->Kind != ContextKind.Process || context->PreemptionDepth != 0)
        {
            return;
        }

        bool isMore = true;
        while (isMore)
        {
            Preemption.Disable();
            isMore = LargeBlocks.PrepareStep(context, objectBytes + (nuint)sizeof(HeapBlock));
            Preemption.Enable();
        }
    }
}
