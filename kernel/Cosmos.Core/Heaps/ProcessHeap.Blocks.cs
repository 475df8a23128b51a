// Whose blocks are whose: getting, switching and giving up the blocks of a process's heap. All methods are called by
// the context itself, or for one that does not run.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps;

internal unsafe partial struct ProcessHeap
{
    /// <summary>Gives a context of a process its heap, without memory yet.</summary>
    public static void Initialize(ContextBlock* context, in HeapOptions options)
    {
        context->Heap = default;
        context->Heap.MinimumBytes = (nuint)options.MinimumBytes;
        context->Heap.MaximumBytes = (nuint)options.MaximumBytes;
        context->Heap.LimitAction = (uint)options.Action;
        context->Kind = ContextKind.Process;
        ClearWindow(context);
    }

    /// <summary>
    /// Makes a block that nobody owns the one that the context allocates in, behind what it holds: the parcel that a
    /// new process begins with. Only for a heap without a main block.
    /// </summary>
    public static void AdoptMain(ContextBlock* context, HeapBlock* block)
    {
        Preemption.Disable();
        Own(context, block);
        UseMain(context, block);
        Preemption.Enable();
    }

    /// <summary>Adds a block that nobody owns, such as a message's: its objects are the process's now.</summary>
    public static void AdoptOther(ContextBlock* context, HeapBlock* block)
    {
        Preemption.Disable();
        Own(context, block);
        block->Next = context->Heap.Others;
        context->Heap.Others = block;
        Preemption.Enable();
    }

    /// <summary>
    /// From now on the context allocates behind the objects of this block, which it owns; stores into it take the fast
    /// path from its first donated object's end on. The old main block, if any, is in no list afterwards.
    /// </summary>
    public static void UseMain(ContextBlock* context, HeapBlock* block)
    {
        Preemption.Disable();
        CloseWindow(context);
        context->Heap.Main = block;
        block->Kind = BlockKind.Main;
        if (block->Top != HeapBlock.Start(block))
        {
            block->Flags &= ~BlockPool.Fresh; // who wrote objects there may have written more than them
        }

        context->AllocationPointer = block->Top + sizeof(long);
        context->AllocationLimit = context->AllocationPointer;
        context->WindowStart = context->AllocationPointer;
        context->HeapLow = block->Donated == null ? (byte*)block : block->Top;
        context->HeapBytes = (nuint)(block->End - context->HeapLow);
        Preemption.Enable();
    }

    /// <summary>
    /// Writes the main block's top down and closes the window: the next allocation opens a new one. Objects are walked,
    /// and blocks taken apart, after this.
    /// </summary>
    public static void CloseWindow(ContextBlock* context)
    {
        HeapBlock* main = context->Heap.Main;
        context->AllocatedBefore += (ulong)(context->AllocationPointer - context->WindowStart);
        context->WindowStart = context->AllocationPointer;
        context->AllocationLimit = context->AllocationPointer;
        if (main != null)
        {
            main->Top = context->AllocationPointer - sizeof(long);
            main->Flags &= ~BlockPool.Fresh;
        }
    }

    /// <summary>
    /// Stores below the end of a donated object are looked at from now on: nothing of the main block below it is the
    /// process's own for certain.
    /// </summary>
    public static void NoteDonation(ContextBlock* context, HeapBlock* block, byte* end)
    {
        if (block == context->Heap.Main && end > context->HeapLow)
        {
            context->HeapLow = end;
            context->HeapBytes = (nuint)(block->End - end);
        }
    }

    /// <summary>Forgets a block of the context: to be returned, or everybody's.</summary>
    public static void Disown(ContextBlock* context, HeapBlock* block)
    {
        block->Owner = null;
        context->Heap.TotalBytes -= (nuint)HeapBlock.SizeOf(block);
    }

    /// <summary>
    /// Gives a block up that is in none of the context's lists any more. With donated objects it is everybody's.
    /// </summary>
    public static void GiveUp(ContextBlock* context, HeapBlock* block)
    {
        Disown(context, block);
        if (block->Donated != null)
        {
            SharedHeap.Adopt(block);
        }
        else
        {
            BlockPool.Return(block);
        }
    }

    /// <summary>
    /// Ends a heap: blocks with donated objects become everybody's, all others go back. Also what a message was being
    /// packed into, and what a collection was copying from. Takes preemption off for one block at a time. Nothing is
    /// left to be done a second time.
    /// </summary>
    public static void Release(ContextBlock* context)
    {
        Messages.GraphCopy.ReleaseAll(context);
        NativeAot.ThreadNumbers.TakeBack(context);
        context->InlinedThreadStatics = null; // they are among what goes
        NativeAot.Handles.ReleaseAll(context);
        Collection.Finalizable.Release(context);
        CloseWindow(context);
        HeapBlock* main = context->Heap.Main;
        context->Heap.Main = null;
        ClearWindow(context);
        if (main != null)
        {
            GiveUp(context, main);
        }

        ReleaseList(context, &context->Heap.Others);
        ReleaseList(context, &context->Heap.Examined);
        ReleaseList(context, &context->Heap.Touched);
        ReleaseList(context, &context->Heap.Vacated);
        DonationList.Abandon(context);
        Preemption.Disable();
        LargeBlocks.AbandonPrepared(context);
        Preemption.Enable();
    }

    private static void ReleaseList(ContextBlock* context, HeapBlock** list)
    {
        while (*list != null)
        {
            HeapBlock* block = *list;
            *list = block->Next;
            GiveUp(context, block);
        }
    }

    private static void Own(ContextBlock* context, HeapBlock* block)
    {
        block->Owner = context;
        context->Heap.TotalBytes += (nuint)HeapBlock.SizeOf(block);
    }

    // No memory to allocate in, and no store that needs no check.
    private static void ClearWindow(ContextBlock* context)
    {
        context->AllocationPointer = null;
        context->AllocationLimit = null;
        context->WindowStart = null;
        context->HeapLow = null;
        context->HeapBytes = 0;
    }
}
