// Timers of the running core: started, cancelled and read by reference, and sent when due. A timer for a pid belongs to
// that process and goes with it; one for a name looks the name up when it is due. OTP: erlang:send_after/3,
// start_timer/3, cancel_timer/1, read_timer/1.
//
// The reference carries the timer's slot, so nothing is searched. Any process may cancel any timer whose reference it
// has, as in OTP.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Timers;

/// <summary>The timers. Preemption off.</summary>
internal static class TimerService
{
    // How much is done at a time for timers that are due: others shall not wait longer for the core.
    private const int StepsAtOnce = 256;

    /// <summary>When <see cref="Expire"/> has something to do.</summary>
    public static long NextDeadline() => Scheduler.Core.Timers.NextDeadline;

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
        timer = default;
        timer.Unique = NodeState.NextUnique();
        timer.Kind = kind;
        timer.Destination = target.Pid;
        timer.Name = target.Name;
        timer.Payload = payload;
        payload.Detach();
        Ref reference = Ref.Of(timer.Unique, slot);
        if (target.Name.IsNone && !ProcessTable.IsAlive(target.Pid))
        {
            Drop(slot, ref timer);
            return reference;
        }

        if (target.Name.IsNone)
        {
            Pool<ProcessRecord>.At((int)target.Pid.Id).Timers.Add(slot);
        }

        ref CoreState core = ref Scheduler.Core;
        core.Timers.Start(slot, deadlineNs);
        Scheduler.SetAlarm(ref core);
        return reference;
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
        long left = Math.Max(0, timer.Link.Deadline - Clock.Now);
        Scheduler.Core.Timers.Cancel(slot);
        Disown(slot, ref timer);
        Drop(slot, ref timer);
        return left;
    }

    /// <summary>Nanoseconds left of a timer; -1: there is no such timer.</summary>
    public static long Read(Ref reference)
    {
        int slot = Find(reference);
        return slot == 0 ? -1 : Math.Max(0, Pool<TimerRecord>.At(slot).Link.Deadline - Clock.Now);
    }

    /// <summary>Stops one timer that is for an ending process; false: there is none.</summary>
    public static bool CancelOne(ref ProcessRecord self)
    {
        ReceiveTimers.Cancel(ref self);
        int slot = self.Timers.First;
        if (slot == 0)
        {
            return false;
        }

        Scheduler.Core.Timers.Cancel(slot);
        self.Timers.Remove(slot);
        Drop(slot, ref Pool<TimerRecord>.At(slot));
        return true;
    }

    /// <summary>Does what is due, up to a bound; <see cref="NextDeadline"/> tells whether there is more.</summary>
    public static void Expire(long now)
    {
        ref CoreState core = ref Scheduler.Core;
        if (core.Timers.NextDeadline > now)
        {
            return;
        }

        int steps = StepsAtOnce;
        for (int slot = core.Timers.TakeDue(now, ref steps); slot != 0; slot = core.Timers.TakeDue(now, ref steps))
        {
            ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
            if (timer.Waiter != 0)
            {
                ReceiveTimers.Fire(slot, ref timer);
            }
            else
            {
                Fire(slot, ref timer);
            }
        }
    }

    private static void Fire(int slot, ref TimerRecord timer)
    {
        Disown(slot, ref timer);
        Pid destination = timer.Name.IsNone ? timer.Destination : ProcessTable.Holder(timer.Name);
        int signal = SignalSlots.Rent(timer.Kind);
        ref Signal message = ref Pool<Signal>.At(signal);
        message.Reference = Ref.Of(timer.Unique, slot);
        message.Payload = timer.Payload;
        timer.Payload = default;
        Drop(slot, ref timer);
        Outbox.SendOrDrop(destination, signal);
    }

    private static int Find(Ref reference)
    {
        int slot = reference.Slot;
        return !reference.IsNone && Pool<TimerRecord>.Contains(slot)
            && Pool<TimerRecord>.At(slot).Unique == reference.Unique ? slot : 0;
    }

    private static void Disown(int slot, ref TimerRecord timer)
    {
        if (timer.Name.IsNone)
        {
            Pool<ProcessRecord>.At((int)timer.Destination.Id).Timers.Remove(slot);
        }
    }

    private static void Drop(int slot, ref TimerRecord timer)
    {
        timer.Unique = 0;
        timer.Payload.Discard();
        timer.Payload = default;
        Pool<TimerRecord>.Return(slot);
    }
}
