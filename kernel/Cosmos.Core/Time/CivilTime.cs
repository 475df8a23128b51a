// A moment of the proleptic Gregorian calendar in UTC, as clocks made of gears and CMOS cells keep it, and its
// distance from the Unix epoch. The kernel reads such a clock before the managed runtime runs, so DateTime is out of
// reach; the arithmetic is short: count days in years that begin on 1 March, so that the leap day is the last day of
// the year and the month lengths follow 153 days per five months (H. Fliegel, T. van Flandern, CACM 11(10), 1968,
// gives the idea).
//
// A value of this type is always a moment that exists: TryCreate is the only way to get one. A leap second (:60) is
// accepted and counted as the next second's first, because Unix time has no name for it.
namespace Cosmos.Core.Time;

/// <summary>A valid calendar date and time of day in UTC, to the second.</summary>
internal readonly struct CivilTime
{
    /// <summary>The first year accepted: a clock that shows an earlier one has lost its battery.</summary>
    public const int FirstYear = 1970;

    /// <summary>The last year accepted; nanoseconds since 1970 fit a signed 64-bit number until April 2262.</summary>
    public const int LastYear = 2261;

    private readonly long _unixSeconds;

    private CivilTime(long unixSeconds) => _unixSeconds = unixSeconds;

    /// <summary>Seconds since 1970-01-01T00:00:00Z.</summary>
    public long UnixSeconds => _unixSeconds;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z.</summary>
    public long UnixNanoseconds => _unixSeconds * 1_000_000_000;

    /// <summary>Makes a moment of six numbers; false if the calendar has no such moment.</summary>
    public static bool TryCreate(int year, int month, int day, int hour, int minute, int second, out CivilTime time)
    {
        time = default;
        bool exists = year is >= FirstYear and <= LastYear
            && month is >= 1 and <= 12
            && day >= 1 && day <= DaysInMonth(year, month)
            && hour is >= 0 and <= 23
            && minute is >= 0 and <= 59
            && second is >= 0 and <= 60;
        if (!exists)
        {
            return false;
        }

        long days = DaysSinceEpoch(year, month, day);
        time = new CivilTime((((((days * 24) + hour) * 60) + minute) * 60) + second);
        return true;
    }

    private static bool IsLeapYear(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static int DaysInMonth(int year, int month)
    {
        if (month == 2)
        {
            return IsLeapYear(year) ? 29 : 28;
        }

        return month is 4 or 6 or 9 or 11 ? 30 : 31;
    }

    private static long DaysSinceEpoch(int year, int month, int day)
    {
        // March is month 0 of its year; January and February belong to the year before.
        int marchYear = month <= 2 ? year - 1 : year;
        int marchMonth = (month + 9) % 12;
        int dayOfYear = (((153 * marchMonth) + 2) / 5) + day - 1;
        int leapDays = (marchYear / 4) - (marchYear / 100) + (marchYear / 400);

        // 719,468 days lie between 0000-03-01 and 1970-01-01.
        return (365L * marchYear) + leapDays + dayOfYear - 719_468;
    }
}
