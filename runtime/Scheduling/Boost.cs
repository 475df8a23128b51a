// A request of an important process must not wait because the process asked is unimportant: whoever is asked runs at
// the asker's priority until it has handled what came. OTP: system tasks run at the requester's priority.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Scheduling;

/// <summary>Priorities lent to processes. Preemption off.</summary>
internal static class Boost
{
    /// <summary>Lends a priority to a process.</summary>
    public static void Begin(int number, ref ProcessRecord process, Priority priority)
    {
        if (priority > process.Effective)
        {
            process.Set(ProcessFlags.Boosted);
            Scheduler.Requeue(number, ref process, priority);
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
