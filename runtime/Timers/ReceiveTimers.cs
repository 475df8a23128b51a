// The timeout of a receive: a timer that wakes the process instead of sending it something. It may ring on the core
// where it was started while the process stops it on another: the latch of that core's wheel decides who was first.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;

namespace Cosmos.Runtime.Timers;

/// <summary>Timeouts of receives.</summary>
internal static class ReceiveTimers
{
    /// <summary>
    /// Starts the timeout of the receive that the running process is in, if it has none. Preemption off.
    /// </summary>
    public static void StartOnce(ref ProcessRecord self, int number, long timeoutNs)
    {
        if (Volatile.Read(ref self.ReceiveTimer) != 0)
        {
            return;
        }

        int slot = SystemPool<TimerRecord>.Rent();
        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        timer = default;
        timer.Waiter = number;
        timer.IsUrgent = self.Priority > Priority.Normal;
        self.ReceiveTimer = slot;
        long now = Clock.Now;
        TimerService.Enter(slot, ref timer, timeoutNs > long.MaxValue - now ? long.MaxValue - 1 : now + timeoutNs);
    }

    /// <summary>The receive is over. Preemption on or off.</summary>
    public static void Cancel(ref ProcessRecord self)
    {
        if (Volatile.Read(ref self.ReceiveTimer) == 0 && !self.Has(ProcessFlags.TimedOut))
        {
            return;
        }

        Preemption.Disable();
        int slot = Volatile.Read(ref self.ReceiveTimer);
        while (slot != 0 && !TryStop(ref self, slot))
        {
            slot = Volatile.Read(ref self.ReceiveTimer);
        }

        self.Clear(ProcessFlags.TimedOut);
        Preemption.Enable();
    }

    /// <summary>
    /// The time is up: under the latch of the timer's wheel, out of which it has been taken. The process is to be woken
    /// when the latch is open.
    /// </summary>
    /// <returns>The process's number.</returns>
    public static int Ring(ref TimerRecord timer)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(timer.Waiter);

        // In this order: a process that finds no timer finds the mark.
        process.Set(ProcessFlags.TimedOut);
        Volatile.Write(ref process.ReceiveTimer, 0);
        return timer.Waiter;
    }

    private static bool TryStop(ref ProcessRecord self, int slot)
    {
        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        int core = timer.Core;
        if (core == 0)
        {
            return false; // it rang meanwhile, and its record is another timer's that has not begun
        }

        ref CoreTimers timers = ref Pool<CoreState>.At(core).Timers;
        timers.Latch.Take();
        bool isThere = self.ReceiveTimer == slot && timer.Core == core && timers.Cancel(slot, ref timer);
        if (isThere)
        {
            self.ReceiveTimer = 0;
        }

        timers.Latch.Open();
        if (isThere)
        {
            Pool<TimerRecord>.Return(slot);
        }

        return isThere;
    }
}
