// Times that programs give, as nanoseconds. OTP's limit for a receive's timeout is 2^32-1 ms; for timers it is whatever
// the clock can count.
namespace Cosmos.Runtime.Timers;

/// <summary>Checked times.</summary>
internal static class Durations
{
    private const long NanosecondsPerTick = 100;
    private const long LongestReceiveMs = uint.MaxValue;
    private static readonly long s_longestTimerTicks = TimeSpan.FromDays(36_500).Ticks;

    /// <summary>The timeout of a receive; long.MaxValue for Timeout.InfiniteTimeSpan.</summary>
    public static long OfReceive(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return long.MaxValue;
        }

        if (timeout < TimeSpan.Zero || timeout.Ticks > LongestReceiveMs * TimeSpan.TicksPerMillisecond)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, "A receive waits 0 to 4,294,967,295 ms, or Timeout.InfiniteTimeSpan.");
        }

        return timeout.Ticks * NanosecondsPerTick;
    }

    /// <summary>The time of a timer.</summary>
    public static long OfTimer(TimeSpan time)
    {
        if (time < TimeSpan.Zero || time.Ticks > s_longestTimerTicks)
        {
            throw new ArgumentOutOfRangeException(nameof(time), time, "A timer runs 0 ms to 36,500 days.");
        }

        return time.Ticks * NanosecondsPerTick;
    }

    /// <summary>Whole milliseconds of what is left, begun ones counted; null for what is not there.</summary>
    public static long? Milliseconds(long nanoseconds) => nanoseconds < 0 ? null : (nanoseconds + 999_999) / 1_000_000;
}
