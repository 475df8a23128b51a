// Who runs on a core. Max goes before high, high before the rest; normal and low share a queue in which a process at
// low lets eight turns pass before it takes one (OTP's rule, which starves neither). A process that becomes ready and
// is more important than the one that runs gets the core at once; among equals a slice ends a turn.
//
// The clock is not read when processes switch. A slice begins when somebody first has to wait for the core, and belongs
// to the process that runs then: when the alarm rings, that process goes to the queue's end, whether it runs or lost
// the core to a more important one meanwhile - which puts it to the queue's front, because its turn is not over. If it
// gave the core away by itself, the one that runs gets a slice of its own. A core on which nobody waits has no slice
// and no alarm: no tick comes.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Scheduling;

/// <summary>The scheduler of the running core. Preemption off everywhere.</summary>
internal static class Scheduler
{
    /// <summary>How long a process runs while others of its class wait.</summary>
    public const long SliceNs = 1_000_000;

    /// <summary>Turns at normal for one at low.</summary>
    public const byte TurnsOfLow = 8;

    /// <summary>The running core.</summary>
    public static ref CoreState Core => ref Pool<CoreState>.At(Cores.Current);

    /// <summary>
    /// Makes a waiting process ready because something came for it. A suspended one only moves for what is no message.
    /// </summary>
    public static void Wake(int number, bool isControl)
    {
        ref ProcessRecord target = ref Pool<ProcessRecord>.At(number);
        bool isAsleep = target.State == ProcessState.Waiting && (isControl || target.Suspensions == 0);
        if (isAsleep || (target.State == ProcessState.Suspended && isControl))
        {
            MakeReady(number, ref target);
        }
    }

    /// <summary>Puts a process into its queue, and takes the core from one that is less important.</summary>
    public static void MakeReady(int number, ref ProcessRecord process)
    {
        ref CoreState core = ref Core;
        process.State = ProcessState.Runnable;
        Enqueue(ref core, number, ref process);
        if (core.Current == 0)
        {
            return; // the idle loop looks at the queues before it sleeps
        }

        if (process.Effective > core.CurrentPriority && process.Effective > Priority.Normal)
        {
            ProcessContexts.RequestPreemption();
        }
        else if (core.SliceEndNs == long.MaxValue)
        {
            BeginSlice(ref core, Clock.Now);
        }
    }

    /// <summary>
    /// Gives the core to whoever is next; the caller has changed its own state. Returns when it is its turn again.
    /// </summary>
    public static void Leave()
    {
        ref CoreState core = ref Core;
        int self = core.Current;
        int next = TakeNext(ref core);
        if (next == self)
        {
            Resume(ref core, next);
            return;
        }

        ProcessContexts.SwitchTo(Choose(ref core, next));
    }

    /// <summary>As <see cref="Leave"/> for a process that keeps nothing but one object.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void LeaveParked(object? root)
    {
        ref CoreState core = ref Core;
        ProcessContexts.Park(root, Choose(ref core, TakeNext(ref core)));
    }

    /// <summary>As <see cref="Leave"/> for a process that is no more.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void LeaveForGood()
    {
        ref CoreState core = ref Core;
        ProcessContexts.End(Choose(ref core, TakeNext(ref core)));
    }

    /// <summary>Lets others of its class go first.</summary>
    public static void Yield()
    {
        ref CoreState core = ref Core;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(core.Current);
        self.State = ProcessState.Runnable;
        Enqueue(ref core, core.Current, ref self);
        Leave();
    }

    /// <summary>
    /// The alarm rang, or a more important process became ready. Gives the core away if the running process must.
    /// </summary>
    public static void OnAlarm(long now)
    {
        ref CoreState core = ref Core;
        if (now >= core.SliceEndNs)
        {
            EndSlice(ref core, now);
        }

        if (IsOutranked(ref core))
        {
            core.Preemptions++;
            ref ProcessRecord self = ref Pool<ProcessRecord>.At(core.Current);
            self.State = ProcessState.Runnable;
            QueueOf(ref core, self.Effective).Prepend(core.Current);
            Leave();
        }
    }

    /// <summary>The core's idle loop: runs processes while there are any, and sleeps.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Idle()
    {
        ref CoreState core = ref Core;
        core.Idle = ProcessContexts.Current;
        while (true)
        {
            long now = Clock.Now;
            Timers.TimerService.Expire(now);
            int next = TakeNext(ref core);
            if (next == 0)
            {
                core.SliceEndNs = long.MaxValue;
                core.AlarmNs = long.MaxValue;
                CoreTimer.Sleep(Timers.TimerService.NextDeadline());
                continue;
            }

            ProcessContexts.SwitchTo(Choose(ref core, next));
        }
    }

    /// <summary>Sees to it that the alarm rings for the next timer and the slice's end.</summary>
    public static void SetAlarm(ref CoreState core)
    {
        long wanted = Math.Min(Timers.TimerService.NextDeadline(), core.SliceEndNs);
        if (wanted < core.AlarmNs)
        {
            core.AlarmNs = wanted;
            CoreTimer.Arm(wanted);
        }
    }

    /// <summary>Moves a ready process to the queue of another priority.</summary>
    public static void Requeue(int number, ref ProcessRecord process, Priority effective)
    {
        if (process.Effective == effective)
        {
            return;
        }

        if (process.State != ProcessState.Runnable)
        {
            process.Effective = effective;
            return;
        }

        ref CoreState core = ref Core;
        QueueOf(ref core, process.Effective).Remove(number);
        process.Effective = effective;
        MakeReady(number, ref process);
    }

    /// <summary>Changes the queue of the running process, which gives way if it is now less important.</summary>
    public static void SetOwnPriority(ref ProcessRecord self, Priority effective)
    {
        ref CoreState core = ref Core;
        self.Effective = effective;
        core.CurrentPriority = effective;
        if (IsOutranked(ref core))
        {
            ProcessContexts.RequestPreemption();
        }
    }

    /// <summary>Has the running process looked at again soon: something waits until it may be done.</summary>
    public static void LookAgain()
    {
        ref CoreState core = ref Core;
        long soon = Clock.Now + SliceNs;
        if (soon < core.AlarmNs)
        {
            core.AlarmNs = soon;
            CoreTimer.Arm(soon);
        }
    }

    private static bool IsOutranked(ref CoreState core) =>
        (!core.Max.IsEmpty && core.CurrentPriority < Priority.Max)
        || (!core.High.IsEmpty && core.CurrentPriority < Priority.High);

    private static void EndSlice(ref CoreState core, long now)
    {
        core.SliceEndNs = long.MaxValue;
        int owner = core.SliceOwner;
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(owner);
        if (owner != core.Current)
        {
            if (process.Link.IsQueued)
            {
                ref ProcessQueue<RunLink> queue = ref QueueOf(ref core, process.Effective);
                queue.Remove(owner);
                queue.Append(owner);
            }

            if (HasEquals(ref core))
            {
                BeginSlice(ref core, now);
            }
        }
        else if (HasEquals(ref core))
        {
            core.Preemptions++;
            process.Reductions += Reductions.PerSlice;
            Yield();
        }
    }

    private static bool HasEquals(ref CoreState core) => core.CurrentPriority switch
    {
        Priority.Max => !core.Max.IsEmpty,
        Priority.High => !core.High.IsEmpty,
        _ => !core.Normal.IsEmpty,
    };

    private static void BeginSlice(ref CoreState core, long now)
    {
        core.SliceEndNs = now + SliceNs;
        core.SliceOwner = core.Current;
        SetAlarm(ref core);
    }

    private static ProcessContext Choose(ref CoreState core, int next)
    {
        core.Switches++;
        if (next == 0)
        {
            core.Current = 0;
            return core.Idle;
        }

        ProcessContext context = Resume(ref core, next);
        if (core.AlarmNs == long.MaxValue)
        {
            SetAlarm(ref core);
        }

        return context;
    }

    private static ProcessContext Resume(ref CoreState core, int next)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(next);
        process.State = ProcessState.Running;
        core.Current = next;
        core.CurrentPriority = process.Effective;

        // Whoever is left behind waits for a slice to end.
        if (core.SliceEndNs == long.MaxValue && HasEquals(ref core))
        {
            BeginSlice(ref core, Clock.Now);
        }

        return process.Context;
    }

    private static void Enqueue(ref CoreState core, int number, ref ProcessRecord process) =>
        QueueOf(ref core, process.Effective).Append(number);

    private static ref ProcessQueue<RunLink> QueueOf(ref CoreState core, Priority priority)
    {
        switch (priority)
        {
            case Priority.Max:
                return ref core.Max;
            case Priority.High:
                return ref core.High;
            default:
                return ref core.Normal;
        }
    }

    private static int TakeNext(ref CoreState core)
    {
        int next = core.Max.Take();
        if (next == 0)
        {
            next = core.High.Take();
        }

        while (next == 0 && (next = core.Normal.Take()) != 0)
        {
            ref ProcessRecord process = ref Pool<ProcessRecord>.At(next);
            if (process.Effective != Priority.Low)
            {
                return next;
            }

            if (process.TurnsToSkip == 0)
            {
                process.TurnsToSkip = TurnsOfLow - 1;
                return next;
            }

            process.TurnsToSkip--;
            core.Normal.Append(next);
            next = 0;
        }

        return next;
    }
}
