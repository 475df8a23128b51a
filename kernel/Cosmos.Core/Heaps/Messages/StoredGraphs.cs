// Copies of a parcel that stays where it is: what somebody keeps outside of all heaps (a table's row, for one) and many
// read. A parcel is one block whose objects lie side by side, so a copy is the same words at another place, with the
// references among them moved along; everything else they refer to is shared. Nothing is traced or measured again.
//
// A small graph is copied into the reader's window, by who holds off others (a latch is held, the parcel could go
// otherwise): short, and nothing is rented. A large one becomes another parcel, by who keeps the first one alive
// meanwhile, preemption on.
//
// What is shared belongs to nobody from the moment its block is rented: who is ended while it is written leaves zeros
// and some objects that nobody can reach.
//
// The types of a graph that was packed are known, so looking them up adds nothing and takes no latch.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>Copying of parcels that stay.</summary>
internal static unsafe class StoredGraphs
{
    /// <summary>The most bytes that are copied into a window: below a microsecond.</summary>
    public const nuint MostBytes = 1024;

    /// <inheritdoc cref="Parcel.TryCopy"/>
    public static ParcelCopy TryCopy(Parcel parcel, out object? graph)
    {
        HeapBlock* block = parcel.Block;
        graph = null;
        if (block == null)
        {
            graph = ObjectReference.At(parcel.Root);
            return ParcelCopy.Done;
        }

        ContextBlock* context = Context.CurrentBlock;
        nuint bytes = (nuint)(block->Top - HeapBlock.Start(block));
        if (bytes > MostBytes || context->HeapBytes == nuint.MaxValue)
        {
            return ParcelCopy.TooLarge;
        }

        if ((nuint)(context->AllocationLimit - context->AllocationPointer) < bytes)
        {
            return ParcelCopy.NoRoom;
        }

        // The window begins one word below its pointer, as the block's objects do below the first one's.
        byte* to = context->AllocationPointer - sizeof(long);
        context->AllocationPointer += bytes;
        Write(block, to, null);
        graph = ObjectReference.At((nint)to + (parcel.Root - (nint)HeapBlock.Start(block)));
        return ParcelCopy.Done;
    }

    /// <inheritdoc cref="Parcel.MakeRoomForCopy"/>
    public static void MakeRoom()
    {
        ContextBlock* context = Context.CurrentBlock;
        if ((nuint)(context->AllocationLimit - context->AllocationPointer) < MostBytes
            && context->Kind == ContextKind.Process && context->PreemptionDepth == 0)
        {
            ProcessHeap.MakeRoom(context, MostBytes);
        }
    }

    /// <inheritdoc cref="Parcel.TryDuplicate"/>
    public static bool TryDuplicate(Parcel parcel, out Parcel copy)
    {
        HeapBlock* block = parcel.Block;
        copy = parcel;
        if (block == null)
        {
            return true;
        }

        ContextBlock* context = Context.CurrentBlock;
        byte* start = HeapBlock.Start(block);
        nuint bytes = (nuint)(block->Top - start);
        HeapBlock* other = GraphCopy.Rent(context, bytes + sizeof(long), BlockKind.Fragment);
        if (other == null)
        {
            copy = default;
            return false;
        }

        byte* to = HeapBlock.Start(other);
        Write(block, to, other);
        other->Top = to + bytes;
        copy = new Parcel((nint)to + (parcel.Root - (nint)start), other);
        GraphCopy.DetachIfSafe(context, other);
        return true;
    }

    /// <inheritdoc cref="Parcel.TryShare"/>
    public static bool TryShare(Parcel parcel, out Parcel shared)
    {
        HeapBlock* block = parcel.Block;
        shared = parcel;
        if (block == null)
        {
            return true;
        }

        byte* start = HeapBlock.Start(block);
        nuint bytes = (nuint)(block->Top - start);
        Tidying.Prepare(bytes);
        Preemption.Disable();
        HeapBlock* other = SharedHeap.TryAdd(bytes);
        Preemption.Enable();
        if (other == null)
        {
            shared = default;
            return false;
        }

        byte* to = HeapBlock.Start(other);
        Write(block, to, other);
        other->Binaries = 0; // whoever is shared holds for ever
        shared = new Parcel((nint)to + (parcel.Root - (nint)start), null);
        return true;
    }

    // Every object of a block to its place from `to` on. Large binaries are held by the block that the copies are in,
    // or by the running process's heap.
    private static void Write(HeapBlock* block, byte* to, HeapBlock* holder)
    {
        byte* start = HeapBlock.Start(block);
        Mover mover = new((nint)start, (nint)(block->Top - start), (nint)(to - start));
        for (nint source = (nint)start + sizeof(long); source < (nint)block->Top;)
        {
            nuint size = ObjectLayout.SizeOf(source);
            nint copy = source + mover.Distance;
            GraphWriter.CopyWords(
                (ulong*)(source - sizeof(long)), (ulong*)(copy - sizeof(long)), (uint)(size / sizeof(long)));
            MethodTable* table = *(MethodTable**)source;
            if (table->HasReferences)
            {
                MoveReferences(&mover, copy, TravelTypes.At(TravelTypes.Find(table, source)));
            }

            if (block->Binaries != 0)
            {
                HoldBinary(holder, copy, TravelTypes.At(TravelTypes.Find(table, source)));
            }

            source += (nint)size;
        }
    }

    private static void MoveReferences(Mover* mover, nint copy, TravelType* type)
    {
        if (type->Kind is TravelKind.Fields or TravelKind.Binary)
        {
            var words = (nint*)copy;
            for (ulong rest = type->References; rest != 0; rest >>= 1, words++)
            {
                if ((rest & 1) != 0)
                {
                    Mover.Move(words, mover);
                }
            }

            return;
        }

        ObjectLayout.VisitReferences(copy, &Mover.Move, mover); // Safety: the mover lies on the caller's stack
    }

    private static void HoldBinary(HeapBlock* holder, nint copy, TravelType* type)
    {
        if (type->Kind != TravelKind.Binary)
        {
            return;
        }

        if (holder != null)
        {
            Binaries.AddCopy(holder, copy);
        }
        else
        {
            Binaries.AddToHeap(copy);
        }
    }

    /// <summary>What moves along: references into the objects that were copied.</summary>
    private readonly struct Mover(nint start, nint bytes, nint distance)
    {
        /// <summary>From an object to its copy.</summary>
        public readonly nint Distance = distance;

        private readonly nint _start = start;
        private readonly nint _bytes = bytes;

        /// <summary>Moves one reference, if it is such a one.</summary>
        public static void Move(nint* field, void* state)
        {
            var mover = (Mover*)state;
            if ((nuint)(*field - mover->_start) < (nuint)mover->_bytes)
            {
                *field += mover->Distance;
            }
        }
    }
}
