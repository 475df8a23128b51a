// Who runs on a core. Max goes before high, high before the rest (RunQueues); how work gets to other cores is for
// Balance. A process that becomes ready and is more important than the one that runs gets the core at once; among
// equals a slice ends a turn.
//
// The clock is not read when processes switch. A slice begins when somebody first has to wait for the core, and belongs
// to the process that runs then: when the alarm rings, that process goes to the queue's end, whether it runs or lost
// the core to a more important one meanwhile - which puts it to the queue's front, because its turn is not over. If it
// gave the core away by itself, the one that runs gets a slice of its own. A core on which nobody waits has no slice
// and no alarm: no tick comes.
//
// A process's state changes under its inbox's latch when it comes to rest and when it is woken, so that nothing comes
// in unseen. From Runnable to Running and back only the core that has it changes it.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Scheduling;

/// <summary>The scheduler of the running core. Preemption off everywhere.</summary>
internal static class Scheduler
{
    /// <summary>How long a process runs while others of its class wait.</summary>
    public const long SliceNs = 1_000_000;

    /// <summary>The running core.</summary>
    public static ref CoreState Core => ref Pool<CoreState>.At(Cores.Current);

    /// <summary>
    /// Brings the running process to rest, to be followed by <see cref="Leave()"/> or <see cref="LeaveParked"/>.
    /// </summary>
    /// <param name="self">Its record.</param>
    /// <param name="state">Waiting, which a message ends too, or Suspended.</param>
    /// <returns>False: what would wake it is there already.</returns>
    public static bool TryRest(ref ProcessRecord self, ProcessState state)
    {
        self.InboxLatch.Take();
        bool isWanted = self.Has(ProcessFlags.ControlPending)
            || (state == ProcessState.Waiting && (self.InboxFirst != 0 || self.Has(ProcessFlags.TimedOut)));
        if (!isWanted)
        {
            self.State = state;
        }

        self.InboxLatch.Open();
        return !isWanted;
    }

    /// <summary>
    /// Marks a process ready that rests, because something came for it; the caller holds its latch. A suspended one
    /// only moves for what is no message.
    /// </summary>
    /// <returns>True: <see cref="MakeReady(int, ref ProcessRecord)"/> is to follow, when the latch is open.</returns>
    public static bool TryRouse(ref ProcessRecord target, bool isControl)
    {
        bool rests = (target.State == ProcessState.Waiting && (isControl || target.Suspensions == 0))
            || (target.State == ProcessState.Suspended && isControl);
        if (rests)
        {
            target.State = ProcessState.Runnable;
        }

        return rests;
    }

    /// <summary>Wakes a process that waits: its time is up. One that does not wait looks for itself.</summary>
    public static void Wake(int number)
    {
        ref ProcessRecord target = ref Pool<ProcessRecord>.At(number);
        target.InboxLatch.Take();
        bool isReady = TryRouse(ref target, isControl: false);
        target.InboxLatch.Open();
        if (isReady)
        {
            MakeReady(number, ref target);
        }
    }

    /// <summary>
    /// Puts a process that is marked ready into a queue, and takes the core from one that is less important.
    /// </summary>
    public static void MakeReady(int number, ref ProcessRecord process) =>
        MakeReady(Cores.Current, number, ref process);

    /// <summary>The same, for who knows the running core.</summary>
    public static void MakeReady(int here, int number, ref ProcessRecord process)
    {
        int bound = process.BoundTo;
        if (bound != 0 && bound != here && !CoreLoss.Has(bound))
        {
            Pool<CoreState>.At(bound).Ready.Append(bound, number, ref process);
            Cores.Wake(bound);
            return;
        }

        ref CoreState core = ref Pool<CoreState>.At(here);
        Priority priority = process.Effective;
        core.Ready.Append(here, number, ref process);
        process.Context.Prefetch();
        bool isUrgent = priority > Priority.Normal && core.Current != 0;
        if (isUrgent && priority > core.CurrentPriority)
        {
            ProcessContexts.RequestPreemption(); // who runs is offered to others when it has left the core
            return;
        }

        if (core.Current != 0 && core.SliceEndNs == long.MaxValue)
        {
            BeginSlice(ref core, Clock.Now);
        }

        if (Cores.AreSeveral && (isUrgent || core.Ready.HasForOthers(2)))
        {
            CallHelp(ref core, bound == 0 ? priority : Priority.Normal);
        }
    }

    /// <summary>
    /// Gives the core to whoever is next; the caller has changed its own state. Returns when it is its turn again,
    /// maybe on another core.
    /// </summary>
    public static void Leave() => Leave(RunningContext.Current);

    /// <summary>The same, for who has the running context at hand.</summary>
    public static void Leave(RunningContext me)
    {
        int here = me.Core;
        ref CoreState core = ref Pool<CoreState>.At(here);
        int self = core.Current;
        int next = core.Ready.Take();
        if (next == self)
        {
            Resume(ref core, here, next);
            return;
        }

        me.SwitchTo(Choose(ref core, here, next));
    }

    /// <summary>As <see cref="Leave()"/> for a process that keeps nothing but one object.</summary>
    [DoesNotReturn]
    public static void LeaveParked(object? root)
    {
        int here = Cores.Current;
        ref CoreState core = ref Pool<CoreState>.At(here);
        ProcessContexts.Park(root, Choose(ref core, here, core.Ready.Take()));
    }

    /// <summary>As <see cref="Leave()"/> for a process that is no more.</summary>
    [DoesNotReturn]
    public static void LeaveForGood()
    {
        int here = Cores.Current;
        ref CoreState core = ref Pool<CoreState>.At(here);
        core.Ended++;
        ProcessContexts.End(Choose(ref core, here, core.Ready.Take()));
    }

    /// <summary>Lets others of its class go first.</summary>
    public static void Yield()
    {
        int here = Cores.Current;
        ref CoreState core = ref Pool<CoreState>.At(here);
        Pool<ProcessRecord>.At(core.Current).State = ProcessState.Runnable;
        core.Ready.Append(here, core.Current);
        Leave();
    }

    /// <summary>
    /// Lets all others of the core go first, less important ones too: the running process can do nothing until one of
    /// them has left a lock, and which one is not known here. For this turn it is one at normal.
    /// </summary>
    public static void StandAside()
    {
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(Core.Current);
        Priority before = self.Effective;
        if (before > Priority.Normal)
        {
            self.Effective = Priority.Normal;
        }

        Yield();

        // Somebody may have lent it a priority meanwhile.
        if (before > self.Effective)
        {
            SetOwnPriority(ref self, before);
        }
    }

    /// <summary>
    /// The core is wanted: the alarm rang, or somebody came. Does what is due, and gives the core away if the running
    /// process must. The alarm has to be set afterwards.
    /// </summary>
    public static void OnWanted()
    {
        ref CoreState core = ref Core;
        long now = Clock.Now;

        // The timer may have rung a moment too early by this clock, or for the kernel's own ends: then nothing rings
        // any more, though the alarm lies ahead. So it is set anew, whatever it was.
        core.AlarmNs = long.MaxValue;
        CoreWatch.Look(ref core, now);
        Timers.TimerService.Expire(now);
        if (core.TakesFrom != 0)
        {
            Balance.TakeImportant(ref core, Cores.Current);
        }

        if (PendingInterrupts.Any)
        {
            Devices.InterruptSignals.SendPending();
        }

        OnAlarm(now);
    }

    /// <summary>
    /// Gives the core away if it is wanted, between two pieces of work that is itself done when the core is given back:
    /// switching preemption on there would begin the work anew inside of itself.
    /// </summary>
    public static void GiveWay()
    {
        if (ProcessContexts.TakePreemptionRequest())
        {
            OnWanted();
            SetAlarm(ref Core);
        }
    }

    /// <summary>
    /// The alarm rang, or a more important process became ready. Gives the core away if the running process must.
    /// </summary>
    public static void OnAlarm(long now)
    {
        ref CoreState core = ref Core;
        if (now >= core.HelpNs)
        {
            AskForHelp(ref core, now);
        }

        if (now >= core.SliceEndNs)
        {
            EndSlice(ref core, now);
            core = ref Core; // a turn has passed, and this process may be elsewhere
        }

        if (core.Ready.HasAbove(core.CurrentPriority))
        {
            core.Preemptions++;
            Pool<ProcessRecord>.At(core.Current).State = ProcessState.Runnable;
            core.Ready.Prepend(Cores.Current, core.Current);
            if (core.Ready.HasForOthers(1))
            {
                CallHelp(ref core, Priority.Normal);
            }

            Leave();
        }
        else if (core.SliceEndNs == long.MaxValue && core.Ready.HasEquals(core.CurrentPriority))
        {
            BeginSlice(ref core, now); // another core put somebody here
        }
    }

    /// <summary>The core's idle loop: runs processes while there are any, and sleeps.</summary>
    [DoesNotReturn]
    public static void Idle()
    {
        int here = Cores.Current;
        ref CoreState core = ref Pool<CoreState>.At(here);
        core.Idle = ProcessContexts.Current;
        CoreWatch.Begin(ref core);
        bool wasCalled = false;
        while (true)
        {
            long now = Clock.Now;
            CoreWatch.Look(ref core, now);
            Timers.TimerService.Expire(now);
            if (core.TakesFrom != 0)
            {
                Balance.TakeImportant(ref core, here);
            }

            if (PendingInterrupts.Any)
            {
                Devices.InterruptSignals.SendPending();
            }

            int next = core.Ready.Take();
            if (next == 0 && Cores.Count > 1 && Balance.TrySteal(here, wasCalled ? 1 : 2))
            {
                next = core.Ready.Take();
            }

            if (next == 0 && Machine.TryTidyUp())
            {
                continue;
            }

            if (next == 0)
            {
                core.SliceEndNs = long.MaxValue;
                core.HelpNs = long.MaxValue;
                core.AlarmNs = long.MaxValue;
                core.IsResting = true;
                long wake = Math.Min(core.WatchNs, Machine.TidyUpAtNs);
                wasCalled = Balance.Sleep(here, Math.Min(Timers.TimerService.NextDeadline(ref core), wake));
                core.IsResting = false;
                continue;
            }

            wasCalled = false;
            ProcessContexts.SwitchTo(Choose(ref core, here, next));
        }
    }

    /// <summary>Sees to it that the alarm rings for the next timer and the slice's end.</summary>
    public static void SetAlarm(ref CoreState core)
    {
        long wanted = Math.Min(
            Timers.TimerService.NextDeadline(ref core),
            Math.Min(core.SliceEndNs, Math.Min(core.HelpNs, core.WatchNs)));
        if (wanted < core.AlarmNs)
        {
            core.AlarmNs = wanted;
            CoreTimer.Arm(wanted);
        }
    }

    /// <summary>
    /// A process got another priority: if it waits to run, it gets its place here, whatever core it waited for. Who
    /// queues it meanwhile uses the new priority already.
    /// </summary>
    public static void Requeue(int number)
    {
        for (int core = 1; core <= Cores.Count; core++)
        {
            if (Pool<CoreState>.At(core).Ready.TryRemoveMisplaced(core, number))
            {
                MakeReady(number, ref Pool<ProcessRecord>.At(number));
                return;
            }
        }
    }

    /// <summary>Changes the queue of the running process, which gives way if it is now less important.</summary>
    public static void SetOwnPriority(ref ProcessRecord self, Priority effective)
    {
        ref CoreState core = ref Core;
        self.Effective = effective;
        core.CurrentPriority = effective;
        if (core.Ready.HasAbove(effective))
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

    // A sleeping core is called, if there is one. Behind somebody no less important nobody important waits for long
    // while another core does less: that core is asked in a while (AskForHelp). At once it is not, because who woke
    // another will often wait next, and the other would go to a core where nothing of it is warm.
    private static void CallHelp(ref CoreState core, Priority priority)
    {
        if (Balance.HasSleepers)
        {
            Balance.CallHelp();
        }

        if (Cores.AreSeveral && priority > Priority.Normal)
        {
            long now = Clock.Now;
            if (core.HelpNs - Balance.PatienceNs > now)
            {
                WaitForHelp(ref core, now);
                SetAlarm(ref core);
            }
        }
    }

    // Called when one has waited for a while: if the core has switched meanwhile, its queue moves.
    private static void AskForHelp(ref CoreState core, long now)
    {
        core.HelpNs = long.MaxValue;
        if (!core.Ready.HasForOthers(1))
        {
            return;
        }

        if (core.Switches == core.HelpSwitches)
        {
            if (Balance.HasSleepers || !core.Ready.HasImportantForOthers)
            {
                Balance.CallHelp();
            }
            else
            {
                Priority waiting = core.Ready.HasAbove(Priority.High) ? Priority.Max : Priority.High;
                Balance.OfferImportant(Cores.Current, waiting);
            }
        }

        WaitForHelp(ref core, now); // whoever was called may have found something else to run
    }

    // While all cores are busy it is enough to see in a while whether one has come to rest.
    private static void WaitForHelp(ref CoreState core, long now)
    {
        if (Cores.Count > 1)
        {
            bool isNear = Balance.HasSleepers || core.Ready.HasImportantForOthers;
            core.HelpNs = now + (isNear ? Balance.PatienceNs : SliceNs);
            core.HelpSwitches = core.Switches;
        }
    }

    private static void EndSlice(ref CoreState core, long now)
    {
        core.SliceEndNs = long.MaxValue;
        int owner = core.SliceOwner;
        if (owner != core.Current)
        {
            if (Pool<ProcessRecord>.Contains(owner)) // it may have ended long ago
            {
                core.Ready.MoveToEnd(Cores.Current, owner);
            }

            if (core.Ready.HasEquals(core.CurrentPriority))
            {
                BeginSlice(ref core, now);
            }
        }
        else if (core.Ready.HasEquals(core.CurrentPriority))
        {
            core.Preemptions++;
            Pool<ProcessRecord>.At(owner).Reductions += Reductions.PerSlice;
            Yield();
        }
    }

    private static void BeginSlice(ref CoreState core, long now)
    {
        core.SliceEndNs = now + SliceNs;
        core.SliceOwner = core.Current;
        WaitForHelp(ref core, now);
        SetAlarm(ref core);
    }

    private static ProcessContext Choose(ref CoreState core, int here, int next)
    {
        core.Switches++;
        if (next == 0)
        {
            core.Current = 0;
            return core.Idle;
        }

        ProcessContext context = Resume(ref core, here, next);
        if (core.AlarmNs == long.MaxValue)
        {
            SetAlarm(ref core);
        }

        return context;
    }

    private static ProcessContext Resume(ref CoreState core, int here, int next)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(next);
        process.RunsOn = (byte)here;
        process.State = ProcessState.Running;
        if (Cores.AreSeveral)
        {
            // Who sends a control signal sets the mark and then looks for Running; here it is the other way round.
            Interlocked.MemoryBarrier();
        }

        core.Current = next;
        core.CurrentPriority = process.Effective;

        // Whoever is left behind waits for a slice to end.
        if (core.SliceEndNs == long.MaxValue && core.Ready.HasEquals(core.CurrentPriority))
        {
            BeginSlice(ref core, Clock.Now);
        }

        return process.Context;
    }
}
