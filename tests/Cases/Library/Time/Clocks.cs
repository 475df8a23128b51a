// The clocks of the machine. What can be claimed of a clock without another one: the wall clock is later than the day
// this was written and not absurdly late, the monotonic ones never go back, they advance while the processor works,
// and the different readings of one moment agree roughly.
using System.Diagnostics;
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Time;

/// <summary>UtcNow, Stopwatch, TickCount64, the UTC time zone and the invariant culture.</summary>
public sealed class Clocks
{
    /// <summary>The wall clock shows a date after 2024 and before 2100, in UTC.</summary>
    [Fact]
    public void TheWallClockIsSet()
    {
        DateTime now = DateTime.UtcNow;
        Assert.InRange(now.Year, 2025, 2099);
        Assert.Equal(DateTimeKind.Utc, now.Kind);
        Assert.Equal(TimeSpan.Zero, DateTimeOffset.UtcNow.Offset);
        Assert.InRange((DateTimeOffset.UtcNow - now).TotalSeconds, -1.0, 60.0);
    }

    /// <summary>The stopwatch never goes back, and gets on.</summary>
    [Fact]
    public void TheStopwatchNeverGoesBack()
    {
        Assert.True(Stopwatch.Frequency >= 1_000_000, "coarser than a microsecond");
        long first = Stopwatch.GetTimestamp();
        long last = first;
        int advances = 0;
        for (int i = 0; i < 20_000 || advances < 100; i++)
        {
            long now = Stopwatch.GetTimestamp();
            Assert.True(now >= last, $"went back from {last} to {now}");
            advances += now > last ? 1 : 0;
            last = now;
        }

        Assert.True(Stopwatch.GetElapsedTime(first, last) > TimeSpan.Zero);
    }

    /// <summary>Stopwatch, tick count and wall clock measure the same stretch alike.</summary>
    [Fact]
    public void TheClocksAgreeAboutAStretch()
    {
        DateTime wall = DateTime.UtcNow;
        long ticks = Environment.TickCount64;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 60)
        {
        }

        Assert.InRange(Environment.TickCount64 - ticks, 20, 5_000);
        Assert.InRange((DateTime.UtcNow - wall).TotalMilliseconds, 20.0, 5_000.0);
        watch.Stop();
        long stopped = watch.ElapsedTicks;
        Assert.Equal(stopped, watch.ElapsedTicks);
        watch.Reset();
        Assert.Equal(TimeSpan.Zero, watch.Elapsed);
    }

    /// <summary>The tick count in milliseconds is positive and never goes back.</summary>
    [Fact]
    public void TheTickCountNeverGoesBack()
    {
        long last = Environment.TickCount64;
        Assert.True(last >= 0);
        for (int i = 0; i < 5_000; i++)
        {
            long now = Environment.TickCount64;
            Assert.True(now >= last, $"went back from {last} to {now}");
            last = now;
        }
    }

    /// <summary>The system TimeProvider reads the same clocks.</summary>
    [Fact]
    public void TheTimeProviderReadsTheSameClocks()
    {
        TimeProvider provider = TimeProvider.System;
        long start = provider.GetTimestamp();
        Assert.InRange((provider.GetUtcNow() - DateTimeOffset.UtcNow).TotalSeconds, -60.0, 60.0);
        Assert.Equal(Stopwatch.Frequency, provider.TimestampFrequency);
        Assert.True(provider.GetElapsedTime(start) >= TimeSpan.Zero);
    }

    /// <summary>The UTC time zone has no offset, no daylight saving and the identifier UTC.</summary>
    [Fact]
    public void TheUtcZoneHasNoOffset()
    {
        DateTime summer = new(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal("UTC", TimeZoneInfo.Utc.Id);
        Assert.Equal(TimeSpan.Zero, TimeZoneInfo.Utc.GetUtcOffset(summer));
        Assert.False(TimeZoneInfo.Utc.SupportsDaylightSavingTime);
        Assert.Equal(summer, TimeZoneInfo.ConvertTime(summer, TimeZoneInfo.Utc, TimeZoneInfo.Utc));
    }

    /// <summary>The invariant culture has its documented names, signs and first day of the week.</summary>
    [Fact]
    public void TheInvariantCultureHasItsData()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Assert.Equal("", culture.Name);
        Assert.Equal(".", culture.NumberFormat.NumberDecimalSeparator);
        Assert.Equal(",", culture.NumberFormat.NumberGroupSeparator);
        Assert.Equal("-", culture.NumberFormat.NegativeSign);
        Assert.Equal(DayOfWeek.Sunday, culture.DateTimeFormat.FirstDayOfWeek);
        Assert.Equal("February", culture.DateTimeFormat.GetMonthName(2));
        Assert.Equal("Wed", culture.DateTimeFormat.GetAbbreviatedDayName(DayOfWeek.Wednesday));
        Assert.True(culture.Equals(CultureInfo.GetCultureInfo("")) && culture.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => culture.NumberFormat.NumberDecimalDigits = 3);
    }

    /// <summary>A format provider of one's own changes how numbers are written and read.</summary>
    [Fact]
    public void AFormatProviderChangesTheSigns()
    {
        NumberFormatInfo format = new()
        {
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            NegativeSign = "~",
        };
        Assert.Equal("~1.234,50", (-1234.5).ToString("N2", format));
        Assert.Equal(-1234.5, double.Parse("~1.234,5", format));
        Assert.Equal("~7", string.Format(format, "{0}", -7));
    }
}
