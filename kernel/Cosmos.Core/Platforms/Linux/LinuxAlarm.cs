// The alarm that the runtime sets, as a POSIX timer that sends its signal to the core's thread, and the core's sleep.
// The signal is the interrupt: its handler runs on the alternate stack and may send the process to its preemption. An
// alarm that stands earlier already is left alone, which spares most switches the system call: it rings too early, and
// the runtime sets the next one when it does. Each core has a timer of its own.
// Source: timer_create(2), timer_settime(2), sigevent(3type), ppoll(2).
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>The running core's one alarm.</summary>
internal static unsafe class LinuxAlarm
{
    private const long ClockMonotonic = 1;
    private const long TimerAbsolute = 1;
    private const int NotifyThread = 4; // SIGEV_THREAD_ID
    private const int SignalSetBytes = 8;

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

    /// <summary>
    /// Makes the running core's timer. After the signals' handlers are installed. False: Linux refuses it.
    /// </summary>
    public static bool TryInitialize()
    {
        LinuxCore* core = LinuxCore.Current;
        core->ArmedNs = long.MaxValue;
        SignalEvent request = default;
        request.Signal = LinuxSignals.SigAlarm;
        request.Notify = NotifyThread;
        request.Thread = core->Thread;
        return SystemCall.Invoke(SystemCall.TimerCreate, ClockMonotonic, (long)&request, (long)&core->Timer) == 0;
    }

    /// <inheritdoc cref="Abi.CoreTimer.Arm"/>
    public static void Arm(long deadlineNs)
    {
        LinuxCore* core = LinuxCore.Current;
        if (deadlineNs >= core->ArmedNs)
        {
            return;
        }

        // Before the call: the alarm may ring before it returns.
        core->ArmedNs = deadlineNs;
        TimerSetting setting = default;
        setting.Value = LinuxPlatform.ToTimeSpec(deadlineNs);
        _ = SystemCall.Invoke(SystemCall.TimerSettime, core->Timer, TimerAbsolute, (long)&setting, 0);
    }

    /// <inheritdoc cref="Abi.CoreTimer.Sleep"/>
    public static void Sleep(long deadlineNs)
    {
        ContextBlock* context = Context.CurrentBlock;
        LinuxSignals.BlockInterrupts(isBlocked: true);
        long remaining = deadlineNs - LinuxPlatform.MonotonicNanoseconds();
        if (context->PreemptionPending == 0 && remaining > 0)
        {
            // ppoll lets the alarm in and sleeps in one step, so that one which comes in between ends the sleep.
            ulong none = 0;
            TimeSpec timeout = TimeSpec.FromNanoseconds(remaining);
            TimeSpec* limit = deadlineNs == long.MaxValue ? null : &timeout;
            _ = SystemCall.Invoke(SystemCall.Ppoll, 0, 0, (long)limit, (long)&none, SignalSetBytes);
        }

        LinuxSignals.BlockInterrupts(isBlocked: false);
        context->PreemptionPending = 0;
    }

    /// <summary>The alarm rang; called by its handler.</summary>
    public static void OnFired()
    {
        LinuxCore* core = LinuxCore.Current;
        core->ArmedNs = long.MaxValue;
        core->Alarms++;
    }
}
