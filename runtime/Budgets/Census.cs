// How much memory a budget's processes hold. Heaps grow and shrink in the kernel, many times a second, and nothing
// there knows of budgets: so they are counted from outside, by the supervisor that opened the budget, once in a while.
// The list of members is walked in steps, each short, while its members come and go.
//
// Who holds the most is the culprit, as for the machine as a whole. A single runaway process is caught before any
// census, by its own heap's limit.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Budgets;

/// <summary>The census of a budget, taken by its owner. Preemption on.</summary>
internal static class Census
{
    // Members that are looked at with preemption off, 20 ns each when they are not in a cache.
    private const int Step = 64;

    // Ends at a time; if that was not enough, the next census comes soon.
    private const int MostEnds = 8;

    /// <summary>Counts, and ends the largest processes while there is too much.</summary>
    /// <returns>Whether it was too much.</returns>
    public static bool Take(int budget)
    {
        ref BudgetRecord record = ref Pool<BudgetRecord>.At(budget);
        long own = Count(ref record);
        Preemption.Disable();
        Charging.AddBytes(budget, own - record.OwnBytes);
        record.OwnBytes = own;
        Preemption.Enable();
        long most = record.MostBytes;
        if (most == 0 || record.Bytes <= most)
        {
            return false;
        }

        long tooMuch = record.Bytes - most;
        for (int ends = 0; ends < MostEnds && tooMuch > 0; ends++)
        {
            int largest = FindLargest(budget, out long size);
            if (largest == 0)
            {
                break;
            }

            End(largest, size, budget);
            tooMuch -= size;
        }

        return true;
    }

    private static long Count(ref BudgetRecord record)
    {
        long bytes = 0;
        Preemption.Disable();
        record.Latch.Take();
        record.Cursor = record.Members.First;
        record.Latch.Open();
        Preemption.Enable();
        bool isMore = true;
        while (isMore)
        {
            Preemption.Disable();
            record.Latch.Take();
            for (int count = 0; count < Step && record.Cursor != 0; count++)
            {
                bytes += SizeOf(Pool<MemberRecord>.At(record.Cursor).Process);
                record.Cursor = ProcessQueue<MemberLinks>.After(record.Cursor);
            }

            isMore = record.Cursor != 0;
            record.Latch.Open();
            Preemption.Enable();
        }

        return bytes;
    }

    // Among all processes, because those of inner budgets are in other lists. Rare: somebody has to end.
    private static int FindLargest(int budget, out long most)
    {
        int largest = 0;
        most = 0;
        for (int number = 1; number < Pool<ProcessRecord>.End; number++)
        {
            Preemption.Disable();
            long size = IsCharged(number, budget) ? SizeOf(number) : 0;
            Preemption.Enable();
            if (size > most)
            {
                (largest, most) = (number, size);
            }
        }

        return largest;
    }

    // A number may be nobody's, and its memory given back.
    private static bool IsCharged(int number, int budget)
    {
        if (!Pool<ProcessRecord>.Contains(number))
        {
            return false;
        }

        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        return !process.Has(ProcessFlags.Supervises) && Charging.IsIn(process.Membership, budget);
    }

    private static long SizeOf(int number)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        return process.State == ProcessState.Free || process.Has(ProcessFlags.Exiting) ? 0
            : ProcessContexts.Statistics(process.Context).SizeBytes + (long)(process.BytesIn - process.BytesOut);
    }

    // Its number may be another's by now. So the signal names the budget, and whoever gets it looks whether it is
    // meant.
    private static void End(int number, long size, int budget)
    {
        ref BudgetRecord record = ref Pool<BudgetRecord>.At(budget);
        Preemption.Disable();
        if (!Pool<ProcessRecord>.Contains(number))
        {
            Preemption.Enable();
            return; // it has ended meanwhile
        }

        Pid pid = ProcessTable.PidOf(number, ref Pool<ProcessRecord>.At(number));
        Outbox.Post(SignalKind.BudgetLimit, default, pid, value: budget);
        Preemption.Enable();
        Reports.Write(
            $"=ERROR REPORT==== the subtree of {record.Owner} holds {record.Bytes} bytes of the {record.MostBytes} "
            + $"that its budget allows, in {record.Processes} processes: {pid} holds the most, {size} bytes, and is "
            + "ended");
    }
}
