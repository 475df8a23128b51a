// The timeout of a receive: a timer that wakes the process instead of sending it something.
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
        if (self.ReceiveTimer != 0)
        {
            return;
        }

        int slot = SystemPool<TimerRecord>.Rent();
        ref TimerRecord timer = ref Pool<TimerRecord>.At(slot);
        timer = default;
        timer.Waiter = number;
        self.ReceiveTimer = slot;
        long now = Clock.Now;
        Scheduler.Core.Timers.Start(slot, timeoutNs > long.MaxValue - now ? long.MaxValue - 1 : now + timeoutNs);
        Scheduler.SetAlarm(ref Scheduler.Core);
    }

    /// <summary>The receive is over. Preemption on or off.</summary>
    public static void Cancel(ref ProcessRecord self)
    {
        if (self.ReceiveTimer == 0 && !self.Has(ProcessFlags.TimedOut))
        {
            return;
        }

        Preemption.Disable();
        int slot = self.ReceiveTimer;
        if (slot != 0)
        {
            self.ReceiveTimer = 0;
            Scheduler.Core.Timers.Cancel(slot);
            Pool<TimerRecord>.Return(slot);
        }

        self.Clear(ProcessFlags.TimedOut);
        Preemption.Enable();
    }

    /// <summary>The time is up. Preemption off.</summary>
    public static void Fire(int slot, ref TimerRecord timer)
    {
        int number = timer.Waiter;
        Pool<TimerRecord>.Return(slot);
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        process.ReceiveTimer = 0;
        process.Set(ProcessFlags.TimedOut);
        Scheduler.Wake(number, isControl: false);
    }
}
