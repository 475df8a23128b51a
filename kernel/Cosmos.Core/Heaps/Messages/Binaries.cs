// Bytes outside all heaps, and the lists by which heaps hold them. A large Binary is a small object that refers to a
// counted stretch of kernel memory; whoever has the object holds one count. A heap's Binary objects are linked through
// themselves, so that whatever ends them - a collection, the end of the process, a parcel that nobody took - finds the
// counts to give back without asking every object. A list changes hands as a whole with its block.
//
// Objects that were donated stay in the list of the heap they were made in until that heap ends; their counts are then
// never given back, as shared objects are never freed.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>Counted bytes; they lie behind this header.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct BinaryBytes
{
    /// <summary>Binary objects that refer to it.</summary>
    public int Count;

    /// <summary>Bytes behind the header.</summary>
    public int Length;
}

/// <summary>Large binaries and who holds them.</summary>
internal static unsafe class Binaries
{
    private static long s_live;
    private static long s_liveBytes;

    /// <summary>Counted stretches that exist.</summary>
    public static long Live => Volatile.Read(ref s_live);

    /// <summary>Bytes in them.</summary>
    public static long LiveBytes => Volatile.Read(ref s_liveBytes);

    /// <summary>Where the bytes of a stretch begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* BytesOf(BinaryBytes* bytes) => (byte*)(bytes + 1);

    /// <summary>A stretch with a count of one, held by <paramref name="holder"/>; false when memory is out.</summary>
    public static bool TryCreate(Binary holder, int length)
    {
        nuint size = SizeOf(length);
        bool isLarge = size >= LargeMemory.Least;
        void* made = isLarge ? LargeMemory.Make(size) : null;
        Preemption.Disable();
        var bytes = (BinaryBytes*)(isLarge ? made : KernelMemory.Allocate(size));
        if (bytes != null)
        {
            if (isLarge)
            {
                LargeMemory.Keep();
            }

            bytes->Count = 1;
            bytes->Length = length;
            Interlocked.Increment(ref s_live);
            Interlocked.Add(ref s_liveBytes, length);
            holder.Bytes = bytes;
            LinkToRunningHeap(holder);
        }

        Preemption.Enable();
        return bytes != null;
    }

    /// <summary>Makes <paramref name="holder"/> one more holder of a stretch that somebody alive holds.</summary>
    public static void Share(Binary holder, BinaryBytes* bytes)
    {
        Preemption.Disable();
        Interlocked.Increment(ref bytes->Count);
        holder.Bytes = bytes;
        LinkToRunningHeap(holder);
        Preemption.Enable();
    }

    /// <summary>The copy of a Binary in a block that is being packed holds its bytes as well.</summary>
    public static void AddCopy(HeapBlock* block, nint copy)
    {
        Binary binary = At(copy);
        binary.Next = 0;
        if (binary.Bytes == null)
        {
            return;
        }

        Preemption.Disable();
        Interlocked.Increment(ref binary.Bytes->Count);
        nint last = block->Binaries;
        if (last == 0)
        {
            binary.Next = copy;
        }
        else
        {
            binary.Next = At(last).Next;
            At(last).Next = copy;
        }

        block->Binaries = copy;
        Preemption.Enable();
    }

    /// <summary>The copy of a Binary in the running process's heap holds its bytes as well.</summary>
    public static void AddToHeap(nint copy)
    {
        Binary binary = At(copy);
        binary.Next = 0;
        if (binary.Bytes != null)
        {
            Share(binary, binary.Bytes);
        }
    }

    /// <summary>
    /// A block becomes part of a heap: its binaries are the heap's. Preemption off; however many they are.
    /// </summary>
    public static void Join(ProcessHeap* heap, HeapBlock* block)
    {
        nint first = OpenRing(block);
        if (first != 0)
        {
            At(block->Binaries).Next = heap->Binaries;
            heap->Binaries = first;
            block->Binaries = 0;
        }
    }

    /// <summary>Gives back every count of a block that no heap has. The objects must still be readable.</summary>
    public static void ReleaseAll(HeapBlock* block)
    {
        nint first = OpenRing(block);
        block->Binaries = 0;
        ReleaseAll(ref first, null);
    }

    /// <summary>
    /// Gives back every count of a heap that ends, but those of donated objects. The objects must still be readable,
    /// and the process can no more be ended. Takes preemption off for one at a time.
    /// </summary>
    public static void ReleaseAll(ContextBlock* owner) => ReleaseAll(ref owner->Heap.Binaries, owner);

    private static void ReleaseAll(ref nint list, ContextBlock* owner)
    {
        nint next = list;
        list = 0;
        while (next != 0)
        {
            nint current = next;
            next = At(current).Next;
            if (owner == null || Ownership.IsPrivateTo(owner, current))
            {
                Preemption.Disable();
                Release(At(current).Bytes);
                Preemption.Enable();
            }
        }
    }

    /// <summary>
    /// After a collection has copied what lives and before it frees what it copied from: follows the objects that
    /// moved, and gives back the counts of those that died. May be preempted, and blocks may join meanwhile.
    /// </summary>
    /// <param name="heap">The heap that was collected.</param>
    /// <param name="whereNow">Gives an object's new address, its old one if it stayed, or 0 if it died.</param>
    public static void Sweep(ProcessHeap* heap, delegate*<nint, nint> whereNow)
    {
        nint* link = &heap->Binaries;
        for (nint next = *link; next != 0;)
        {
            Preemption.Disable();
            if (*link != next)
            {
                link = LinkTo(heap, next);
            }

            nint now = whereNow(next);
            if (now == 0)
            {
                Binary dead = At(next);
                next = *link = dead.Next;
                Release(dead.Bytes);
            }
            else
            {
                *link = now;
                link = (nint*)Unsafe.AsPointer(ref At(now).Next); // Safety: nothing moves until the sweep is over
                next = *link;
            }

            Preemption.Enable();
        }
    }

    // Only the list's head can have changed: what joins stands there, and has been swept by being new.
    private static nint* LinkTo(ProcessHeap* heap, nint wanted)
    {
        nint* link = &heap->Binaries;
        while (*link != wanted)
        {
            link = (nint*)Unsafe.AsPointer(ref At(*link).Next);
        }

        return link;
    }

    /// <summary>
    /// The object that keeps alive what a span on the stack points at: a span of a large binary points into kernel
    /// memory, and that alone holds nothing. To be asked for interior roots that point out of the arena and the stack.
    /// </summary>
    /// <returns>The object's address, or 0.</returns>
    public static nint HolderOf(ProcessHeap* heap, nint address)
    {
        for (nint current = heap->Binaries; current != 0; current = At(current).Next)
        {
            BinaryBytes* bytes = At(current).Bytes;
            if ((nuint)address - (nuint)BytesOf(bytes) <= (nuint)bytes->Length)
            {
                return current;
            }
        }

        return 0;
    }

    private static void LinkToRunningHeap(Binary holder)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->HeapBytes != nuint.MaxValue)
        {
            holder.Next = context->Heap.Binaries;
            context->Heap.Binaries = Unsafe.As<Binary, nint>(ref holder);
        }
    }

    private static void Release(BinaryBytes* bytes)
    {
        if (Interlocked.Decrement(ref bytes->Count) == 0)
        {
            Interlocked.Decrement(ref s_live);
            Interlocked.Add(ref s_liveBytes, -bytes->Length);
            nuint size = SizeOf(bytes->Length);
            if (size >= LargeMemory.Least)
            {
                LargeMemory.Free(bytes);
            }
            else
            {
                KernelMemory.Free(bytes, size);
            }
        }
    }

    private static nuint SizeOf(int length) => (nuint)sizeof(BinaryBytes) + (nuint)length;

    // A block's binaries are linked as a ring, and the block knows the last: so both ends are at hand when they join a
    // heap. Opened, the ring is a list; returns its first, 0 if there is none.
    private static nint OpenRing(HeapBlock* block)
    {
        if (block->Binaries == 0)
        {
            return 0;
        }

        Binary last = At(block->Binaries);
        nint first = last.Next;
        last.Next = 0;
        return first;
    }

    private static Binary At(nint address) => Unsafe.As<nint, Binary>(ref address);
}
