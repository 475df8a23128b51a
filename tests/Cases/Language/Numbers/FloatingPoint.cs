namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// IEEE 754 as .NET promises it: every operation of float and double rounded once, to its own precision; NaN unequal to
/// everything, itself included; two zeros that are equal and yet different. The control register of the vector unit
/// decides much of it (rounding to nearest, no flush to zero, no exceptions), so a machine that boots with another
/// value in it is found here.
/// </summary>
public sealed class FloatingPoint
{
    /// <summary>Comparisons with NaN are false, except for "not equal".</summary>
    [Fact]
    public void Nan_compares_unequal_to_everything()
    {
        double nan = Opaque.Of(double.NaN);
        double one = Opaque.Of(1.0);
        Assert.False(nan == Opaque.Of(nan));
        Assert.True(nan != Opaque.Of(nan));
        Assert.False(nan < one);
        Assert.False(nan >= one);
        Assert.False(one > nan);
        Assert.False(one <= nan);
        Assert.True(!(nan < one) && !(nan > one));
        Assert.True(nan.Equals(double.NaN));
        Assert.True(nan.CompareTo(double.NegativeInfinity) < 0);
    }

    /// <summary>The two zeros are equal; division and the sign bit tell them apart.</summary>
    [Fact]
    public void Zero_has_a_sign()
    {
        double minus = -Opaque.Of(0.0);
        Assert.True(minus == 0.0);
        Assert.True(double.IsNegative(minus));
        Assert.Equal(double.NegativeInfinity, 1 / minus);
        Assert.Equal("-0", minus.ToString());
        Assert.True(double.IsNegative(Opaque.Of(-1.0) * 0));
        Assert.False(double.IsNegative(minus + 0.0));
    }

    /// <summary>Infinities follow the rules of limits and give NaN where there is none.</summary>
    [Fact]
    public void Infinities_follow_the_rules_of_limits()
    {
        double infinity = Opaque.Of(double.PositiveInfinity);
        Assert.Equal(infinity, infinity + 1);
        Assert.Equal(infinity, Opaque.Of(double.MaxValue) * 2);
        Assert.True(double.IsNaN(infinity - infinity));
        Assert.True(double.IsNaN(infinity * Opaque.Of(0.0)));
        Assert.Equal(0.0, 1 / infinity);
        Assert.Equal(5.0, Opaque.Of(5.0) % infinity);
        Assert.True(double.IsNaN(Math.Sqrt(Opaque.Of(-1.0))));
    }

    /// <summary>Results are rounded to the nearest, ties to even, in their own precision.</summary>
    [Fact]
    public void Results_are_rounded_to_nearest_even()
    {
        Assert.Equal(0.30000000000000004, Opaque.Of(0.1) + Opaque.Of(0.2));
        Assert.Equal(0.3f, Opaque.Of(0.1f) + Opaque.Of(0.2f), 1);
        Assert.Equal(16_777_216f, Opaque.Of(16_777_216f) + Opaque.Of(1f));
        Assert.Equal(16_777_220f, Opaque.Of(16_777_218f) + Opaque.Of(1f));
        Assert.Equal(1.0, Opaque.Of(1.0) + Opaque.Of(1.1102230246251565e-16));
        Assert.Equal(1.0000000000000002, Opaque.Of(1.0) + Opaque.Of(1.1102230246251568e-16));
    }

    /// <summary>Subnormal numbers are neither flushed nor treated as zero.</summary>
    [Fact]
    public void Subnormal_numbers_are_kept()
    {
        double smallest = Opaque.Of(double.Epsilon);
        Assert.True(smallest > 0);
        Assert.Equal(0.0, smallest / 2);
        Assert.Equal(double.Epsilon * 3, smallest + smallest + smallest);
        Assert.True(Opaque.Of(2.2250738585072014e-308) / 2 > 0);
        Assert.True(double.IsSubnormal(Opaque.Of(2.2250738585072014e-308) / 2));
        Assert.True(Opaque.Of(float.Epsilon) * 1f > 0f);
    }

    /// <summary>The remainder has the sign of the dividend; the IEEE remainder is the nearest.</summary>
    [Fact]
    public void The_remainder_follows_the_dividend()
    {
        Assert.Equal((1.5, -1.5, 1.5), (Opaque.Of(5.5) % 2, Opaque.Of(-5.5) % 2, Opaque.Of(5.5) % -2));
        Assert.Equal(-0.5, Math.IEEERemainder(Opaque.Of(5.5), 2));
        Assert.Equal(0.10000000000000009, Opaque.Of(3.1) % 1.0);
        Assert.Equal(2.5f, Opaque.Of(12.5f) % 5f);
    }

    /// <summary>Rounding functions: to even, away from zero, down, up, towards zero.</summary>
    [Fact]
    public void Rounding_functions_round_as_named()
    {
        double[] values = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5];
        Assert.Sequence([-2.0, -2.0, 0.0, 0.0, 2.0, 2.0], values.Select(v => Math.Round(v)));
        Assert.Sequence(
            [-3.0, -2.0, -1.0, 1.0, 2.0, 3.0], values.Select(v => Math.Round(v, MidpointRounding.AwayFromZero)));
        Assert.Sequence([-3.0, -2.0, -1.0, 0.0, 1.0, 2.0], values.Select(Math.Floor));
        Assert.Sequence([-2.0, -1.0, 0.0, 1.0, 2.0, 3.0], values.Select(Math.Ceiling));
        Assert.Sequence([-2.0, -1.0, 0.0, 0.0, 1.0, 2.0], values.Select(Math.Truncate));
        Assert.Equal(1.24, Math.Round(Opaque.Of(1.235), 2, MidpointRounding.AwayFromZero));
        Assert.Equal(4503599627370497.0, Math.Round(Opaque.Of(4503599627370497.0)));
    }

    /// <summary>A fused multiply-add rounds once where two operations round twice.</summary>
    [Fact]
    public void A_fused_multiply_add_rounds_once()
    {
        double a = Opaque.Of(1 + Math.Pow(2, -27));
        double product = a * a;
        Assert.Equal(Math.Pow(2, -54), Math.FusedMultiplyAdd(a, a, -product));
        Assert.Equal(0.0, (a * a) - product);
        Assert.Equal(7.0, Math.FusedMultiplyAdd(Opaque.Of(2.0), 3, 1));
        Assert.True(double.IsNaN(Math.FusedMultiplyAdd(double.PositiveInfinity, Opaque.Of(0.0), 1)));
        Assert.Equal(7f, MathF.FusedMultiplyAdd(Opaque.Of(2f), 3f, 1f));
    }

    /// <summary>Sign, exponent and neighbours of a number can be taken and set.</summary>
    [Fact]
    public void The_parts_of_a_number_can_be_handled()
    {
        Assert.Equal(-3.0, Math.CopySign(Opaque.Of(3.0), -0.0));
        Assert.True(double.IsNegative(Math.CopySign(Opaque.Of(double.NaN), -1)));
        Assert.Equal(1.0000000000000002, Math.BitIncrement(Opaque.Of(1.0)));
        Assert.Equal(0.9999999999999999, Math.BitDecrement(Opaque.Of(1.0)));
        Assert.Equal(10, Math.ILogB(Opaque.Of(1024.0)));
        Assert.Equal(12.0, Math.ScaleB(Opaque.Of(1.5), 3));
        Assert.Equal(0x3FF8_0000_0000_0000L, BitConverter.DoubleToInt64Bits(Opaque.Of(1.5)));
        Assert.Equal(1.5f, BitConverter.UInt32BitsToSingle(Opaque.Of(0x3FC0_0000u)));
    }

    /// <summary>Minimum and maximum let NaN through and order the zeros; the "Number" kinds prefer numbers.</summary>
    [Fact]
    public void Minimum_and_maximum_treat_nan_and_zeros_as_ieee_says()
    {
        Assert.True(double.IsNaN(Math.Max(Opaque.Of(double.NaN), 1)));
        Assert.True(double.IsNaN(Math.Min(1, Opaque.Of(double.NaN))));
        Assert.Equal(1.0, double.MaxNumber(Opaque.Of(double.NaN), 1));
        Assert.False(double.IsNegative(Math.Max(Opaque.Of(-0.0), 0.0)));
        Assert.True(double.IsNegative(Math.Min(0.0, Opaque.Of(-0.0))));
        Assert.Equal(3.0, Math.Clamp(Opaque.Of(7.0), 1, 3));
    }

    /// <summary>A square root is correctly rounded.</summary>
    [Fact]
    public void Square_roots_are_correctly_rounded()
    {
        Assert.Equal(1.4142135623730951, Math.Sqrt(Opaque.Of(2.0)));
        Assert.Equal(1.4142135f, MathF.Sqrt(Opaque.Of(2f)));
        Assert.True(double.IsNegative(Math.Sqrt(Opaque.Of(-0.0))));
    }

    /// <summary>Half has eleven bits of precision and its own limits.</summary>
    [Fact]
    public void Half_rounds_to_eleven_bits()
    {
        Half third = (Half)(Opaque.Of(1.0) / 3);
        Assert.Equal(0.33325195f, (float)third);
        Assert.Equal((Half)2048, (Half)Opaque.Of(2049f));
        Assert.True(Half.IsPositiveInfinity((Half)Opaque.Of(70_000f)));
        Assert.Equal((Half)3.5f, (Half)1.25f + (Half)Opaque.Of(2.25f));
        Assert.True((Half)Opaque.Of(6e-8f) > (Half)0f);
        Assert.False(Half.NaN == Opaque.Of(Half.NaN));
    }
}
