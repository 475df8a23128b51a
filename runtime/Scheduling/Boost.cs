// A request of an important process must not wait because the process asked is unimportant: whoever is asked runs at
// the asker's priority until it has handled what came. OTP: system tasks run at the requester's priority.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Scheduling;

/// <summary>Priorities lent to processes. Preemption off.</summary>
internal static class Boost
{
    /// <summary>Lends a priority to a process, unless it has ended or is about to.</summary>
    public static void Begin(Pid pid, Priority priority)
    {
        int number = (int)pid.Id;
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        if (priority <= process.Effective)
        {
            return;
        }

        // Under the latch the record is that process's for as long as it has not closed its inbox.
        process.InboxLatch.Take();
        bool isLent = process.Serial == pid.Serial && process.State != ProcessState.Free
            && priority > process.Effective && !process.Has(ProcessFlags.Exiting);
        if (isLent)
        {
            process.Set(ProcessFlags.Boosted);
            process.Effective = priority;
        }

        process.InboxLatch.Open();
        if (isLent)
        {
            Scheduler.Requeue(number);
        }
    }

    /// <summary>The running process has handled what came: its own priority counts again.</summary>
    public static void End(Pid pid, ref ProcessRecord self)
    {
        if (!self.Has(ProcessFlags.Boosted))
        {
            return;
        }

        self.Clear(ProcessFlags.Boosted);
        Scheduler.SetOwnPriority(ref self, self.Priority);
    }
}
