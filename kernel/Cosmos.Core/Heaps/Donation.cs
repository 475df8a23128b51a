// Giving an object and all that it reaches to everybody, where it lies. It happens when a process stores its own object
// into a shared one: CoreLib's lazily made statics are filled so. Nothing moves, because a store is no point where
// references could be found; the block's bitmap says from now on which of its objects are everybody's, and the block is
// mixed until its owner's next collection has moved all others out.
//
// Objects are marked before they are looked into, from a list of its own and without recursion. Preemption is held off,
// but offered now and then, so a large graph does not hold the core. Only the owner writes the marks of its blocks, and
// the store that shows an object to others comes after its mark: so other cores read owner and marks without a lock,
// of objects that they can see. A process that is ended half way leaves marked objects that nobody can reach: the store
// that they were marked for has not happened.
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Heaps;

/// <summary>Makes private objects shared. Not for interrupt handlers; allocates no objects.</summary>
internal static unsafe class Donation
{
    // Objects looked into between two offers to be preempted.
    private const int Stretch = 64;

    private static ulong s_objects;
    private static ulong s_bytes;
    private static ulong s_blocks;

    // Read as volatile: the compiler does not expect a store of a reference to change a number.

    /// <summary>Objects donated since boot.</summary>
    public static ulong Objects => Volatile.Read(ref s_objects);

    /// <summary>Bytes of them.</summary>
    public static ulong Bytes => Volatile.Read(ref s_bytes);

    /// <summary>Blocks that became mixed.</summary>
    public static ulong Blocks => Volatile.Read(ref s_blocks);

    /// <summary>Who gives, and what is yet to be looked into.</summary>
    private struct Gift
    {
        public ContextBlock* Giver;
        public ulong Objects;
        public ulong Bytes;
        public DonationList List;
    }

    /// <summary>
    /// Donates an object and what it reaches. Fails the process when the machine has no memory for the marks, or when
    /// a reference to another process's object is found.
    /// </summary>
    /// <param name="giver">The running context, the owner.</param>
    /// <param name="instance">The object; one that is shared already is left alone.</param>
    public static void Donate(ContextBlock* giver, nint instance)
    {
        Unsafe.SkipInit(out Gift gift);
        gift.Giver = giver;
        gift.Objects = 0;
        gift.Bytes = 0;
        gift.List.Begin(giver);
        Preemption.Disable();
        Mark(&gift, instance);
        int looked = 0;
        while (gift.List.TryTake(out nint next))
        {
            ObjectLayout.VisitReferences(next, &Follow, &gift);
            NativeAot.Handles.OnDonated(next, &Follow, &gift);
            looked++;
            if (looked % Stretch == 0)
            {
                Count(&gift);
                Preemption.Enable();
                Preemption.Disable();
            }
        }

        Count(&gift);
        Preemption.Enable();
    }

    private static void Count(Gift* gift)
    {
        Interlocked.Add(ref s_objects, gift->Objects);
        Interlocked.Add(ref s_bytes, gift->Bytes);
        gift->Objects = 0;
        gift->Bytes = 0;
    }

    private static void Follow(nint* field, void* state) => Mark((Gift*)state, *field);

    private static void Mark(Gift* gift, nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        if (block == null || Ownership.IsShared(block, instance))
        {
            return;
        }

        if (block->Owner != gift->Giver)
        {
            Failures.Raise(
                new ProcessFailure(FailureKind.IsolationViolation, Address: (ulong)instance), held: 1);
        }

        nuint size = ObjectLayout.SizeOf(instance);
        if ((block->Donated == null && !TryMakeMarks(block)) || !gift->List.TryAdd(instance))
        {
            Failures.Raise(new ProcessFailure(FailureKind.OutOfMemory, Address: size), held: 1);
        }

        byte* start = (byte*)instance - sizeof(long);
        SetBits(block->Donated, (nuint)(start - (byte*)block) / sizeof(long), size / sizeof(long));
        ProcessHeap.NoteDonation(gift->Giver, block, start + size);
        gift->Objects++;
        gift->Bytes += size;
    }

    private static bool TryMakeMarks(HeapBlock* block)
    {
        block->Donated = (ulong*)KernelMemory.Allocate(MarkBytes(block));
        if (block->Donated == null)
        {
            return false;
        }

        Interlocked.Increment(ref s_blocks);
        return true;
    }

    private static nuint MarkBytes(HeapBlock* block) => ((nuint)HeapBlock.SizeOf(block) / 512 * 8) + 8;

    private static void SetBits(ulong* bits, nuint first, nuint count)
    {
        nuint end = first + count;
        for (nuint word = first; word < end; word = (word | 63) + 1)
        {
            ulong mask = ulong.MaxValue << (int)(word % 64);
            if ((word | 63) >= end)
            {
                mask &= (1UL << (int)(end % 64)) - 1;
            }

            bits[word / 64] |= mask;
        }
    }
}
