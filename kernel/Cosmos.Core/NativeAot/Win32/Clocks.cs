// Win32's clocks over the platform's: the performance counter counts nanoseconds, FILETIME counts 100 ns since 1601.
using System.Runtime;
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;
using Cosmos.Core.Time;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Time for CoreLib.</summary>
internal static unsafe class Clocks
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerTick = 100;
    private const long TicksPerMillisecond = 10_000;

    // 1601-01-01 to 1970-01-01 in 100 ns.
    private const long UnixEpoch = 116_444_736_000_000_000;
    private const long UnixEpochDays = UnixEpoch / (TicksPerMillisecond * 86_400_000);
    private const uint NotImplementedStatus = 0xC000_0002;
    private const uint TimeZoneUnknown = 0;
    private const int TimeZoneInformationBytes = 172;
    private const int DynamicTimeZoneInformationBytes = 432;

    /// <summary>SYSTEMTIME.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SystemTime
    {
        public ushort Year;
        public ushort Month;
        public ushort DayOfWeek;
        public ushort Day;
        public ushort Hour;
        public ushort Minute;
        public ushort Second;
        public ushort Milliseconds;
    }

    /// <summary>The address of GetSystemTimeAsFileTime, which is precise here.</summary>
    public static delegate*<long*, void> FileTimeFunction => &GetFileTime;

    [RuntimeExport("QueryPerformanceCounter")]
    private static int QueryCounter(long* value)
    {
        *value = Platform.MonotonicNanoseconds();
        return 1;
    }

    [RuntimeExport("QueryPerformanceFrequency")]
    private static int QueryFrequency(long* value)
    {
        *value = NanosecondsPerSecond;
        return 1;
    }

    [RuntimeExport("GetTickCount64")]
    private static ulong TickCount() => (ulong)(Platform.MonotonicNanoseconds() / NanosecondsPerMillisecond);

    private static void GetFileTime(long* fileTime)
        => *fileTime = UnixEpoch + (Platform.WallClockUnixNanoseconds() / NanosecondsPerTick);

    [RuntimeExport("GetSystemTime")]
    private static void GetTime(SystemTime* time)
    {
        long now;
        GetFileTime(&now);
        _ = ToSystemTime((ulong*)&now, time);
    }

    [RuntimeExport("FileTimeToSystemTime")]
    private static int ToSystemTime(ulong* fileTime, SystemTime* time)
    {
        long ticks = (long)*fileTime;
        if (ticks < 0)
        {
            return LastError.Fail(Win32Error.InvalidParameter);
        }

        long milliseconds = ticks / TicksPerMillisecond;
        long days = milliseconds / 86_400_000;
        int inDay = (int)(milliseconds % 86_400_000);
        var date = CivilDate.FromDaysSinceEpoch(days - UnixEpochDays);
        time->Year = (ushort)date.Year;
        time->Month = (ushort)date.Month;
        time->Day = (ushort)date.Day;
        time->DayOfWeek = (ushort)((days + 1) % 7); // 1601-01-01 was a Monday
        time->Hour = (ushort)(inDay / 3_600_000);
        time->Minute = (ushort)(inDay / 60_000 % 60);
        time->Second = (ushort)(inDay / 1000 % 60);
        time->Milliseconds = (ushort)(inDay % 1000);
        return 1;
    }

    [RuntimeExport("SystemTimeToFileTime")]
    private static int ToFileTime(SystemTime* time, ulong* fileTime)
    {
        var date = new CivilDate(time->Year, time->Month, time->Day);
        if (time->Year < 1601 || !date.Exists
            || time->Hour > 23 || time->Minute > 59 || time->Second > 59 || time->Milliseconds > 999)
        {
            return LastError.Fail(Win32Error.InvalidParameter);
        }

        long days = date.DaysSinceEpoch + UnixEpochDays;
        long milliseconds = (((((days * 24) + time->Hour) * 60) + time->Minute) * 60) + time->Second;
        *fileTime = (ulong)(((milliseconds * 1000) + time->Milliseconds) * TicksPerMillisecond);
        return 1;
    }

    /// <summary>The machine's local time is UTC.</summary>
    [RuntimeExport("TzSpecificLocalTimeToSystemTime")]
    private static int LocalToSystemTime(nint zone, SystemTime* local, SystemTime* universal)
    {
        *universal = *local;
        return 1;
    }

    [RuntimeExport("GetTimeZoneInformation")]
    private static uint GetTimeZone(byte* information)
    {
        new System.Span<byte>(information, TimeZoneInformationBytes).Clear();
        return TimeZoneUnknown;
    }

    [RuntimeExport("GetDynamicTimeZoneInformation")]
    private static uint GetDynamicTimeZone(byte* information)
    {
        new System.Span<byte>(information, DynamicTimeZoneInformationBytes).Clear();
        return TimeZoneUnknown;
    }

    /// <summary>Asked only for leap seconds, which the machine's clock does not count.</summary>
    [RuntimeExport("NtQuerySystemInformation")]
    private static uint QuerySystemInformation(int kind, void* buffer, uint size, uint* needed) => NotImplementedStatus;

    [RuntimeExport("Sleep")]
    private static void Sleep(uint milliseconds)
    {
        long deadline = Waiting.DeadlineAfter(milliseconds);
        if (milliseconds == 0)
        {
            _ = GivingWay.TryYield();
        }

        while (Platform.MonotonicNanoseconds() < deadline)
        {
            Waiting.Once(deadline, deadline);
        }
    }
}
