// The calendar, compared with .NET's own for every day that the type can hold.
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class CivilTimeTests
{
    // Every day from 1970 to 2261 has the number of seconds that DateTime gives it.
    [Fact]
    public void EveryDayAgreesWithDateTime()
    {
        DateTime last = new(CivilTime.LastYear, 12, 31, 0, 0, 0, DateTimeKind.Utc);
        for (DateTime day = DateTime.UnixEpoch; day <= last; day = day.AddDays(1))
        {
            Assert.True(CivilTime.TryCreate(day.Year, day.Month, day.Day, 12, 34, 56, out CivilTime time));
            Assert.Equal(new DateTimeOffset(day).ToUnixTimeSeconds() + 45_296, time.UnixSeconds);
        }
    }

    // A date that the calendar does not have is refused, not wrapped into the next month.
    [Theory]
    [InlineData(1969, 12, 31, 23, 59, 59)]
    [InlineData(2262, 1, 1, 0, 0, 0)]
    [InlineData(2026, 0, 1, 0, 0, 0)]
    [InlineData(2026, 13, 1, 0, 0, 0)]
    [InlineData(2026, 1, 0, 0, 0, 0)]
    [InlineData(2026, 4, 31, 0, 0, 0)]
    [InlineData(2025, 2, 29, 0, 0, 0)]
    [InlineData(2100, 2, 29, 0, 0, 0)]
    [InlineData(2026, 1, 1, 24, 0, 0)]
    [InlineData(2026, 1, 1, 0, 60, 0)]
    [InlineData(2026, 1, 1, 0, 0, 61)]
    [InlineData(2026, 1, 1, -1, 0, 0)]
    public void ImpossibleMomentsAreRefused(int year, int month, int day, int hour, int minute, int second)
        => Assert.False(CivilTime.TryCreate(year, month, day, hour, minute, second, out _));

    // Unix time has no name for a leap second; it is the first second of the next day.
    [Fact]
    public void LeapSecondIsTheNextSecond()
    {
        Assert.True(CivilTime.TryCreate(2016, 12, 31, 23, 59, 60, out CivilTime leap));
        Assert.True(CivilTime.TryCreate(2017, 1, 1, 0, 0, 0, out CivilTime next));
        Assert.Equal(next.UnixSeconds, leap.UnixSeconds);
    }

    [Fact]
    public void NanosecondsFitToTheLastDay()
    {
        Assert.True(CivilTime.TryCreate(CivilTime.LastYear, 12, 31, 23, 59, 59, out CivilTime time));
        Assert.True(time.UnixNanoseconds > 0);
    }
}
