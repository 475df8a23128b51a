// The alarm that the runtime sets, as a POSIX timer that sends its signal to the core's thread, and the core's sleep.
// The signal is the interrupt: its handler runs on the alternate stack and may send the process to its preemption. An
// alarm that stands earlier already is left alone, which spares most switches the system call: it rings too early, and
// the runtime sets the next one when it does.
// Source: timer_create(2), timer_settime(2), sigevent(3type), ppoll(2).
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>The running core's one alarm.</summary>
internal static unsafe class LinuxAlarm
{
    private const long ClockMonotonic = 1;
    private const long TimerAbsolute = 1;
    private const int NotifyThread = 4; // SIGEV_THREAD_ID
    private const int SignalSetBytes = 8;

    private static long s_armedNs;
    private static int s_timer;

    // struct sigevent
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct SignalEvent
    {
        [FieldOffset(8)] public int Signal;
        [FieldOffset(12)] public int Notify;
        [FieldOffset(16)] public int Thread;
    }

    // struct itimerspec
    [StructLayout(LayoutKind.Sequential)]
    private struct TimerSetting
    {
        public TimeSpec Interval;
        public TimeSpec Value;
    }

    /// <summary>Makes the timer. After the signals' handlers are installed.</summary>
    public static void Initialize()
    {
        s_armedNs = long.MaxValue;
        SignalEvent request = default;
        request.Signal = LinuxSignals.SigAlarm;
        request.Notify = NotifyThread;
        request.Thread = (int)SystemCall.Invoke(SystemCall.Gettid);
        int timer;
        if (SystemCall.Invoke(SystemCall.TimerCreate, ClockMonotonic, (long)&request, (long)&timer) != 0)
        {
            Fatal.Stop("timer_create failed; is the limit on pending signals (ulimit -i) zero?"u8);
        }

        s_timer = timer;
    }

    /// <inheritdoc cref="Abi.CoreTimer.Arm"/>
    public static void Arm(long deadlineNs)
    {
        if (deadlineNs >= s_armedNs)
        {
            return;
        }

        // Before the call: the alarm may ring before it returns.
        s_armedNs = deadlineNs;
        TimerSetting setting = default;
        setting.Value = LinuxPlatform.ToTimeSpec(deadlineNs);
        _ = SystemCall.Invoke(SystemCall.TimerSettime, s_timer, TimerAbsolute, (long)&setting, 0);
    }

    /// <inheritdoc cref="Abi.CoreTimer.Sleep"/>
    public static void Sleep(long deadlineNs)
    {
        ContextBlock* context = Context.CurrentBlock;
        LinuxSignals.BlockAlarm(isBlocked: true);
        long remaining = deadlineNs - LinuxPlatform.MonotonicNanoseconds();
        if (context->PreemptionPending == 0 && remaining > 0)
        {
            // ppoll lets the alarm in and sleeps in one step, so that one which comes in between ends the sleep.
            ulong none = 0;
            TimeSpec timeout = TimeSpec.FromNanoseconds(remaining);
            TimeSpec* limit = deadlineNs == long.MaxValue ? null : &timeout;
            _ = SystemCall.Invoke(SystemCall.Ppoll, 0, 0, (long)limit, (long)&none, SignalSetBytes);
        }

        LinuxSignals.BlockAlarm(isBlocked: false);
        context->PreemptionPending = 0;
    }

    /// <summary>The alarm rang; called by its handler.</summary>
    public static void OnFired() => s_armedNs = long.MaxValue;
}
