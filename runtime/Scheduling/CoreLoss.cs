// What becomes of a core's work when the core is lost: those who wait to run there, and its timers, go to the core that
// found out; the process that it ran ends with the reason core_lost, because its registers are gone. A core that was
// lost in the middle of the kernel's or the runtime's own work has left something half done, a latch that is never
// opened for one, and then the machine starts anew.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Scheduling;

/// <summary>Taking over from a lost core. Preemption off.</summary>
internal static class CoreLoss
{
    /// <summary>Whether a core is lost.</summary>
    public static bool Has(int core) => (Volatile.Read(ref NodeState.Current.Lost) & Bit(core)) != 0;

    /// <summary>Stops a core for good and does what it had to do on the running one.</summary>
    public static void TakeOver(int lost, int here)
    {
        ref NodeState node = ref NodeState.Current;
        if ((Interlocked.Or(ref node.Lost, Bit(lost)) & Bit(lost)) != 0)
        {
            return; // another core was first
        }

        Cores.Retire(lost);
        ref CoreState core = ref Pool<CoreState>.At(lost);
        bool isAsleep = (Interlocked.And(ref node.Asleep, ~Bit(lost)) & Bit(lost)) != 0 || core.IsResting;
        int ended = core.Current;
        if (ended == 0 ? !isAsleep : !TryEnd(ended))
        {
            Machine.Fail("a core stopped answering in the middle of the kernel's work; what it left cannot be mended");
        }

        int timers = TimerService.MoveAll(ref core, here);
        int processes = 0;
        for (int number = core.Ready.Take(); number != 0; number = core.Ready.Take())
        {
            processes++;
            Scheduler.MakeReady(number, ref Pool<ProcessRecord>.At(number));
        }

        Cores.Report(lost, processes, timers, ended);
    }

    // Nobody else looks at what only the process's own core changes.
    private static bool TryEnd(int number)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        if (process.State != ProcessState.Running || !ProcessContexts.Forsake(process.Context))
        {
            return false;
        }

        if (!process.Has(ProcessFlags.Exiting))
        {
            process.Reason = NodeState.Current.CoreLost;
            process.Set(ProcessFlags.Exiting);
        }

        process.State = ProcessState.Runnable;
        Scheduler.MakeReady(number, ref process);
        return true;
    }

    private static ulong Bit(int core) => 1ul << (core - 1);
}
