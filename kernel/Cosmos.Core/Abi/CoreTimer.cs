// The running core's one alarm, and its sleep. One-shot: no tick comes that nobody asked for.
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>Alarm and sleep of the running core. Preemption off.</summary>
public static class CoreTimer
{
    /// <summary>
    /// Has the running process preempted at a moment, replacing an earlier alarm. A moment that has passed means at
    /// once.
    /// </summary>
    /// <param name="monotonicNs">As <see cref="Clock.Now"/> counts; <see cref="long.MaxValue"/>: no alarm.</param>
    public static void Arm(long monotonicNs) => Platform.ArmTimer(monotonicNs);

    /// <summary>
    /// Lets the core sleep until the moment, or until an interrupt has something for it. Only in the idle context.
    /// Interrupts that came since preemption was switched off count: the sleep then ends at once.
    /// </summary>
    /// <param name="monotonicNs">
    /// As <see cref="Clock.Now"/> counts; <see cref="long.MaxValue"/>: until an interrupt.
    /// </param>
    public static void Sleep(long monotonicNs)
    {
        Contexts.Quiescence.NoteSleep(isAsleep: true);
        Platform.SleepUntilWork(monotonicNs);
        Contexts.Quiescence.NoteSleep(isAsleep: false);
    }
}
