// The free stacks that no core keeps for itself, run by run. Giving a stack's memory back and having it again costs a
// host some microseconds, more than the rest of a process's life, so it does not happen when a process ends: free
// stacks lie here with their memory, however many, and that memory is the machine's for the asking (Reclaiming). It
// comes and goes a run at a time: a whole run goes back by one call, and the tops of a run's stacks get their memory by
// one.
//
// Stacks are taken from runs that others have stacks of already, so that the other runs stay whole, and whole runs go
// back oldest first.
//
// A core with nothing to do gives back what has not been needed for a while (IsSurplus): whole runs that lay here
// through a whole period, half of them each time (WorkingSet), down to a bound, so that a load which comes in bursts
// finds its stacks again and a machine that has come to rest is where it began.
//
// Lists are under one latch. Memory is found and taken away outside of it, for stacks that are in no list meanwhile.
using System.Numerics;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>Free stacks, and the making of new ones. Preemption off in every call.</summary>
internal static unsafe class StackRuns
{
    // What stays is one part in so many of the machine's memory, as of heaps.
    private const uint KeptFraction = 256;

    // Records are committed in such steps.
    private const nuint RecordStep = (nuint)PageSize.Bytes;

    private static CoreLatch s_latch;
    private static StackRun* s_records;
    private static uint s_recordsCommitted;
    private static uint s_capacity;
    private static uint s_made;
    private static RecordList<StackRun> s_partial;
    private static RecordList<StackRun> s_whole;
    private static RecordList<StackRun> s_cold;
    private static WorkingSet s_idle;

    /// <summary>Whole runs: what their page tables take lies idle with them.</summary>
    public static uint WholeCount => s_idle.Count;

    /// <summary>When the whole runs are to be looked at again; <see cref="WorkingSet.NextNs"/>.</summary>
    public static long TidyAtNs => s_idle.NextNs(KeptRuns);

    private static uint KeptRuns
        => (uint)(Platform.TotalMemory / KeptFraction / (StackSlots.OfRun * StackSlots.InitialBytes));

    /// <summary>Reserves the addresses. Once, before any stack. False: there are none.</summary>
    public static bool TryReserve()
    {
        s_capacity = StackSlots.Reserve();
        nuint bytes = (s_capacity + 1) * (nuint)sizeof(StackRun);
        bytes = (bytes + RecordStep - 1) & ~(RecordStep - 1);
        s_records = s_capacity == 0 ? null : (StackRun*)Platform.ReserveMemory(bytes);
        return s_records != null;
    }

    /// <summary>Takes free stacks that have memory, as many as a run has.</summary>
    /// <returns>Them, linked; null: there are none.</returns>
    /// <param name="count">How many.</param>
    public static StackHead* TryTake(out int count)
    {
        byte** found = stackalloc byte*[StackSlots.OfRun];
        count = 0;
        s_latch.Enter();
        uint run;
        while (count < StackSlots.OfRun && (run = s_partial.First != 0 ? s_partial.First : s_whole.First) != 0)
        {
            StackRun* record = s_records + run;
            for (; count < StackSlots.OfRun && record->Warm != 0; record->Warm &= (ushort)(record->Warm - 1))
            {
                found[count++] = StackSlots.HighOf(run, BitOperations.TrailingZeroCount(record->Warm));
            }

            List(run);
        }

        s_latch.Leave();
        StackHead* first = null;
        for (int i = count - 1; i >= 0; i--)
        {
            StackHead* head = StackHead.Of(found[i]);
            head->Next = first;
            first = head;
        }

        return first;
    }

    /// <summary>Makes stacks: a run of them, or as many as there is memory for.</summary>
    /// <returns>Them, linked; null: the machine is out of memory, or of stacks.</returns>
    /// <param name="count">How many.</param>
    public static StackHead* TryMake(out int count)
    {
        count = 0;
        s_latch.Enter();
        uint run = s_cold.First;
        ushort slots = StackSlots.All;
        bool isNew = run == 0;
        if (!isNew)
        {
            slots = s_records[run].Cold;
            s_records[run].Cold = 0;
            List(run);
        }
        else if (s_made != s_capacity && TryExtend(s_made + 1))
        {
            run = ++s_made;
        }

        s_latch.Leave();
        if (run == 0)
        {
            return null;
        }

        // A run that cannot even be prepared is lost: addresses, no memory.
        if (isNew && !StackSlots.TryPrepare(run))
        {
            return null;
        }

        ushort made = StackSlots.Commit(run, slots);
        if (made != slots)
        {
            AddCold(run, (ushort)(slots & ~made));
        }

        count = BitOperations.PopCount(made);
        return Begin(run, made);
    }

    /// <summary>Adds free stacks, linked. Null: none.</summary>
    public static void Add(StackHead* first)
    {
        s_latch.Enter();
        while (first != null)
        {
            byte* high = (byte*)(first + 1);
            first = first->Next;
            uint run = StackSlots.RunOf(high);
            s_records[run].Warm |= StackSlots.BitOf(high);
            List(run);
        }

        s_latch.Leave();
    }

    /// <summary>Gives back the memory of free stacks: a run's, a whole one if there is one.</summary>
    /// <returns>The bytes; 0: there are none.</returns>
    public static nuint GiveBack()
    {
        s_latch.Enter();
        bool isWhole = s_whole.Last != 0;
        uint run = isWhole ? s_whole.Last : s_partial.Last;
        ushort warm = 0;
        if (run != 0)
        {
            warm = s_records[run].Warm;
            s_records[run].Warm = 0;
            s_records[run].Cold = isWhole ? (ushort)0 : s_records[run].Cold;
            List(run);
        }

        s_latch.Leave();
        if (run == 0)
        {
            return 0;
        }

        nuint bytes = 0;
        for (uint left = warm; left != 0; left &= left - 1)
        {
            byte* high = StackSlots.HighOf(run, BitOperations.TrailingZeroCount(left));
            bytes += (nuint)(high - StackHead.Of(high)->Committed);
        }

        ushort slots = isWhole ? StackSlots.All : warm;
        StackSlots.Decommit(run, slots, bytes);
        AddCold(run, slots);
        return bytes;
    }

    /// <summary>Whether a run is to go because it was not needed for a while; for cores with nothing to do.</summary>
    public static bool IsSurplus(long nowNs)
    {
        if (WholeCount <= KeptRuns)
        {
            return false;
        }

        s_latch.Enter();
        bool isSurplus = s_idle.TakeSurplus(KeptRuns, nowNs);
        s_latch.Leave();
        return isSurplus;
    }

    // New stacks, linked, the lowest first.
    private static StackHead* Begin(uint run, ushort made)
    {
        StackHead* first = null;
        for (int slot = StackSlots.OfRun - 1; slot >= 0; slot--)
        {
            if ((made & (1 << slot)) != 0)
            {
                byte* high = StackSlots.HighOf(run, slot);
                StackHead* head = StackHead.Of(high);
                head->Committed = high - StackSlots.InitialBytes;
                head->Change = 0;
                head->Next = first;
                first = head;
            }
        }

        return first;
    }

    private static void AddCold(uint run, ushort slots)
    {
        s_latch.Enter();
        s_records[run].Cold |= slots;
        List(run);
        s_latch.Leave();
    }

    // Puts a run whose stacks have changed into the list that it belongs in. Under the latch.
    private static void List(uint run)
    {
        StackRun* record = s_records + run;
        StackRunPlace due = record->Due;
        if (due == record->Place)
        {
            return;
        }

        switch (record->Place)
        {
            case StackRunPlace.Partial:
                s_partial.Remove(s_records, run);
                break;
            case StackRunPlace.Whole:
                s_whole.Remove(s_records, run);
                s_idle.Remove();
                break;
            case StackRunPlace.Cold:
                s_cold.Remove(s_records, run);
                break;
        }

        record->Place = due;
        switch (due)
        {
            case StackRunPlace.Partial:
                s_partial.Add(s_records, run);
                break;
            case StackRunPlace.Whole:
                s_whole.Add(s_records, run);
                s_idle.Add();
                break;
            case StackRunPlace.Cold:
                s_cold.Add(s_records, run);
                break;
        }
    }

    // Memory for the records up to a run's. Under the latch.
    private static bool TryExtend(uint run)
    {
        nuint needed = (run + 1) * (nuint)sizeof(StackRun);
        if (needed > s_recordsCommitted)
        {
            if (!Platform.CommitMemory((byte*)s_records + s_recordsCommitted, RecordStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_recordsCommitted += (uint)RecordStep;
        }

        return true;
    }
}
