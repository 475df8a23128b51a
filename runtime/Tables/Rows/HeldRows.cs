// The rows that a process holds in a moment when it may be killed: one whose value it is copying, because that is too
// large to be copied under a latch, or those that it has made and not put in yet. Its record knows them, so that its
// end lets go of them.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Tables;

/// <summary>Rows held by the running process.</summary>
internal static class HeldRows
{
    /// <summary>Holds a row of a table whose latch is held. Preemption off.</summary>
    public static void Hold(int slot)
    {
        Interlocked.Increment(ref Pool<RowRecord>.At(slot).Holds);
        Self.RowBeingRead = slot;
    }

    /// <summary>A copy of the graph of the row that is held, which is let go of. Preemption on.</summary>
    /// <exception cref="OutOfMemoryException">No memory for the copy, and nobody to take it from.</exception>
    public static object? TakeCopy()
    {
        int slot = Self.RowBeingRead;
        Parcel copy;
        while (!Pool<RowRecord>.At(slot).Graph.TryDuplicate(out copy))
        {
            if (!MemoryRelief.TryRelieve(Pool<RowRecord>.At(slot).Graph.Bytes))
            {
                Preemption.Disable();
                LetGo();
                Preemption.Enable();
                throw new OutOfMemoryException("No memory for a copy of a row.");
            }
        }

        Preemption.Disable();
        LetGo();
        object? graph = copy.Take();
        Preemption.Enable();
        return graph;
    }

    /// <summary>Keeps a row that was made and is in no table yet. Preemption off.</summary>
    public static void Keep(int slot)
    {
        ref ProcessRecord self = ref Self;
        Pool<RowRecord>.At(slot).Next = self.RowDrafts;
        self.RowDrafts = slot;
    }

    /// <summary>The rows that were kept, the last one first; they are the caller's. Preemption off.</summary>
    public static int TakeKept()
    {
        ref ProcessRecord self = ref Self;
        int first = self.RowDrafts;
        self.RowDrafts = 0;
        return first;
    }

    /// <summary>Frees the rows that were kept, a few. False: there are no more. Preemption off.</summary>
    public static bool TryFreeKept(ref ProcessRecord self, int count)
    {
        for (; self.RowDrafts != 0 && count > 0; count--)
        {
            int slot = self.RowDrafts;
            self.RowDrafts = Pool<RowRecord>.At(slot).Next;
            RowSlots.Release(slot);
        }

        return self.RowDrafts != 0;
    }

    /// <summary>The process ends: it reads nothing any more. Preemption off.</summary>
    public static void LetGo(ref ProcessRecord self)
    {
        int slot = self.RowBeingRead;
        if (slot != 0)
        {
            self.RowBeingRead = 0;
            RowSlots.Release(slot);
        }
    }

    private static ref ProcessRecord Self => ref Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber);

    private static void LetGo() => LetGo(ref Self);
}
