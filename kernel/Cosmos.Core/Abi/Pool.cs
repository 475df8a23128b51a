// Slots of one type, outside every heap: what the runtime keeps its records in. A slot has a number for life, so that
// records refer to each other by number and hold no references; slot 0 is never handed out and stands for none. The
// slots lie in one reserved stretch of addresses that grows by committing pages, so a number is one multiplication away
// from its record and a record never moves. Memory of slots is kept for the type for ever: a stale number still reads a
// record of that type, which is what lets readers check a generation without a lock.
using System.Runtime.CompilerServices;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>The slots of <typeparamref name="T"/>. Callable from everywhere but interrupt handlers.</summary>
/// <typeparam name="T">The record; it holds no references.</typeparam>
public static unsafe class Pool<T>
    where T : unmanaged
{
    // Pages are committed in steps: rarely, and few enough for a machine of 32 MB.
    private const nuint CommitStep = 64 * 1024;

    private static byte* s_slots;
    private static nuint s_committed;
    private static int s_capacity;
    private static int s_next;
    private static int s_free;
    private static int s_inUse;

    /// <summary>Slots rented and not returned.</summary>
    public static int InUse => s_inUse;

    /// <summary>The most slots there can be.</summary>
    public static int Capacity => s_capacity;

    private static nuint SlotSize => ((nuint)sizeof(T) + 8 + 15) & ~(nuint)15;

    /// <summary>Reserves the addresses. Once, before anything else, when the runtime starts.</summary>
    /// <param name="capacity">The most slots there will be; renting beyond fails.</param>
    public static void Initialize(int capacity)
    {
        nuint bytes = ((((nuint)capacity + 1) * SlotSize) + CommitStep - 1) & ~(CommitStep - 1);
        s_slots = (byte*)Platform.ReserveMemory(bytes);
        if (s_slots == null)
        {
            Fatal.Stop("No address space for a pool of the runtime's records"u8);
        }

        s_capacity = capacity;
        s_next = 1;
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
    public static bool Contains(int slot) => slot > 0 && slot < s_next;

    /// <summary>Takes a slot. Its content is what its last user left. 0: the pool or the memory is exhausted.</summary>
    public static int Rent()
    {
        Preemption.Disable();
        int slot = s_free;
        if (slot != 0)
        {
            s_free = *(int*)(s_slots + ((nuint)slot * SlotSize) + LinkOffset);
            s_inUse++;
        }
        else if (TryGrow())
        {
            slot = s_next++;
            s_inUse++;
        }

        Preemption.Enable();
        return slot;
    }

    /// <summary>Gives a slot back.</summary>
    public static void Return(int slot)
    {
        Preemption.Disable();
        *(int*)(s_slots + ((nuint)slot * SlotSize) + LinkOffset) = s_free;
        s_free = slot;
        s_inUse--;
        Preemption.Enable();
    }

    // The link of free slots stands behind the record, whose last content so survives: a generation, for one.
    private static nuint LinkOffset => SlotSize - 8;

    private static bool TryGrow()
    {
        if (s_next > s_capacity)
        {
            return false;
        }

        nuint needed = ((nuint)s_next + 1) * SlotSize;
        while (needed > s_committed)
        {
            if (!Platform.CommitMemory(s_slots + s_committed, CommitStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_committed += CommitStep;
        }

        return true;
    }

    private static void Refuse() => Fatal.Stop("A pool was asked for a slot it never gave out"u8);
}
