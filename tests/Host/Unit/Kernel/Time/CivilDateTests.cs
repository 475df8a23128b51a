// The calendar against .NET's own: every day of nine centuries, both ways.
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class CivilDateTests
{
    // From where FILETIME begins to past the end of what the kernel's clocks can show.
    [Fact]
    public void EveryDayAgreesWithDateOnly()
    {
        var epoch = new DateOnly(1970, 1, 1);
        for (var date = new DateOnly(1601, 1, 1); date.Year < 2500; date = date.AddDays(1))
        {
            long days = date.DayNumber - epoch.DayNumber;
            var civil = new CivilDate(date.Year, date.Month, date.Day);
            Assert.True(civil.Exists);
            Assert.Equal(days, civil.DaysSinceEpoch);
            Assert.Equal(civil, CivilDate.FromDaysSinceEpoch(days));
        }
    }

    // The ends of what DateTime can hold.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 2, 29)]
    [InlineData(9999, 12, 31)]
    public void TheFirstAndTheLastDayAgreeToo(int year, int month, int day)
    {
        long days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Assert.Equal(days, new CivilDate(year, month, day).DaysSinceEpoch);
        Assert.Equal(new CivilDate(year, month, day), CivilDate.FromDaysSinceEpoch(days));
    }

    [Theory]
    [InlineData(2023, 2, 29)]
    [InlineData(1900, 2, 29)]
    [InlineData(2024, 4, 31)]
    [InlineData(2024, 0, 1)]
    [InlineData(2024, 13, 1)]
    [InlineData(2024, 1, 0)]
    [InlineData(2024, 1, 32)]
    [InlineData(0, 1, 1)]
    public void WhatTheCalendarHasNotDoesNotExist(int year, int month, int day)
        => Assert.False(new CivilDate(year, month, day).Exists);
}
