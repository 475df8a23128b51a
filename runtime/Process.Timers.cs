// Timers: messages that come later. The message is copied when the timer starts; one that is due is sent like any
// other, and one to a pid that has ended is no more.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>Sends a message later. OTP: send_after/3.</summary>
    /// <param name="time">When: 0 ms to 36,500 days from now.</param>
    /// <param name="to">A pid, whose end cancels the timer, or a name, looked up when it is due.</param>
    /// <param name="message">The message; copied now.</param>
    public static Ref SendAfter(TimeSpan time, Target to, [Travels] object? message) =>
        Start(SignalKind.Message, time, to, message);

    /// <summary>Sends a <see cref="TimeoutMessage"/> later, which names the timer. OTP: start_timer/3.</summary>
    /// <param name="time">When: 0 ms to 36,500 days from now.</param>
    /// <param name="to">A pid, whose end cancels the timer, or a name, looked up when it is due.</param>
    /// <param name="message">What the message holds; copied now.</param>
    public static Ref StartTimer(TimeSpan time, Target to, [Travels] object? message) =>
        Start(SignalKind.Timeout, time, to, message);

    /// <summary>Stops a timer, whoever started it. OTP: cancel_timer/1.</summary>
    /// <returns>Milliseconds that were left; null when it has fired, was cancelled, or never was a timer.</returns>
    public static long? CancelTimer(Ref timer)
    {
        Preemption.Disable();
        long left = TimerService.Cancel(timer);
        Preemption.Enable();
        return Durations.Milliseconds(left);
    }

    /// <summary>What is left of a timer. OTP: read_timer/1.</summary>
    /// <returns>Milliseconds; null when it has fired, was cancelled, or never was a timer.</returns>
    public static long? ReadTimer(Ref timer)
    {
        Preemption.Disable();
        long left = TimerService.Read(timer);
        Preemption.Enable();
        return Durations.Milliseconds(left);
    }

    /// <summary>
    /// Stops a timer; a <see cref="CancelTimerReply"/> comes as a message. OTP: cancel_timer/2 with async.
    /// </summary>
    public static void CancelTimerAsync(Ref timer) => Reply(SignalKind.CancelTimerReply, timer, CancelTimer(timer));

    /// <summary>
    /// Reads a timer; a <see cref="ReadTimerReply"/> comes as a message. OTP: read_timer/2 with async.
    /// </summary>
    public static void ReadTimerAsync(Ref timer) => Reply(SignalKind.ReadTimerReply, timer, ReadTimer(timer));

    private static Ref Start(SignalKind kind, TimeSpan time, Target to, object? message)
    {
        long delay = Durations.OfTimer(time);
        if (!to.Alias.IsNone)
        {
            throw new ArgumentException("A timer sends to a pid or a name.", nameof(to));
        }

        Parcel parcel = Packing.Pack(message);
        Preemption.Disable();
        Ref timer = TimerService.TryStart(kind, Clock.Now + delay, to, parcel);
        if (timer.IsNone)
        {
            parcel.Discard();
        }

        Preemption.Enable();
        return timer.IsNone ? throw new OutOfMemoryException("No memory for a timer.") : timer;
    }

    private static void Reply(SignalKind kind, Ref timer, long? left)
    {
        Pid self = Self;
        Preemption.Disable();
        Outbox.Post(kind, self, self, timer, value: left ?? -1);
        Preemption.Enable();
    }
}
