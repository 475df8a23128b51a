// A wrong rounding or an overflow here is a clock that jumps after a few days, so the claims are about the far ends:
// odd frequencies, centuries, and the comparison with arithmetic that cannot overflow.
using System.Numerics;
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class TickScaleTests
{
    private const long Century = 100L * 36_525 * 864 * 1_000_000_000;

    // Counters from the PM timer to a processor of tomorrow.
    public static TheoryData<ulong> Frequencies => new()
    {
        1_000, 1_193_182, 3_579_545, 14_318_180, 100_000_000, 999_999_999, 1_000_000_000, 2_399_999_871, 5_700_000_000,
    };

    // One whole second is a second, and a hundred years of them are a hundred years, to the nanosecond.
    [Theory]
    [MemberData(nameof(Frequencies))]
    public void TicksBecomeNanosecondsWithoutDrift(ulong hertz)
    {
        TickScale scale = TickScale.FromFrequency(hertz);
        for (ulong seconds = 1; seconds < 3_000_000_000; seconds = (seconds * 7) + 1)
        {
            BigInteger ticks = new BigInteger(seconds) * hertz;
            if (ticks > ulong.MaxValue)
            {
                break;
            }

            Assert.Equal((long)(seconds * 1_000_000_000), scale.ToNanoseconds((ulong)ticks));
        }
    }

    // The conversion agrees with exact rational arithmetic for arbitrary values.
    [Theory]
    [MemberData(nameof(Frequencies))]
    public void ConversionEqualsExactArithmetic(ulong hertz)
    {
        const int Seed = 20261122;
        Random random = new(Seed);
        TickScale scale = TickScale.FromFrequency(hertz);
        for (int i = 0; i < 10_000; i++)
        {
            ulong ticks = (ulong)random.NextInt64(0, long.MaxValue) >> random.Next(0, 60);
            BigInteger exact = new BigInteger(ticks) * 1_000_000_000 / hertz;
            if (exact <= Century)
            {
                long converted = scale.ToNanoseconds(ticks);
                Assert.True(converted >= exact && converted - exact <= 1, $"seed {Seed}, ticks {ticks}: {converted}");
            }
        }
    }

    // A sleeper may wake late but never early: converting back gives at least the duration asked for.
    [Theory]
    [MemberData(nameof(Frequencies))]
    public void DeadlinesAreRoundedUp(ulong hertz)
    {
        TickScale scale = TickScale.FromFrequency(hertz);
        foreach (long duration in new[] { 1, 2, 999, 1_000, 123_456_789, 86_400_000_000_000, 31_536_000_000_000_000 })
        {
            ulong ticks = scale.ToTicksCeiling(duration);
            long slack = (long)(2_000_000_000 / hertz) + 2;
            Assert.InRange(scale.ToNanoseconds(ticks), duration, duration + slack);
        }
    }

    // Nothing wraps: what does not fit is the largest time there is.
    [Fact]
    public void AbsurdValuesSaturate()
    {
        Assert.Equal(long.MaxValue, TickScale.FromFrequency(1).ToNanoseconds(ulong.MaxValue));
        Assert.Equal(long.MaxValue, TickScale.FromPeriod(100_000_000).ToNanoseconds(ulong.MaxValue));
        Assert.Equal(0ul, TickScale.FromFrequency(1_000).ToTicksCeiling(-1));
        Assert.Equal(0ul, TickScale.FromFrequency(1_000).ToTicksCeiling(long.MinValue));
    }

    // Time does not stand still or run backwards between neighbouring ticks.
    [Fact]
    public void ConversionIsMonotonic()
    {
        TickScale scale = TickScale.FromMeasurement(2_394_311, 999_877);
        long last = -1;
        for (ulong ticks = 0; ticks < 100_000; ticks++)
        {
            long now = scale.ToNanoseconds(ticks);
            Assert.True(now >= last);
            last = now;
        }
    }

    // A rate that nobody knows converts to nothing instead of dividing by zero.
    [Fact]
    public void UnknownRateGivesZero()
    {
        Assert.False(default(TickScale).IsKnown);
        Assert.False(TickScale.FromMeasurement(0, 5).IsKnown);
        Assert.False(TickScale.FromMeasurement(5, 0).IsKnown);
        Assert.Equal(0, default(TickScale).ToNanoseconds(ulong.MaxValue));
    }

    // Two measurements agree within a hundredth; an unknown rate agrees with nothing.
    [Fact]
    public void MeasurementsAgreeWithinAHundredth()
    {
        TickScale scale = TickScale.FromFrequency(2_400_000_000);
        Assert.True(scale.AgreesWith(TickScale.FromFrequency(2_423_000_000)));
        Assert.True(scale.AgreesWith(TickScale.FromFrequency(2_377_000_000)));
        Assert.False(scale.AgreesWith(TickScale.FromFrequency(2_425_000_000)));
        Assert.False(scale.AgreesWith(default));
        Assert.False(default(TickScale).AgreesWith(default));
    }

    [Fact]
    public void FrequencyIsGivenBack()
    {
        Assert.Equal(2_400_000_000ul, TickScale.FromFrequency(2_400_000_000).Frequency);
        Assert.Equal(100_000_000ul, TickScale.FromPeriod(10_000_000).Frequency);
    }
}
