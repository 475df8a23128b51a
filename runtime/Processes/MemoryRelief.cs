// When the machine has no more memory, what lies idle anywhere is given back first. If that does not do, whoever holds
// the most pays, its tables included: the largest process is ended, so that the others and the runtime go on. If that
// is the process that asks, it gets the exception; another one is given a kill signal, and the asker waits until it is
// gone.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Processes;

/// <summary>Getting memory back from the largest process. Preemption on.</summary>
internal static class MemoryRelief
{
    // Less than 64 KiB is no difference between two processes.
    private const int AboutShift = 16;

    /// <summary>Has idle memory given back; if that is not enough, ends the largest process other than the running one.
    /// </summary>
    /// <param name="bytes">What was asked for: counts for the asker, who would hold it.</param>
    /// <returns>True when another try may do; false when the asker itself is the largest.</returns>
    public static bool TryRelieve(long bytes)
    {
        if (Machine.TryReclaimMemory(bytes))
        {
            return true;
        }

        int self = ProcessContexts.CurrentNumber;
        int largest = FindLargest(self, bytes);
        if (largest == 0 || largest == self)
        {
            return false;
        }

        Preemption.Disable();
        if (Pool<ProcessRecord>.Contains(largest))
        {
            End(largest, ref Pool<ProcessRecord>.At(largest), self);
        }

        Preemption.Enable();
        return true;
    }

    private static void End(int largest, ref ProcessRecord target, int self)
    {
        target.InboxLatch.Take();
        uint serial = target.Serial - (target.Has(ProcessFlags.Closed) ? 1u : 0); // who ends has the next one's already
        target.InboxLatch.Open();
        int slot = SignalSlots.Rent(SignalKind.MemoryLimit);
        if (Inbox.TryPush(largest, serial, slot))
        {
            // It ends at the asker's priority, at the latest when its slice would be over.
            Boost.Begin(new Pid((uint)largest, serial), Pool<ProcessRecord>.At(self).Effective);
            AwaitEnd(largest, serial, self);
        }
        else
        {
            // It ended, or is ending, since it was found. Who ends may be less important.
            SignalSlots.Return(slot);
            Scheduler.StandAside();
            SignalHandler.OnResumed(ref Pool<ProcessRecord>.At(self), ProcessTable.PidOf(self));
        }
    }

    private static void AwaitEnd(int number, uint serial, int self)
    {
        while (IsThere(number, serial))
        {
            // Who is ending already is lent nothing, so the less important must have their turns. Whoever waits may be
            // wanted gone as well: by the one it waits for, when both ask for memory.
            Scheduler.StandAside();
            SignalHandler.OnResumed(ref Pool<ProcessRecord>.At(self), ProcessTable.PidOf(self));
        }
    }

    // Whether the process has its record still. Once it is gone, the record may be another's, or nobody's.
    private static bool IsThere(int number, uint serial)
    {
        if (!Pool<ProcessRecord>.Contains(number))
        {
            return false;
        }

        ref ProcessRecord target = ref Pool<ProcessRecord>.At(number);
        return target.Serial == serial || (target.State != ProcessState.Free && target.Has(ProcessFlags.Exiting));
    }

    // Racing with processes that grow or end meanwhile is harmless: one of the large ones is found. Of those that are
    // about as large the one that came last: where all are small, what is newest goes, and the first process, on which
    // all hang, is the last choice.
    private static int FindLargest(int self, long bytes)
    {
        int largest = 0;
        long most = 0;
        for (int number = 1; number < Pool<ProcessRecord>.End; number++)
        {
            long size = SizeOf(number) + (number == self ? Math.Clamp(bytes, 0, long.MaxValue / 2) : 0);
            if (size > 0 && size >> AboutShift >= most)
            {
                most = size >> AboutShift;
                largest = number;
            }
        }

        return largest;
    }

    private static long SizeOf(int number)
    {
        Preemption.Disable();
        long size = 0;
        if (!ProcessTable.LivingAt(number).IsNone)
        {
            ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
            size = ProcessContexts.Statistics(process.Context).SizeBytes + (long)(process.BytesIn - process.BytesOut)
                + ((long)(process.MessagesIn - process.MessagesOut) * SignalSlots.Bytes);
        }

        Preemption.Enable();
        return size == 0 ? 0 : size + Tables.TableOwners.BytesOf(number);
    }
}
