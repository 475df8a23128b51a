// Messages: a graph of objects of the running process becomes a parcel, a block that is no heap's, and a parcel becomes
// part of the heap of the process that receives it. In between nobody can change it: nobody has a reference into it.
//
// Two passes: GraphTrace finds the objects and measures, GraphWriter copies into a block that fits. Neither throws,
// allocates managed objects or is a critical section: a copy is preempted like any other work of its process, and the
// process may be ended in the middle of it. So whatever a copy has rented hangs off the context from the moment it is
// rented (ContextBlock.Packing, a list), and the finished parcel still does: until the runtime has put it where its
// receiver finds it and says so (Detach), it ends with the sender. The list is short: a copy has two blocks in it, and
// the runtime may copy on behalf of a process that it preempted within a copy.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Heaps.Collection;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>What stands behind <see cref="Parcel"/>.</summary>
internal static unsafe class GraphCopy
{
    // Objects that a trace finds before it rents memory for its list: most messages are smaller.
    private const uint TracedOnStack = 48;

    // What a context may have rented for copies under way; more are parcels that were forgotten.
    private const uint MostPacking = 16;

    // What a new process has room for behind its first objects before its first collection, unless more is asked for.
    private const nuint FirstRoom = 256;

    /// <summary>
    /// The half of an object's header that CoreLib does not use: the object's number in the list of a trace, if that
    /// list says so too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref uint NumberOf(nint instance) => ref *(uint*)(instance - sizeof(long));

    /// <inheritdoc cref="Parcel.TryPack"/>
    public static ParcelRefusal TryPack(object? graph, out Parcel parcel, out string? culprit)
    {
        culprit = null;
        nint root = Unsafe.As<object?, nint>(ref graph);
        ContextBlock* context = Begin();
        if (root == 0 || !HasHeap(context))
        {
            parcel = new Parcel(root, null);
            return ParcelRefusal.None;
        }

        TracedObject* room = stackalloc TracedObject[(int)TracedOnStack];
        GraphTrace trace = new(context, room, TracedOnStack);
        ParcelRefusal refusal;
        if (!trace.IsPrivate(root))
        {
            parcel = new Parcel(root, null);
            refusal = ParcelRefusal.None;
        }
        else
        {
            refusal = IsPlainObject(root)
                ? TryCopyObject(context, root, out parcel)
                : TryCopy(ref trace, root, BlockKind.Fragment, 0, out parcel);
            culprit = NameOfCulprit(refusal, trace.Culprit);
        }

        System.GC.KeepAlive(graph);
        return refusal;
    }

    /// <inheritdoc cref="Parcel.TryPackForHeap"/>
    public static ParcelRefusal TryPackForHeap(
        object? graph, in HeapOptions options, out Parcel parcel, out string? culprit)
    {
        nint root = Unsafe.As<object?, nint>(ref graph);
        nuint minimum = options.MinimumBytes > 0 ? (nuint)options.MinimumBytes : 0;
        ContextBlock* context = Begin();
        TracedObject* room = stackalloc TracedObject[(int)TracedOnStack];
        GraphTrace trace = new(context, room, TracedOnStack);
        bool isPrivate = root != 0 && HasHeap(context) && trace.IsPrivate(root);
        ParcelRefusal refusal = isPrivate
            ? TryCopy(ref trace, root, BlockKind.Main, minimum, out parcel)
            : TryRentEmpty(context, root, minimum, out parcel);
        culprit = NameOfCulprit(refusal, trace.Culprit);
        System.GC.KeepAlive(graph);
        return refusal;
    }

    /// <inheritdoc cref="Parcel.Examine"/>
    public static object? Examine(Parcel parcel)
    {
        HeapBlock* block = parcel.Block;
        if (block != null && block->Owner == null)
        {
            ContextBlock* context = Context.CurrentBlock;
            Preemption.Disable();
            Unlink(context, block);
            if (HasHeap(context))
            {
                MakeExamined(context, block);
            }

            Preemption.Enable();
        }

        return ObjectReference.At(parcel.Root);
    }

    /// <inheritdoc cref="Parcel.Peek"/>
    public static object? Peek(Parcel parcel) => ObjectReference.At(parcel.Root);

    /// <inheritdoc cref="Parcel.Take"/>
    public static object? Take(Parcel parcel)
    {
        HeapBlock* block = parcel.Block;
        if (block == null)
        {
            return ObjectReference.At(parcel.Root);
        }

        Join(Context.CurrentBlock, block);
        return ObjectReference.At(parcel.Root);
    }

    /// <inheritdoc cref="Parcel.Discard"/>
    public static void Discard(Parcel parcel)
    {
        HeapBlock* block = parcel.Block;
        if (block == null)
        {
            return;
        }

        if (block->Owner != null)
        {
            // Whoever looked at it may have kept a reference into it: the next collection frees what nothing refers to.
            Join(Context.CurrentBlock, block);
            return;
        }

        ReleaseCopy(Context.CurrentBlock, block);
    }

    /// <inheritdoc cref="Parcel.Detach"/>
    public static void Detach(Parcel parcel)
    {
        if (parcel.Block != null)
        {
            Unlink(Context.CurrentBlock, parcel.Block);
        }
    }

    /// <summary>
    /// Frees what messages left with a context that ends: a copy under way, a parcel that nobody detached, and the
    /// heap's hold on large binaries. Before the blocks of the heap are freed or become shared.
    /// </summary>
    public static void ReleaseAll(ContextBlock* context)
    {
        ReleasePacking(context);
        Binaries.ReleaseAll(context);
    }

    /// <summary>Rents a block that the context's end frees, until it is returned or detached.</summary>
    internal static HeapBlock* Rent(ContextBlock* context, nuint bytes, BlockKind kind)
    {
        Tidying.Prepare(bytes);
        Preemption.Disable();
        HeapBlock* block = BlockPool.Rent(bytes, kind);
        if (block != null)
        {
            block->Next = context->Packing;
            context->Packing = block;
        }

        Preemption.Enable();
        return block;
    }

    /// <summary>Returns a block that <see cref="Rent"/> gave, or null.</summary>
    internal static void Return(ContextBlock* context, HeapBlock* block)
    {
        if (block != null)
        {
            Preemption.Disable();
            Unlink(context, block);
            BlockPool.Return(block);
            Preemption.Enable();
        }
    }

    // To contexts without one, every address is their own, and all they make is everybody's.
    private static bool HasHeap(ContextBlock* context) => context->HeapBytes != nuint.MaxValue;

    private static ContextBlock* Begin()
    {
        ContextBlock* context = Context.CurrentBlock;
        uint count = 0;
        for (HeapBlock* block = context->Packing; block != null; block = block->Next)
        {
            count++;
        }

        if (count > MostPacking)
        {
            Fatal.Stop("Parcels are packed and neither detached, taken nor discarded"u8);
        }

        return context;
    }

    // Boxed numbers, records of numbers: nothing to trace.
    private static bool IsPlainObject(nint root)
    {
        MethodTable* table = *(MethodTable**)root;
        return !table->HasReferences && !table->HasComponentSize && !table->HasFinalizer
            && TravelTypes.At(TravelTypes.Find(table, root))->Kind == TravelKind.Scalars;
    }

    private static ParcelRefusal TryCopyObject(ContextBlock* context, nint root, out Parcel parcel)
    {
        nuint bytes = (*(MethodTable**)root)->BaseSize;
        HeapBlock* block = Rent(context, Room(bytes, BlockKind.Fragment, 0), BlockKind.Fragment);
        if (block == null)
        {
            parcel = default;
            return ParcelRefusal.OutOfMemory;
        }

        byte* start = HeapBlock.Start(block);
        GraphWriter.WriteObject(root, (nint)start + sizeof(long), (uint)(bytes / sizeof(long)));
        block->Top = start + bytes;
        parcel = new Parcel((nint)start + sizeof(long), block);
        DetachIfSafe(context, block);
        return ParcelRefusal.None;
    }

    private static ParcelRefusal TryCopy(
        ref GraphTrace trace, nint root, BlockKind kind, nuint minimum, out Parcel parcel)
    {
        ContextBlock* context = Context.CurrentBlock;
        ParcelRefusal refusal;
        parcel = default;
        while (true)
        {
            ulong copy = ++context->Heap.Copies;
            refusal = TryCopyOnce(context, ref trace, root, kind, minimum, out HeapBlock* block);
            if (copy == context->Heap.Copies)
            {
                parcel = new Parcel(block == null ? 0 : (nint)HeapBlock.Start(block) + sizeof(long), block);
                break;
            }

            ReleaseCopy(context, block);
            trace.Restart();
        }

        Return(context, trace.RentedList);
        DetachIfSafe(context, parcel.Block);
        return refusal;
    }

    private static ParcelRefusal TryCopyOnce(
        ContextBlock* context, ref GraphTrace trace, nint root, BlockKind kind, nuint minimum, out HeapBlock* block)
    {
        block = null;
        if (!trace.TryTrace(root))
        {
            return trace.Refusal;
        }

        TravelType* type = TravelTypes.At(trace.Entries->Type);
        if (trace.Words <= SmallParcel.MostWords && type->Misfits != 0)
        {
            type->Misfits = 0;
        }

        nuint bytes = (nuint)trace.Words * sizeof(long);
        block = Rent(context, Room(bytes, kind, minimum), kind);
        if (block == null)
        {
            return ParcelRefusal.OutOfMemory;
        }

        new GraphWriter(block, in trace).Write();
        block->Top = HeapBlock.Start(block) + bytes;
        return ParcelRefusal.None;
    }

    /// <summary>Who packs with preemption off cannot be ended before the parcel is where it belongs.</summary>
    internal static void DetachIfSafe(ContextBlock* context, HeapBlock* block)
    {
        if (block != null && context->PreemptionDepth != 0)
        {
            Unlink(context, block);
        }
    }

    private static ParcelRefusal TryRentEmpty(ContextBlock* context, nint root, nuint minimum, out Parcel parcel)
    {
        HeapBlock* block = Rent(context, Room(0, BlockKind.Main, minimum), BlockKind.Main);
        parcel = new Parcel(root, block);
        DetachIfSafe(context, block);
        return block == null ? ParcelRefusal.OutOfMemory : ParcelRefusal.None;
    }

    // One word stays free behind the last object, so that a reference to its end is one into the block.
    private static nuint Room(nuint bytes, BlockKind kind, nuint minimum)
    {
        nuint room = bytes + sizeof(long);
        return kind == BlockKind.Fragment ? room : nuint.Max(minimum, room + FirstRoom);
    }

    private static void ReleaseCopy(ContextBlock* context, HeapBlock* block)
    {
        if (block != null)
        {
            Preemption.Disable();
            Unlink(context, block);
            Binaries.ReleaseAll(block);
            BlockPool.Return(block);
            Preemption.Enable();
        }
    }

    /// <summary>Frees what the frames that a context has lost were packing.</summary>
    public static void ReleasePacking(ContextBlock* context)
    {
        while (context->Packing != null)
        {
            HeapBlock* block = context->Packing;
            context->Packing = block->Next;
            block->Next = null;
            Binaries.ReleaseAll(block);
            BlockPool.Return(block);
        }
    }

    private static void Unlink(ContextBlock* context, HeapBlock* block)
    {
        for (HeapBlock** link = &context->Packing; *link != null; link = &(*link)->Next)
        {
            if (*link == block)
            {
                *link = block->Next;
                block->Next = null;
                return;
            }
        }
    }

    private static void MakeExamined(ContextBlock* context, HeapBlock* block)
    {
        ProcessHeap* heap = &context->Heap;
        block->Owner = context;
        ExaminedBlocks.Add(heap, block);
        heap->TotalBytes += (nuint)HeapBlock.SizeOf(block);
        Binaries.Join(heap, block);
    }

    // From a mailbox, or from the examined blocks, into the heap proper.
    private static void Join(ContextBlock* context, HeapBlock* block)
    {
        Preemption.Disable();
        Unlink(context, block);
        if (!HasHeap(context))
        {
            SharedHeap.Adopt(block); // the kernel's own contexts have no heap: it is everybody's from here on
            Preemption.Enable();
            return;
        }

        ProcessHeap* heap = &context->Heap;
        if (block->Owner == null)
        {
            block->Owner = context;
            heap->TotalBytes += (nuint)HeapBlock.SizeOf(block);
            Binaries.Join(heap, block);
        }
        else if (block->Owner == context)
        {
            ExaminedBlocks.Remove(heap, block);
        }
        else
        {
            Fatal.Stop("A parcel that one process examined was taken or discarded by another"u8);
        }

        block->Next = heap->Others;
        heap->Others = block;
        heap->TakenBytes += (nuint)(block->Top - HeapBlock.Start(block));
        Upkeep.Note(context);
        Preemption.Enable();
    }

    // Everything rented is returned by now: the name is an ordinary allocation, which may collect or fail.
    private static string? NameOfCulprit(ParcelRefusal refusal, nint culprit)
        => refusal == ParcelRefusal.CannotTravel ? ObjectReference.At(culprit)!.GetType().ToString() : null;
}
