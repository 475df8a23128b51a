// Time from clock_gettime, by the vDSO where there is one. CLOCK_MONOTONIC is counted from the process's start, so
// that "since boot" means the same here as on the bare machine.
namespace Cosmos.Core.Platforms.Linux;

internal static unsafe partial class LinuxPlatform
{
    private const long ClockRealtime = 0;
    private const long ClockMonotonic = 1;
    private const long TimerAbsolute = 1;

    private static long s_start;
    private static delegate* unmanaged[SuppressGCTransition]<long, TimeSpec*, int> s_read;

    /// <summary>Takes the start of time.</summary>
    /// <param name="virtualObject">Where the vDSO is mapped, or null.</param>
    public static void InitializeClock(byte* virtualObject)
    {
        s_read = (delegate* unmanaged[SuppressGCTransition]<long, TimeSpec*, int>)VirtualObject.Find(
            virtualObject, "__vdso_clock_gettime"u8);
        s_start = ReadClock(ClockMonotonic);
    }

    /// <inheritdoc cref="Platform.MonotonicNanoseconds"/>
    public static long MonotonicNanoseconds() => ReadClock(ClockMonotonic) - s_start;

    /// <inheritdoc cref="Platform.NanosecondsSinceEntry"/>
    public static long NanosecondsSinceEntry() => MonotonicNanoseconds();

    /// <inheritdoc cref="Platform.WallClockUnixNanoseconds"/>
    public static long WallClockUnixNanoseconds() => ReadClock(ClockRealtime);

    /// <inheritdoc cref="Platform.WaitUntil"/>
    public static void WaitUntil(long monotonicNanoseconds)
    {
        TimeSpec until = ToTimeSpec(monotonicNanoseconds);
        while (SystemCall.Invoke(SystemCall.ClockNanosleep, ClockMonotonic, TimerAbsolute, (long)&until)
            == SystemCall.Eintr)
        {
        }
    }

    /// <summary>
    /// A moment of <see cref="MonotonicNanoseconds"/> as Linux counts it; the past is its first moment.
    /// </summary>
    public static TimeSpec ToTimeSpec(long monotonicNanoseconds)
        => TimeSpec.FromNanoseconds(System.Math.Max(monotonicNanoseconds + s_start, 1));

    private static long ReadClock(long clock)
    {
        TimeSpec now;
        if (s_read == null || s_read(clock, &now) != 0)
        {
            _ = SystemCall.Invoke(SystemCall.ClockGettime, clock, (long)&now);
        }

        return now.TotalNanoseconds;
    }
}
