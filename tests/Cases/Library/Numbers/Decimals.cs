// decimal is 96 bits of integer and a scale from 0 to 28. It is exact for what fits, rounds half to even for what
// does not, and throws OverflowException where double would say infinity.
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Numbers;

/// <summary>Scale, rounding, overflow and division of <see cref="decimal"/>.</summary>
public sealed class Decimals
{
    /// <summary>Sums and products keep the scale of their operands; equality ignores it.</summary>
    [Fact]
    public void ResultsKeepTheScale()
    {
        Assert.Equal("3.30", Text(1.10m + 2.20m));
        Assert.Equal("2.4200", Text(1.10m * 2.20m));
        Assert.Equal("0.00", Text(1.25m - 1.25m));
        Assert.Equal(1.0m, 1.000m);
        Assert.Equal(1.0m.GetHashCode(), 1.000m.GetHashCode());
        Assert.Equal((byte)3, 1.000m.Scale);
        Assert.Equal(0.3m, 0.1m + 0.2m);
    }

    /// <summary>Every rounding mode treats the halves of both signs as named.</summary>
    [Fact]
    public void RoundingModesTreatHalves()
    {
        (MidpointRounding Mode, string Results)[] table =
        [
            (MidpointRounding.ToEven, "2 2 4 -2 -2 -4"),
            (MidpointRounding.AwayFromZero, "2 3 4 -2 -3 -4"),
            (MidpointRounding.ToZero, "1 2 3 -1 -2 -3"),
            (MidpointRounding.ToNegativeInfinity, "1 2 3 -2 -3 -4"),
            (MidpointRounding.ToPositiveInfinity, "2 3 4 -1 -2 -3"),
        ];
        decimal[] halves = [1.5m, 2.5m, 3.5m, -1.5m, -2.5m, -3.5m];
        foreach ((MidpointRounding mode, string results) in table)
        {
            Assert.Equal(results, string.Join(' ', halves.Select(x => Text(decimal.Round(x, mode)))));
        }

        Assert.Equal(2.345m, decimal.Round(2.3455m, 3, MidpointRounding.ToZero));
        Assert.Equal(2.346m, Math.Round(2.3455m, 3));
        Assert.Equal("-2 -3 -2", $"{decimal.Ceiling(-2.5m)} {decimal.Floor(-2.5m)} {decimal.Truncate(-2.5m)}");
    }

    /// <summary>
    /// Division gives 28 to 29 significant digits, correctly rounded, and an exact quotient where there is one.
    /// </summary>
    [Fact]
    public void DivisionGivesTwentyEightDigits()
    {
        Assert.Equal("0.3333333333333333333333333333", Text(1m / 3m));
        Assert.Equal("0.6666666666666666666666666667", Text(2m / 3m));
        Assert.Equal("2.5", Text(5m / 2m));
        Assert.Equal("0.0000000000000000000000000001", Text(1m / 10_000_000_000_000_000_000_000_000_000m));
        Assert.Equal(0.1m, 1.3m % 0.4m);
        Assert.Equal(-1m, -7m % 3m);
        Assert.Throws<DivideByZeroException>(() => decimal.Divide(1m, 0m));
    }

    /// <summary>Random quotients and remainders rebuild their dividend.</summary>
    [Fact]
    public void RemaindersRebuildTheDividend()
    {
        const int Seed = 28;
        Random random = new(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            decimal dividend = new(random.Next(), random.Next(), random.Next(100), i % 2 == 0, (byte)random.Next(6));
            decimal divisor = new(random.Next(1, int.MaxValue), 0, 0, i % 3 == 0, (byte)random.Next(6));
            decimal quotient = decimal.Truncate(dividend / divisor);
            Assert.True(dividend == (quotient * divisor) + (dividend % divisor), $"seed {Seed}, step {i}");
        }
    }

    /// <summary>Leaving the range is an OverflowException; losing digits below it rounds half to even.</summary>
    [Fact]
    public void LeavingTheRangeThrows()
    {
        decimal greatest = decimal.MaxValue;
        double huge = 1e29;
        decimal tiny = 0.0000000000000000000000000001m;
        Assert.Throws<OverflowException>(() => _ = greatest + 1m);
        Assert.Throws<OverflowException>(() => _ = greatest * 2m);
        Assert.Throws<OverflowException>(() => _ = (decimal)huge);
        Assert.Throws<OverflowException>(() => _ = (decimal)(huge * double.NaN));
        Assert.Throws<OverflowException>(() => _ = (int)greatest);
        Assert.Equal(0m, tiny * 0.5m);
        Assert.Equal(2 * tiny, tiny * 1.5m);
        Assert.Equal(greatest, greatest + 0.1m);
    }

    /// <summary>Conversions from and to double, integers and bits keep what both can hold.</summary>
    [Fact]
    public void ConversionsKeepWhatBothCanHold()
    {
        Assert.Equal(0.1m, (decimal)0.1);
        Assert.Equal(123456789012345678.9m, 123456789012345678m + 0.9m);
        Assert.Equal(0.5, (double)0.5m);
        Assert.Equal(12, (int)12.99m);
        Assert.Equal(-12L, (long)-12.99m);
        Assert.Sequence([1, 0, 0, unchecked((int)0x80020000)], decimal.GetBits(-0.01m));
        Assert.Equal(-0.01m, new decimal([1, 0, 0, unchecked((int)0x80020000)]));
        Assert.Equal(12345L, decimal.ToOACurrency(1.2345m));
        Assert.True(1.1m.CompareTo(1.2m) < 0 && decimal.Max(1m, -2m) == 1m && -1m < 0m);
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
