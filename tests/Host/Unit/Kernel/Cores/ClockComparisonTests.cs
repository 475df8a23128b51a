// What exchanges of messages tell of two counters, with made-up counters.
using Cosmos.Core.Platforms.X86.Cores;

namespace Cosmos.Tests.Host.Unit.Kernel.Cores;

public class ClockComparisonTests
{
    private const int Seed = 20_26;

    // Counters that show the same are never found apart, however uneven the ways of the messages.
    [Fact]
    public void EqualCountersAgree()
    {
        ClockComparison comparison = Exchange(ahead: 0, partsPerMillion: 0, rounds: 1000);
        Assert.True(comparison.Agrees, $"seed {Seed}");
        Assert.True(comparison.IsSteady);
    }

    // What is further apart than a message's way is seen, and its size found to within that way.
    [Theory]
    [InlineData(1_000_000)]
    [InlineData(-1_000_000)]
    [InlineData(5_000)]
    [InlineData(-5_000)]
    [InlineData(long.MaxValue / 4)]
    public void ADistanceIsMeasured(long ahead)
    {
        ClockComparison comparison = Exchange(ahead, partsPerMillion: 0, rounds: 1000);
        Assert.False(comparison.Agrees, $"seed {Seed}");
        Assert.True(comparison.IsSteady);
        Assert.InRange(comparison.Ahead - ahead, -200, 200);
    }

    // A counter that goes faster has no distance that would explain all exchanges.
    [Theory]
    [InlineData(20_000)]
    [InlineData(-20_000)]
    public void AnotherRateIsNoDistance(int partsPerMillion)
    {
        ClockComparison comparison = Exchange(ahead: 1_000_000, partsPerMillion, rounds: 1000);
        Assert.False(comparison.IsSteady, $"seed {Seed}");
    }

    // Nothing was seen, so nothing is wrong.
    [Fact]
    public void WithoutExchangesNothingIsWrong() => Assert.True(ClockComparison.Begin().Agrees);

    // One exchange with a long way is no reason to doubt.
    [Fact]
    public void AHeldUpMessageProvesNothing()
    {
        ClockComparison comparison = ClockComparison.Begin();
        comparison.Add(asked: 1_000, other: 900_000, answered: 1_000_000);
        comparison.Add(asked: 2_000_000, other: 2_000_100, answered: 9_000_000);
        Assert.True(comparison.Agrees);
    }

    private static ClockComparison Exchange(long ahead, int partsPerMillion, int rounds)
    {
        Random random = new(Seed);
        ClockComparison comparison = ClockComparison.Begin();
        ulong now = 1_000_000_000_000;
        for (int i = 0; i < rounds; i++)
        {
            ulong asked = now;
            now += Way(random);
            long drift = (long)(now - 1_000_000_000_000) * partsPerMillion / 1_000_000;
            ulong other = now + (ulong)(ahead + drift);
            now += Way(random);
            comparison.Add(asked, other, now);
            now += (ulong)random.Next(500);
        }

        return comparison;
    }

    // Mostly 100 ticks, now and then held up.
    private static ulong Way(Random random) =>
        (ulong)(random.Next(10) == 0 ? random.Next(50_000) : 100 + random.Next(50));
}
