// Slots of one type, outside every heap: what the runtime keeps its records in. A slot has a number for life, so that
// records refer to each other by number and hold no references; slot 0 is never handed out and stands for none. The
// slots lie in one reserved stretch of addresses that grows by committing pages, so a number is one multiplication away
// from its record and a record never moves. Memory of slots is kept for the type for ever: a stale number still reads a
// record of that type, which is what lets readers check a generation without a lock.
//
// Each core keeps free slots of its own: some loose and a full batch in reserve, in the manner of Memory/Magazine, but
// linked by number. New slots are made a batch at a time, too. So a slot that At and Contains accept may never have
// been rented: its record is all zero then. A core that finds nothing does not ask the others for what they keep; a
// pool is exhausted for it when capacity less two batches for each other core is in use.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>The slots of <typeparamref name="T"/>. Callable on all cores, but not by interrupt handlers.</summary>
/// <typeparam name="T">The record; it holds no references.</typeparam>
public static unsafe class Pool<T>
    where T : unmanaged
{
    // Pages are committed in steps: rarely, and few enough for a machine of 32 MB.
    private const nuint CommitStep = 64 * 1024;

    // Slots that change hands at a time, in a pool of some size.
    private const int LargestBatch = 32;

    private static byte* s_slots;
    private static PoolShare* s_shares;
    private static int s_next;
    private static int s_capacity;
    private static int s_batch;
    private static CoreLatch s_latch;
    private static int s_batches;
    private static byte* s_committed;

    /// <summary>Slots rented and not returned; while other cores rent and return, at about now.</summary>
    public static int InUse
    {
        get
        {
            int sum = 0;
            for (int core = 1; core <= Cores.Count && s_shares != null; core++)
            {
                sum += Volatile.Read(ref s_shares[core].InUse);
            }

            return sum;
        }
    }

    /// <summary>The most slots there can be.</summary>
    public static int Capacity => s_capacity;

    private static nuint SlotSize => ((nuint)sizeof(T) + 8 + 15) & ~(nuint)15;

    // Behind the record, whose last content so survives (a generation, for one): the next free slot, and in the first
    // slot of a batch the next batch.
    private static nuint LinkOffset => SlotSize - 8;

    private static nuint BatchLinkOffset => SlotSize - 4;

    /// <summary>Reserves the addresses. Once, before anything else, when the runtime starts.</summary>
    /// <param name="capacity">The most slots there will be; renting beyond fails.</param>
    /// <param name="isInOrder">
    /// New slots are handed out in the order of their numbers, whoever rents: for slots that are never returned and
    /// found by counting. Cores keep none then.
    /// </param>
    public static void Initialize(int capacity, bool isInOrder = false)
    {
        nuint shares = (Cores.Most + 1) * (nuint)sizeof(PoolShare);
        nuint bytes = shares + (((nuint)capacity + 1) * SlotSize);
        byte* start = (byte*)Platform.ReserveMemory((bytes + CommitStep - 1) & ~(CommitStep - 1));
        if (start == null)
        {
            Fatal.Stop("No address space for a pool of the runtime's records"u8);
        }

        if (!Platform.CommitMemory(start, CommitStep, MemoryAccess.ReadWrite))
        {
            Fatal.Stop("No memory for a pool of the runtime's records; give the machine more RAM"u8);
        }

        s_committed = start + CommitStep;
        s_slots = start + shares;
        s_capacity = capacity;
        s_batch = isInOrder ? 1 : System.Math.Clamp(capacity / Cores.Most, 1, LargestBatch);
        s_next = 1;
        s_shares = (PoolShare*)start;
    }

    /// <summary>The record with a number that <see cref="Rent"/> has given out at some time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At(int slot)
    {
        // Safety: numbers below s_next lie in committed memory, which is never given back.
        if ((uint)slot >= (uint)s_next)
        {
            Refuse();
        }

        return ref *(T*)(s_slots + ((nuint)(uint)slot * SlotSize));
    }

    /// <summary>True when <see cref="At"/> may be asked for the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(int slot) => slot > 0 && slot < Volatile.Read(ref s_next);

    /// <summary>Takes a slot. Its content is what its last user left. 0: the pool or the memory is exhausted.</summary>
    public static int Rent()
    {
        ContextBlock* context = CoreHold.Begin();
        PoolShare* share = s_shares + context->Core;
        int slot = share->Loose;
        if (slot != 0 || (slot = Refill(share)) != 0)
        {
            share->Loose = *LinkOf(slot);
            share->Count--;
            share->InUse++;
        }

        CoreHold.End(context);
        return slot;
    }

    /// <summary>Gives a slot back.</summary>
    public static void Return(int slot)
    {
        ContextBlock* context = CoreHold.Begin();
        PoolShare* share = s_shares + context->Core;
        *LinkOf(slot) = share->Loose;
        share->Loose = slot;
        share->InUse--;
        if (++share->Count >= s_batch)
        {
            Stow(share);
        }

        CoreHold.End(context);
    }

    private static int* LinkOf(int slot) => (int*)(s_slots + ((nuint)slot * SlotSize) + LinkOffset);

    private static int* BatchLinkOf(int slot) => (int*)(s_slots + ((nuint)slot * SlotSize) + BatchLinkOffset);

    // As many loose slots as a batch has become the reserve, and what was the reserve anybody's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stow(PoolShare* share)
    {
        int batch = share->Batch;
        share->Batch = share->Loose;
        share->Loose = 0;
        share->Count = 0;
        if (batch != 0)
        {
            s_latch.Enter();
            *BatchLinkOf(batch) = s_batches;
            s_batches = batch;
            s_latch.Leave();
        }
    }

    // The first of new loose slots; 0: there are none to be had.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Refill(PoolShare* share)
    {
        int batch = share->Batch;
        int count = s_batch;
        if (batch != 0)
        {
            share->Batch = 0;
        }
        else
        {
            s_latch.Enter();
            batch = s_batches;
            if (batch != 0)
            {
                s_batches = *BatchLinkOf(batch);
            }
            else
            {
                batch = Make(ref count);
            }

            s_latch.Leave();
        }

        share->Loose = batch;
        share->Count = batch == 0 ? 0 : count;
        return batch;
    }

    // New slots, linked with the lowest first. Fewer than a batch where the pool or the memory ends.
    private static int Make(ref int count)
    {
        int first = s_next;
        count = System.Math.Min(count, s_capacity + 1 - first);
        while (count > 0 && !TryCommit(s_slots + ((nuint)(first + count) * SlotSize)))
        {
            count--;
        }

        for (int slot = first; slot < first + count; slot++)
        {
            *LinkOf(slot) = slot + 1 < first + count ? slot + 1 : 0;
        }

        Volatile.Write(ref s_next, first + count);
        return count > 0 ? first : 0;
    }

    private static bool TryCommit(byte* end)
    {
        while (end > s_committed)
        {
            if (!Platform.CommitMemory(s_committed, CommitStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_committed += CommitStep;
        }

        return true;
    }

    private static void Refuse() => Fatal.Stop("A pool was asked for a slot it never gave out"u8);
}

/// <summary>One core's free slots of a pool: a cache line.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct PoolShare
{
    /// <summary>The first of the loose slots; 0: none.</summary>
    [FieldOffset(0x00)] public int Loose;

    /// <summary>How many they are.</summary>
    [FieldOffset(0x04)] public int Count;

    /// <summary>The first slot of a full batch in reserve; 0: none.</summary>
    [FieldOffset(0x08)] public int Batch;

    /// <summary>Slots rented less slots returned on this core; the sum over all cores is what is in use.</summary>
    [FieldOffset(0x0C)] public int InUse;
}
