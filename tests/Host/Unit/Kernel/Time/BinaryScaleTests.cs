// The multiplication under every clock, against arithmetic of unlimited width, on ratios from one extreme to the
// other.
using System.Numerics;
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class BinaryScaleTests
{
    // The result is the exact quotient or, the multiplier having 63 bits, one unit in 2^62 beside it.
    [Fact]
    public void AgreesWithExactArithmeticOnRandomRatios()
    {
        const int Seed = 7;
        Random random = new(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            ulong numerator = Draw(random);
            ulong denominator = Draw(random);
            ulong value = Draw(random);
            BigInteger exact = new BigInteger(value) * numerator / denominator;
            long result = BinaryScale.FromRatio(numerator, denominator).Apply(value);
            BigInteger tolerance = 1 + (exact >> 62);
            bool matches = exact > long.MaxValue
                ? result == long.MaxValue || exact - result <= tolerance
                : BigInteger.Abs(result - exact) <= tolerance;
            Assert.True(matches, $"seed {Seed}: {value} * {numerator} / {denominator} = {exact}, not {result}");
        }
    }

    [Theory]
    [InlineData(1ul, 1ul, 12345ul, 12345L)]
    [InlineData(ulong.MaxValue, 1ul, 2ul, long.MaxValue)]
    [InlineData(1ul, ulong.MaxValue, ulong.MaxValue, 1L)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, 77ul, 77L)]
    public void ExtremeRatios(ulong numerator, ulong denominator, ulong value, long expected)
        => Assert.Equal(expected, BinaryScale.FromRatio(numerator, denominator).Apply(value));

    [Fact]
    public void ZeroIsNoRatio()
    {
        Assert.Equal(0, BinaryScale.FromRatio(0, 5).Apply(9));
        Assert.Equal(0, BinaryScale.FromRatio(5, 0).Apply(9));
    }

    // Every magnitude equally often.
    private static ulong Draw(Random random) => ((ulong)random.NextInt64() | 1ul << 62) >> random.Next(0, 62) | 1;
}
