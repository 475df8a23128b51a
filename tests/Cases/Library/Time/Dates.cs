// The calendar: DateTime, DateOnly, DateTimeOffset on the proleptic Gregorian calendar from year 1 to 9999.
// Expectations come from the calendar itself (leap years, known weekdays) and from ISO 8601. No case asks what the
// local time zone is.
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Time;

/// <summary>Calendar arithmetic and the text forms of dates.</summary>
public sealed class Dates
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>Leap years follow the rule of 4, 100 and 400, and month arithmetic clips to the last day.</summary>
    [Fact]
    public void LeapYearsFollowTheRule()
    {
        Assert.True(DateTime.IsLeapYear(2024) && DateTime.IsLeapYear(2000));
        Assert.False(DateTime.IsLeapYear(1900) || DateTime.IsLeapYear(2023));
        Assert.Equal(29, DateTime.DaysInMonth(2024, 2));
        Assert.Equal(new DateTime(2024, 2, 29), new DateTime(2024, 1, 31).AddMonths(1));
        Assert.Equal(new DateTime(2025, 2, 28), new DateTime(2024, 2, 29).AddYears(1));
        Assert.Equal(366, new DateTime(2024, 12, 31).DayOfYear);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DateTime(2023, 2, 29));
    }

    /// <summary>
    /// Known days fall on their known weekdays, and every day of 400 years is the next of the one before.
    /// </summary>
    [Fact]
    public void DaysFollowEachOther()
    {
        Assert.Equal(DayOfWeek.Saturday, new DateTime(2000, 1, 1).DayOfWeek);
        Assert.Equal(DayOfWeek.Sunday, new DateTime(1969, 7, 20).DayOfWeek);
        DateOnly day = new(1800, 1, 1);
        DateOnly end = new(2200, 1, 1);
        int count = 0;
        for (; day < end; day = day.AddDays(1), count++)
        {
            (int year, int month, int date) = day;
            bool monthBegins = day.AddDays(-1).Month != month;
            if (day.DayNumber != new DateOnly(year, month, date).DayNumber || (date == 1) != monthBegins)
            {
                Assert.Fail($"{day:O}");
            }
        }

        Assert.Equal((400 * 365) + 97, count);
    }

    /// <summary>Differences and sums of dates are exact to the tick and refuse to leave the calendar.</summary>
    [Fact]
    public void ArithmeticIsExactToTheTick()
    {
        DateTime moment = new(2024, 2, 28, 23, 59, 59, 999, DateTimeKind.Utc);
        Assert.Equal(new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc), moment.AddMilliseconds(1));
        Assert.Equal(TimeSpan.FromDays(366), new DateTime(2025, 1, 1) - new DateTime(2024, 1, 1));
        Assert.Equal(1L, moment.AddTicks(1).Ticks - moment.Ticks);
        Assert.Equal(DateTimeKind.Utc, moment.AddDays(1).Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => DateTime.MaxValue.AddTicks(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DateTime.MinValue.AddDays(-1));
        Assert.Equal(9999, DateTime.MaxValue.Year);
    }

    /// <summary>Unix time counts from 1970 and may be negative.</summary>
    [Fact]
    public void UnixTimeCountsFromItsEpoch()
    {
        Assert.Equal(0L, DateTimeOffset.UnixEpoch.ToUnixTimeSeconds());
        Assert.Equal(1_709_208_000L, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
        Assert.Equal(new DateTime(1969, 12, 31), DateTimeOffset.FromUnixTimeSeconds(-86_400).UtcDateTime);
        Assert.Equal(123, DateTimeOffset.FromUnixTimeMilliseconds(123).Millisecond);
    }

    /// <summary>Offsets change the clock and not the moment.</summary>
    [Fact]
    public void OffsetsChangeTheClockNotTheMoment()
    {
        DateTimeOffset noon = new(2024, 7, 1, 12, 0, 0, TimeSpan.FromHours(2));
        Assert.Equal(noon, noon.ToOffset(TimeSpan.FromHours(-5)));
        Assert.Equal(5, noon.ToOffset(TimeSpan.FromHours(-5)).Hour);
        Assert.False(noon.EqualsExact(noon.ToUniversalTime()));
        Assert.Equal(10, noon.UtcDateTime.Hour);
        Assert.Throws<ArgumentOutOfRangeException>(() => noon.ToOffset(TimeSpan.FromHours(15)));
    }

    /// <summary>Standard and custom formats write ISO 8601, RFC 1123 and invariant names.</summary>
    [Fact]
    public void FormatsWriteTheStandards()
    {
        DateTime moment = new DateTime(2024, 2, 29, 13, 5, 7, DateTimeKind.Utc).AddTicks(1_234_567);
        Assert.Equal("2024-02-29T13:05:07.1234567Z", moment.ToString("O", s_invariant));
        Assert.Equal("2024-02-29T13:05:07", moment.ToString("s", s_invariant));
        Assert.Equal("Thu, 29 Feb 2024 13:05:07 GMT", moment.ToString("R", s_invariant));
        Assert.Equal("02/29/2024 13:05:07", moment.ToString(s_invariant));
        Assert.Equal("Thursday, 29 February 2024", moment.ToString("D", s_invariant));
        Assert.Equal("1:05:07.123 PM", moment.ToString("h:mm:ss.fff tt", s_invariant));
        Assert.Equal("24-2-29 'x' +00:00", moment.ToString(@"yy-M-d \'x\' zzz", s_invariant));
        DateTimeOffset offset = new(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-330));
        Assert.Equal("2024-02-29T01:02:03.0000000-05:30", offset.ToString("O", s_invariant));
        Assert.Equal("2024-02-29", new DateOnly(2024, 2, 29).ToString("O", s_invariant));
    }

    /// <summary>Texts are read back by Parse, ParseExact and TryParse; what is no date is refused.</summary>
    [Fact]
    public void TextsAreReadBack()
    {
        DateTime moment = DateTime.Parse("2024-02-29T13:05:07.1234567Z", s_invariant, DateTimeStyles.RoundtripKind);
        Assert.Equal(new DateTime(2024, 2, 29, 13, 5, 7, DateTimeKind.Utc).AddTicks(1_234_567), moment);
        Assert.Equal(DateTimeKind.Utc, moment.Kind);
        Assert.Equal(
            new DateTime(1999, 12, 31, 23, 59, 0),
            DateTime.ParseExact("31.12.1999 23h59", "dd.MM.yyyy HH'h'mm", s_invariant));
        Assert.Equal(
            TimeSpan.FromHours(2),
            DateTimeOffset.Parse("2024-07-01 12:00:00 +02:00", s_invariant).Offset);
        Assert.False(DateTime.TryParse("2023-02-29", s_invariant, out _));
        Assert.Throws<FormatException>(() => DateTime.Parse("yesterday", s_invariant));
        Assert.Throws<FormatException>(() => DateOnly.ParseExact("29/02/24", "yyyy-MM-dd", s_invariant));
    }

    /// <summary>ISO weeks begin on Monday, and the first is the one with the year's first Thursday.</summary>
    [Fact]
    public void IsoWeeksBeginOnMonday()
    {
        Assert.Equal(53, ISOWeek.GetWeekOfYear(new DateTime(2021, 1, 3)));
        Assert.Equal(1, ISOWeek.GetWeekOfYear(new DateTime(2021, 1, 4)));
        Assert.Equal(2020, ISOWeek.GetYear(new DateTime(2021, 1, 3)));
        Assert.Equal(53, ISOWeek.GetWeeksInYear(2020));
        Assert.Equal(new DateTime(2024, 12, 30), ISOWeek.ToDateTime(2025, 1, DayOfWeek.Monday));
        Assert.Equal(6, new GregorianCalendar().GetWeekOfYear(
            new DateTime(2024, 2, 7), CalendarWeekRule.FirstDay, DayOfWeek.Sunday));
    }
}
