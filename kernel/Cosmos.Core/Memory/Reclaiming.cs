// Memory that lies idle: found and zeroed once, held by nobody, kept where it is asked for most because the platform
// gives and takes at a thousand times the price. It is the machine's all the same. A core with nothing to do gives back
// what was not needed for a while (TryTidy), and before anybody is refused memory or ended for want of it, all of it
// goes: step by step what anybody may take with any latch held (TryStep), and, by who may wait, what cores keep for
// themselves and the memory of records as well (ReclaimAll).
//
// A step takes the latches of IdleMemory and StackRuns only, in which nothing is called.
//
// What cores keep is theirs alone, so each is asked to give it up, and does so when it next gives way or has nothing to
// do: after a wish for the core that is at once, unless it holds preemption off.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Heaps;
using Cosmos.Core.NativeAot;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

/// <summary>What lies idle in the kernel's stores, and the order in which it goes.</summary>
internal static unsafe class Reclaiming
{
    private const int MostStores = 64;

    // Chunks of slots that go at a time, so that the cores are asked once for all of them.
    private const int ChunksAtOnce = 4;

    // How long others are waited for that were asked to give up what they keep.
    private const long PatienceNs = 20_000_000;

    private static Stores s_stores;
    private static int s_storeCount;
    private static PerCore<Request> s_requests;

    [InlineArray(MostStores)]
    private struct Stores
    {
        private nint _first;
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Request
    {
        public int IsOpen;
    }

    private struct Detached
    {
        public SlotStore* Store;
        public uint Chunk;
    }

    /// <summary>Bytes that lie idle. Callable from everywhere.</summary>
    public static nuint IdleBytes => IdleMemory.UnusedBytes + StackPool.IdleBytes + IdleSlotBytes;

    /// <summary>All memory. Callable from everywhere.</summary>
    public static MemoryUse Use => new(
        (long)Platform.TotalMemory,
        (long)Platform.FreeMemory,
        (long)BlockPool.RentedBytes,
        (long)SharedHeap.BytesInUse,
        (long)IdleMemory.UnusedBytes,
        (long)StackPool.IdleBytes,
        (long)IdleSlotBytes);

    private static nuint IdleSlotBytes
    {
        get
        {
            nuint bytes = Handles.IdleBytes + LargeMemory.FreedBytes;
            for (int i = 0; i < s_storeCount; i++)
            {
                bytes += StoreAt(i)->IdleBytes;
            }

            return bytes;
        }
    }

    /// <summary>When a core with nothing to do shall call <see cref="TryTidy"/> again; long.MaxValue: never.</summary>
    public static long TidyAtNs
    {
        get
        {
            long next = StackRuns.TidyAtNs;
            for (int i = 0; i < s_storeCount; i++)
            {
                next = long.Min(next, StoreAt(i)->TidyAtNs);
            }

            return next;
        }
    }

    /// <summary>
    /// A store is there. One at a time: at the start, or under a latch of the only one who makes some.
    /// </summary>
    public static void Enter(SlotStore* store)
    {
        if (s_storeCount == MostStores)
        {
            Fatal.Stop("There are more pools than Reclaiming has places for"u8);
        }

        s_stores[s_storeCount] = (nint)store;
        Volatile.Write(ref s_storeCount, s_storeCount + 1);
    }

    /// <summary>
    /// Gives a piece of what is not needed back to the machine: some tens of microseconds. False: there is none.
    /// Preemption off.
    /// </summary>
    public static bool TryTidy()
    {
        Serve();
        if (IdleMemory.TryGiveBack())
        {
            return true;
        }

        long now = TidyAtNs == long.MaxValue ? 0 : Platform.MonotonicNanoseconds(); // a look at it costs more than all
        return (StackRuns.IsSurplus(now) && StackPool.TryGiveBack()) || TryGiveBackSlots(now);
    }

    /// <summary>Gives a piece of what lies idle back to the machine. False: there is none. Preemption off.</summary>
    public static bool TryStep() => IdleMemory.TryGiveBack() || StackPool.TryGiveBack() || IdleMemory.TrySurrender();

    /// <summary>
    /// Gives everything back that lies idle, also what cores keep for themselves. By a process, preemption on: others
    /// run meanwhile.
    /// </summary>
    /// <returns>Bytes that the machine has more; what others took meanwhile is not in it.</returns>
    public static long ReclaimAll()
    {
        Preemption.Disable();
        nuint before = Platform.FreeMemory;
        for (int core = 1; core <= Cores.Count; core++)
        {
            Volatile.Write(ref s_requests[core].IsOpen, 1);
            Cores.Wake(core);
        }

        Serve();
        Preemption.Enable();
        AwaitOthers();
        bool isMore = true;
        while (isMore)
        {
            Preemption.Disable();
            isMore = TryStep() || TryGiveBackSlots(long.MaxValue);
            Preemption.Enable();
        }

        return (long)Platform.FreeMemory - (long)before;
    }

    /// <summary>Gives up what the running core keeps for itself, if it was asked to. Preemption off.</summary>
    public static void Serve()
    {
        ref int isOpen = ref s_requests[Cores.Current].IsOpen;
        if (Volatile.Read(ref isOpen) == 0)
        {
            return;
        }

        BlockPool.Flush();
        StackPool.Flush();
        for (int i = 0; i < s_storeCount; i++)
        {
            StoreAt(i)->Flush();
        }

        Volatile.Write(ref isOpen, 0);
    }

    private static void AwaitOthers()
    {
        long deadline = Platform.MonotonicNanoseconds() + PatienceNs;
        for (int core = 1; core <= Cores.Count; core++)
        {
            while (Volatile.Read(ref s_requests[core].IsOpen) != 0 && Platform.MonotonicNanoseconds() < deadline)
            {
                if (!GivingWay.TryYield())
                {
                    Platform.Pause();
                }
            }
        }
    }

    // A piece of chunks that are surplus; of all of them at the end of time. First what is on its way.
    private static bool TryGiveBackSlots(long nowNs)
    {
        for (int i = 0; i < s_storeCount; i++)
        {
            if (StoreAt(i)->TryGiveBack())
            {
                return true;
            }
        }

        return TryReleaseSlots(nowNs);
    }

    private static bool TryReleaseSlots(long nowNs)
    {
        Detached* detached = stackalloc Detached[ChunksAtOnce];
        int count = 0;
        for (int i = 0; i < s_storeCount; i++)
        {
            SlotStore* store = StoreAt(i);
            uint chunk;
            while (count < ChunksAtOnce && (nowNs == long.MaxValue || store->IsSurplus(nowNs))
                && (chunk = store->TryDetach()) != 0)
            {
                detached[count++] = new Detached { Store = store, Chunk = chunk };
            }
        }

        bool isQuiet = count != 0 && Quiescence.TrySeeAll();
        for (int i = 0; i < count; i++)
        {
            if (isQuiet)
            {
                detached[i].Store->Release(detached[i].Chunk);
            }
            else
            {
                detached[i].Store->Keep(detached[i].Chunk);
            }
        }

        return isQuiet;
    }

    private static SlotStore* StoreAt(int index) => (SlotStore*)s_stores[index];
}
