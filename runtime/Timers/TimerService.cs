// Timers: started, cancelled and read by reference, and sent when due. Each core has a wheel of its own, to which a
// timer goes that is started there; other cores come to cancel it, so a latch guards each wheel. A timer for a pid
// belongs to that process and goes with it; one for a name looks the name up when it is due. OTP: erlang:send_after/3,
// start_timer/3, cancel_timer/1, read_timer/1.
//
// The reference carries the timer's slot, so nothing is searched. Any process may cancel any timer whose reference it
// has, as in OTP. Who strikes out a timer's unique number, under the latch of its wheel, is the one who ends it - fires
// it, cancels it or frees it with its owner - and then takes it out of its owner's list, under the owner's latch. The
// owner's record stays the owner's until that list is empty.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Timers;

/// <summary>The timers. Preemption off.</summary>
internal static class TimerService
{
    // How much is done at a time for timers that are due: others shall not wait longer for the core.
    private const int StepsAtOnce = 64;

    /// <summary>When <see cref="Expire(long)"/> has something to do on a core.</summary>
    public static long NextDeadline(ref CoreState core) => core.Timers.NextDeadline(core.Current == 0);

    /// <summary>
    /// Starts a timer that sends a message. None when memory is exhausted; the payload is the caller's then.
    /// </summary>
    public static Ref TryStart(SignalKind kind, long deadlineNs, Target target, Parcel payload)
    {
        int slot = Pool<TimerRecord>.Rent();
        if (slot == 0)
        {
            return default;
        }

        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        ulong unique = NodeState.NextUnique();
        timer = default;
        timer.Kind = kind;
        timer.Destination = target.Pid;
        timer.Name = target.Name;
        timer.Payload = payload;
        timer.IsUrgent = IsUrgent(target);
        payload.Detach();
        Ref reference = Ref.Of(unique, slot);
        if (target.Name.IsNone && !TryOwn(target.Pid, slot))
        {
            Free(slot, ref timer);
            return reference;
        }

        Enter(slot, ref timer, deadlineNs, unique);
        return reference;
    }

    /// <summary>Puts a timer into the running core's wheel.</summary>
    public static void Enter(int slot, ref TimerRecord timer, long deadlineNs, ulong unique = 0)
    {
        int here = Cores.Current;
        ref CoreState core = ref Pool<CoreState>.At(here);
        core.Timers.Latch.Take();
        timer.Core = here;
        timer.Unique = unique;
        core.Timers.Start(slot, ref timer, deadlineNs);
        core.Timers.Latch.Open();
        if (deadlineNs < core.AlarmNs)
        {
            Scheduler.SetAlarm(ref core); // else it rings early enough for this one, too
        }
    }

    /// <summary>Stops a timer. Nanoseconds that were left; -1: there is no such timer.</summary>
    public static long Cancel(Ref reference)
    {
        int slot = Find(reference);
        if (slot == 0)
        {
            return -1;
        }

        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        if (!TryClaim(slot, ref timer, reference.Unique))
        {
            return -1;
        }

        long left = Math.Max(0, timer.Link.Deadline - Clock.Now);
        Disown(slot, ref timer);
        Free(slot, ref timer);
        return left;
    }

    /// <summary>Nanoseconds left of a timer; -1: there is no such timer.</summary>
    public static long Read(Ref reference)
    {
        int slot = Find(reference);
        if (slot == 0)
        {
            return -1;
        }

        long left = Math.Max(0, Pool<TimerRecord>.At(slot).Link.Deadline - Clock.Now);
        return Find(reference) == 0 ? -1 : left; // what was read was its deadline if it is still there
    }

    /// <summary>
    /// Stops one timer that is for an ending process, whose inbox is closed; false: there is none.
    /// </summary>
    public static bool CancelOne(ref ProcessRecord self)
    {
        ReceiveTimers.Cancel(ref self);
        self.InboxLatch.Take();
        int slot = self.Timers.First;
        ulong unique = slot == 0 ? 0 : Volatile.Read(ref Pool<TimerRecord>.At(slot).Unique);
        self.InboxLatch.Open();
        if (slot == 0)
        {
            return false;
        }

        // While a timer is in the list its slot is no other's. So the number was this timer's, or 0: then another core
        // is just ending it and will strike it out.
        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        if (unique != 0 && TryClaim(slot, ref timer, unique))
        {
            Disown(slot, ref timer);
            Free(slot, ref timer);
        }

        return true;
    }

    /// <summary>
    /// Does what is due on the running core, up to a bound, for the important first; <see cref="NextDeadline"/> tells
    /// when there is more to do.
    /// </summary>
    public static void Expire(long now)
    {
        ref CoreState core = ref Scheduler.Core;
        Expire(ref core, now, isUrgent: true);
        Expire(ref core, now, isUrgent: false);
    }

    /// <summary>Moves all timers of a lost core to the running one.</summary>
    /// <returns>How many.</returns>
    public static int MoveAll(ref CoreState lost, int here)
    {
        // Both latches at once, which nobody else ever takes: a timer that is in no wheel would seem to be gone.
        ref CoreState core = ref Pool<CoreState>.At(here);
        core.Timers.Latch.Take();
        lost.Timers.Latch.Take();
        int count = MoveAll(ref lost, ref core, here, isUrgent: true);
        count += MoveAll(ref lost, ref core, here, isUrgent: false);
        lost.Timers.Latch.Open();
        core.Timers.Latch.Open();
        Scheduler.SetAlarm(ref core);
        return count;
    }

    private static int MoveAll(ref CoreState lost, ref CoreState core, int here, bool isUrgent)
    {
        int count = 0;
        int steps = int.MaxValue;
        for (int slot; (slot = lost.Timers.TakeDue(isUrgent, long.MaxValue, ref steps)) != 0; count++)
        {
            ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
            timer.Core = here;
            core.Timers.Start(slot, ref timer, timer.Link.Deadline);
        }

        return count;
    }

    private static void Expire(ref CoreState core, long now, bool isUrgent)
    {
        if (!core.Timers.IsDue(isUrgent, core.Current == 0, now))
        {
            return;
        }

        int steps = StepsAtOnce;
        while (ExpireOne(ref core, now, isUrgent, ref steps))
        {
        }

        if (steps == 0)
        {
            core.Timers.Pause(isUrgent, now, Clock.Now);
        }
    }

    private static bool ExpireOne(ref CoreState core, long now, bool isUrgent, ref int steps)
    {
        core.Timers.Latch.Take();
        int slot = core.Timers.TakeDue(isUrgent, now, ref steps);
        if (slot == 0)
        {
            core.Timers.Latch.Open();
            return false;
        }

        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        ulong unique = timer.Unique;
        timer.Unique = 0;
        int waiter = timer.Waiter == 0 ? 0 : ReceiveTimers.Ring(ref timer);
        core.Timers.Latch.Open();
        if (waiter != 0)
        {
            Pool<TimerRecord>.Return(slot);
            Scheduler.Wake(waiter);
        }
        else
        {
            Fire(slot, ref timer, Ref.Of(unique, slot));
        }

        return true;
    }

    private static void Fire(int slot, ref TimerRecord timer, Ref reference)
    {
        int signal = SignalSlots.Rent(timer.Kind);
        ref Signal message = ref Pool<Signal>.At(signal);
        message.Reference = reference;
        message.Payload = timer.Payload;
        timer.Payload = default;
        Pid destination = timer.Name.IsNone ? timer.Destination : ProcessTable.Holder(timer.Name);
        Disown(slot, ref timer);
        Free(slot, ref timer);
        Outbox.SendOrDrop(destination, signal);
    }

    private static int Find(Ref reference)
    {
        int slot = reference.Slot;
        return !reference.IsNone && Pool<TimerRecord>.Contains(slot)
            && Volatile.Read(ref Pool<TimerRecord>.At(slot).Unique) == reference.Unique ? slot : 0;
    }

    // Takes a timer out of its wheel, unless another core was first.
    private static bool TryClaim(int slot, ref TimerRecord timer, ulong unique)
    {
        while (true)
        {
            int core = Volatile.Read(ref timer.Core);
            if (core == 0)
            {
                return false; // the slot is being made ready for another timer
            }

            ref CoreTimers timers = ref Pool<CoreState>.At(core).Timers;
            timers.Latch.Take();
            bool isIts = timer.Core == core;
            bool isMine = isIts && timer.Unique == unique && timers.Cancel(slot, ref timer);
            if (isMine)
            {
                timer.Unique = 0;
            }

            timers.Latch.Open();
            if (isIts)
            {
                return isMine;
            }
        }
    }

    // Who has the name may be another when it is due: then the timer comes in its turn among the others.
    private static bool IsUrgent(Target target)
    {
        int number = target.Name.IsNone ? (int)target.Pid.Id : Registry.WhereIs(target.Name);
        return Pool<ProcessRecord>.Contains(number) && Pool<ProcessRecord>.At(number).Priority > Priority.Normal;
    }

    private static bool TryOwn(Pid owner, int slot)
    {
        if (!ProcessTable.IsAlive(owner))
        {
            return false;
        }

        ref ProcessRecord process = ref Pool<ProcessRecord>.At((int)owner.Id);
        process.InboxLatch.Take();
        bool isThere = process.Serial == owner.Serial && process.State != ProcessState.Free;
        if (isThere)
        {
            process.Timers.Add(slot);
        }

        process.InboxLatch.Open();
        return isThere;
    }

    private static void Disown(int slot, ref TimerRecord timer)
    {
        if (timer.Name.IsNone)
        {
            ref ProcessRecord owner = ref Pool<ProcessRecord>.At((int)timer.Destination.Id);
            owner.InboxLatch.Take();
            owner.Timers.Remove(slot);
            owner.InboxLatch.Open();
        }
    }

    private static void Free(int slot, ref TimerRecord timer)
    {
        timer.Core = 0;
        timer.Payload.Discard();
        timer.Payload = default;
        Pool<TimerRecord>.Return(slot);
    }
}
