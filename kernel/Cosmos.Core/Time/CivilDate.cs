// Dates of the proleptic Gregorian calendar and their distance from 1970-01-01. The kernel needs them before the
// managed runtime runs, so DateTime is out of reach; the arithmetic is short: count days in years that begin on 1
// March, so that the leap day is the last day of the year and the month lengths follow 153 days per five months (H.
// Fliegel, T. van Flandern, CACM 11(10), 1968, gives the idea).
namespace Cosmos.Core.Time;

/// <summary>A date from year 1 on. Whether it exists is the caller's question: <see cref="Exists"/>.</summary>
/// <param name="Year">1 and later.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
internal readonly record struct CivilDate(int Year, int Month, int Day)
{
    private const int DaysIn400Years = 146_097;

    // From 0000-03-01 to 1970-01-01.
    private const int EpochOffset = 719_468;

    /// <summary>Whether the calendar has this date.</summary>
    public bool Exists => Year >= 1 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DaysInMonth(Year, Month);

    /// <summary>Days since 1970-01-01; before it, negative. For dates that exist.</summary>
    public long DaysSinceEpoch
    {
        get
        {
            // March is month 0 of its year; January and February belong to the year before.
            int marchYear = Month <= 2 ? Year - 1 : Year;
            int marchMonth = (Month + 9) % 12;
            int dayOfYear = (((153 * marchMonth) + 2) / 5) + Day - 1;
            int leapDays = (marchYear / 4) - (marchYear / 100) + (marchYear / 400);
            return (365L * marchYear) + leapDays + dayOfYear - EpochOffset;
        }
    }

    /// <summary>The date that lies <paramref name="days"/> days after 1970-01-01; not before year 1.</summary>
    public static CivilDate FromDaysSinceEpoch(long days)
    {
        long shifted = days + EpochOffset;
        long cycle = shifted / DaysIn400Years;
        long inCycle = shifted % DaysIn400Years;
        long year = (inCycle - (inCycle / 1460) + (inCycle / 36_524) - (inCycle / (DaysIn400Years - 1))) / 365;
        long dayOfYear = inCycle - ((365 * year) + (year / 4) - (year / 100));
        long marchMonth = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * marchMonth) + 2) / 5) + 1);
        int month = (int)(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
        return new CivilDate((int)((cycle * 400) + year) + (month <= 2 ? 1 : 0), month, day);
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
}
