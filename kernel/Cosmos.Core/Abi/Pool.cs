// Slots of one type, outside every heap: what the runtime keeps its records in. A slot has a number for life, so that
// records refer to each other by number and hold no references; slot 0 is never handed out and stands for none. The
// slots lie in one reserved stretch of addresses, so a number is one multiplication away from its record and a record
// never moves. Where they come from and how their memory goes back to the machine: Memory/SlotStore.
//
// Slots whose size is a multiple of a cache line begin with one.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Abi;

/// <summary>The slots of <typeparamref name="T"/>. Callable on all cores, but not by interrupt handlers.</summary>
/// <typeparam name="T">The record; it holds no references.</typeparam>
public static unsafe class Pool<T>
    where T : unmanaged
{
    private static SlotStore s_store;
    private static int s_batch;

    /// <summary>Slots rented and not returned; while other cores rent and return, at about now.</summary>
    public static int InUse => s_store.InUse;

    /// <summary>The most slots there can be.</summary>
    public static int Capacity => s_store.Capacity;

    /// <summary>One past the highest number that was ever given out, for who looks at all of them.</summary>
    public static int End => s_store.End;

    private static nuint SlotSize
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((nuint)sizeof(T) + 15) & ~(nuint)15;
    }

    /// <summary>Reserves the addresses. Once, before anything else, when the runtime starts.</summary>
    /// <param name="capacity">The most slots there will be; renting beyond fails.</param>
    /// <param name="isInOrder">
    /// New slots are handed out in the order of their numbers, whoever rents: for slots that are never returned and
    /// found by counting. Cores keep none then.
    /// </param>
    /// <param name="keeps">What a slot holds is good for ever, also while it is free.</param>
    public static void Initialize(int capacity, bool isInOrder = false, bool keeps = false)
    {
        s_batch = isInOrder ? 1 : System.Math.Clamp(capacity / Cores.Most, 1, SlotStore.LargestBatch);
        if (!s_store.TryInitialize(capacity, SlotSize, SlotStore.UsualStep, keeps))
        {
            Fatal.Stop("No memory for a pool of the runtime's records; give the machine more RAM"u8);
        }
    }

    /// <summary>The record with a number that <see cref="Rent()"/> has given out at some time.</summary>
    /// <param name="slot">
    /// Somebody's; or one that <see cref="Contains"/>, asked with preemption off, as it still is.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T At(int slot)
    {
        // Safety: numbers below End lie in reserved addresses; who has the slot, or has asked Contains, knows that
        // there is memory.
        if ((uint)slot >= (uint)s_store.End)
        {
            Refuse();
        }

        return ref *(T*)(s_store.Slots + ((nuint)(uint)slot * SlotSize));
    }

    /// <summary>
    /// Whether <see cref="At"/> may be asked for a number that is maybe nobody's any more. The answer is good until
    /// preemption is switched on: then the memory may go.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(int slot) => s_store.Contains(slot);

    /// <summary>
    /// The same for any number, with preemption off: of one that <see cref="Contains"/> does not accept, the record of
    /// slot 0, which is nobody's and all zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T AtOrNone(int slot)
        => ref *(T*)(s_store.Slots + (s_store.Contains(slot) ? (nuint)(uint)slot * SlotSize : 0));

    /// <summary>Has the processor fetch the beginning of a record that is soon to be used, if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(int slot) => Sse.Prefetch0(s_store.Slots + ((nuint)(uint)slot * SlotSize));

    /// <summary>
    /// Takes a slot. Its content is what its last user left, or zero if its memory was given back meanwhile. 0: the
    /// pool or the memory is exhausted.
    /// </summary>
    public static int Rent()
    {
        ContextBlock* context = CoreHold.Begin();
        int slot = s_store.Rent(context->Core, s_batch);
        CoreHold.End(context);
        return slot;
    }

    /// <summary>As <see cref="Rent()"/>, for who holds the core.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Rent(RunningContext holder) => s_store.Rent(holder.Block->Core, s_batch);

    /// <summary>Gives a slot back.</summary>
    public static void Return(int slot)
    {
        ContextBlock* context = CoreHold.Begin();
        s_store.Return(context->Core, s_batch, slot);
        CoreHold.End(context);
    }

    /// <summary>As <see cref="Return(int)"/>, for who holds the core.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Return(RunningContext holder, int slot)
        => s_store.Return(holder.Block->Core, s_batch, slot);

    // Without a return in it, so that compilers know that nothing comes after a call.
    private static void Refuse()
    {
        Fatal.Stop("A pool was asked for a slot it never gave out"u8);
        throw new System.InvalidOperationException();
    }
}
