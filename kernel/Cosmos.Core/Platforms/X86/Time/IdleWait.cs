// Sleeping until a moment: the core halts and the local APIC's timer wakes it. Interrupts are off while the clock is
// compared and the timer armed, and STI takes effect only after the HLT that follows it (Processor.WaitForInterrupt),
// so an interrupt that comes in between ends the sleep instead of being missed. Other interrupts wake the core as
// well; it looks at the clock and sleeps again.
using System;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Puts the running core to sleep.</summary>
internal static class IdleWait
{
    // Below this the way into and out of HLT takes longer than the wait.
    private const long SpinBelowNs = 2_000;

    /// <summary>
    /// Returns when the monotonic clock has reached <paramref name="deadlineNs"/>, at once if it has passed.
    /// </summary>
    /// <remarks>Interrupts are served meanwhile, whatever their state was before; that state is restored.</remarks>
    public static void Until(long deadlineNs)
    {
        long longest = X86Clock.UsesTsc ? long.MaxValue : DeviceClock.LongestSleepNs;
        ulong flags = Processor.DisableInterrupts();
        while (true)
        {
            long now = X86Clock.MonotonicNanoseconds();
            if (now >= deadlineNs)
            {
                break;
            }

            long remaining = deadlineNs - now;
            if (remaining < SpinBelowNs || !ApicTimer.IsUsable)
            {
                Processor.Pause();
                continue;
            }

            ApicTimer.Arm(Math.Min(remaining, longest));
            Processor.WaitForInterrupt();
        }

        CoreAlarm.Restore();
        Processor.RestoreInterrupts(flags);
    }
}
