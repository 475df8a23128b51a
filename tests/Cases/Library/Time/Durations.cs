// TimeSpan is a count of 100-nanosecond ticks and TimeOnly a time of day that wraps at midnight.
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Time;

/// <summary>Arithmetic and text of durations and times of day.</summary>
public sealed class Durations
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>Parts and totals of a duration agree, also of a negative one.</summary>
    [Fact]
    public void PartsAndTotalsAgree()
    {
        TimeSpan span = new(1, 2, 3, 4, 5);
        Assert.Equal(93_784_005.0, span.TotalMilliseconds);
        Assert.Equal((1, 2, 3, 4, 5), (span.Days, span.Hours, span.Minutes, span.Seconds, span.Milliseconds));
        Assert.Equal(-1, (-span).Days);
        Assert.Equal(-5, (-span).Milliseconds);
        Assert.Equal(span, (-span).Duration());
        Assert.Equal(TimeSpan.FromMinutes(90), TimeSpan.FromHours(1.5));
        Assert.Equal(10, TimeSpan.FromMicroseconds(1).Ticks);
        Assert.Equal(TimeSpan.FromSeconds(61), new TimeSpan(0, 1, 1));
    }

    /// <summary>Durations add, scale and divide, and refuse to overflow.</summary>
    [Fact]
    public void DurationsAddAndScale()
    {
        TimeSpan second = TimeSpan.FromSeconds(1);
        Assert.Equal(TimeSpan.FromMilliseconds(2_500), second * 2.5);
        Assert.Equal(4.0, second / TimeSpan.FromMilliseconds(250));
        Assert.Equal(TimeSpan.FromMilliseconds(250), second / 4);
        Assert.True(second > TimeSpan.Zero && -second < TimeSpan.Zero);
        Assert.Throws<OverflowException>(() => _ = TimeSpan.MaxValue + second);
        Assert.Throws<OverflowException>(() => TimeSpan.MinValue.Negate());
        Assert.Throws<OverflowException>(() => TimeSpan.FromDays(1e9));
    }

    /// <summary>Constant, short, long and custom formats are written and read.</summary>
    [Fact]
    public void DurationsAreWrittenAndRead()
    {
        TimeSpan span = new TimeSpan(1, 2, 3, 4) + TimeSpan.FromTicks(5);
        Assert.Equal("1.02:03:04.0000005", span.ToString("c", s_invariant));
        Assert.Equal("1:2:03:04.0000005", span.ToString("g", s_invariant));
        Assert.Equal("-00:00:01", TimeSpan.FromSeconds(-1).ToString());
        Assert.Equal("02h03m", span.ToString(@"hh\hmm\m", s_invariant));
        Assert.Equal(span, TimeSpan.Parse("1.02:03:04.0000005", s_invariant));
        Assert.Equal(TimeSpan.FromDays(7), TimeSpan.Parse("7", s_invariant));
        Assert.Equal(new TimeSpan(0, 5, 6), TimeSpan.ParseExact("5:06", @"m\:ss", s_invariant));
        Assert.Throws<OverflowException>(() => TimeSpan.Parse("24:60:00", s_invariant));
        Assert.Throws<FormatException>(() => TimeSpan.Parse("1:2:3:4:5", s_invariant));
        Assert.False(TimeSpan.TryParse("soon", s_invariant, out _));
    }

    /// <summary>A time of day wraps at midnight and counts the days that it wrapped.</summary>
    [Fact]
    public void ATimeOfDayWrapsAtMidnight()
    {
        TimeOnly late = new(23, 30);
        Assert.Equal(new TimeOnly(0, 15), late.AddMinutes(45, out int days));
        Assert.Equal(1, days);
        Assert.True(new TimeOnly(1, 0).IsBetween(late, new TimeOnly(2, 0)));
        Assert.Equal(TimeSpan.FromHours(1.5), new TimeOnly(1, 0) - late);
        Assert.Equal("23:30", late.ToString("HH:mm", s_invariant));
        Assert.Equal(new DateTime(2024, 2, 29, 23, 30, 0), new DateOnly(2024, 2, 29).ToDateTime(late));
        Assert.Equal(late, TimeOnly.Parse("11:30 PM", s_invariant));
    }
}
