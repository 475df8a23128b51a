// Which addresses of the heap space are free: a buddy system over superchunks. A run has a power of two of them and
// begins at a multiple of its length, so its other half is found by flipping one bit, and the whole run by clearing the
// low ones. It deals in addresses only; memory is put behind them by SlotClasses and LargeBlocks.
//
// One latch for all of it: cores come here once in some hundred blocks. A buddy that somebody has may change its record
// meanwhile, but never to or from free. Preemption is off in every call.
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Heaps;

/// <summary>Runs of free superchunks.</summary>
internal static unsafe class SuperchunkRuns
{
    private const int Orders = 48 - HeapSpace.SuperchunkShift;

    private static CoreLatch s_latch;
    private static Lists s_free;

    [System.Runtime.CompilerServices.InlineArray(Orders)]
    private struct Lists
    {
        private SuperchunkList _first;
    }

    /// <summary>Everything is free.</summary>
    public static void Initialize()
    {
        if (!HeapSpace.TryMakeRecord(0))
        {
            Fatal.Stop("Not enough memory for the first heap; give the machine more RAM"u8);
        }

        AddFree(0, HeapSpace.OrderOfAll);
    }

    /// <summary>Takes a run; its record is there. Null: no addresses, or no memory for a record.</summary>
    public static Superchunk* Take(int order)
    {
        s_latch.Enter();
        Superchunk* run = TakeHeld(order);
        s_latch.Leave();
        return run;
    }

    /// <summary>Gives a run back, without memory behind it.</summary>
    public static void Return(Superchunk* run)
    {
        s_latch.Enter();
        ReturnHeld(run);
        s_latch.Leave();
    }

    private static Superchunk* TakeHeld(int order)
    {
        int found = order;
        while (found < Orders && s_free[found].First == null)
        {
            found++;
        }

        if (found == Orders)
        {
            return null;
        }

        Superchunk* run = s_free[found].First;
        s_free[found].Remove(run);
        nuint index = HeapSpace.IndexOf(run);
        while (found > order)
        {
            nuint half = index + ((nuint)1 << (found - 1));
            if (!HeapSpace.TryMakeRecord(half))
            {
                AddFree(index, found);
                return null;
            }

            found--;
            AddFree(half, found);
        }

        run->Order = (byte)order;
        run->Committed = 0;
        run->Stained = 0;
        run->Idle = 0;
        return run;
    }

    private static void ReturnHeld(Superchunk* run)
    {
        nuint index = HeapSpace.IndexOf(run);
        int order = run->Order;
        while (order < HeapSpace.OrderOfAll)
        {
            nuint other = index ^ ((nuint)1 << order);
            Superchunk* buddy = HeapSpace.RecordOf(other);
            if (!HeapSpace.HasRecord(other) || buddy->Place != SuperchunkPlace.Free || buddy->Order != order)
            {
                break;
            }

            s_free[order].Remove(buddy);
            index &= other;
            order++;
        }

        AddFree(index, order);
    }

    private static void AddFree(nuint index, int order)
    {
        Superchunk* run = HeapSpace.RecordOf(index);
        run->Order = (byte)order;
        s_free[order].Add(run, SuperchunkPlace.Free);
    }
}
