namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Numbers becoming other numbers. Between integers the low bits stay. From floating point the fraction is cut off;
/// what does not fit saturates at the nearest bound and NaN becomes zero, on every platform since .NET 9 (its note of
/// breaking changes: "Floating point-to-integer conversions are saturating"). x86 does none of this by itself: its
/// conversion instruction answers 0x80000000 to all of them.
/// </summary>
public sealed class Conversions
{
    /// <summary>Narrowing an integer keeps the low bits; widening keeps the value.</summary>
    [Fact]
    public void Integer_conversions_keep_low_bits_or_the_value()
    {
        Assert.Equal((byte)0x78, unchecked((byte)Opaque.Of(0x1234_5678)));
        Assert.Equal((short)-1, unchecked((short)Opaque.Of(0xFFFF)));
        Assert.Equal(-1L, Opaque.Of(-1));
        Assert.Equal(0xFFFF_FFFFL, (long)Opaque.Of(uint.MaxValue));
        Assert.Equal(ulong.MaxValue, unchecked((ulong)Opaque.Of(-1)));
        Assert.Equal(0xFFFF_FFFFUL, unchecked((uint)Opaque.Of(-1)));
        Assert.Equal(65535, Opaque.Of(char.MaxValue));
    }

    /// <summary>Conversion from floating point cuts the fraction off towards zero.</summary>
    [Fact]
    public void Conversion_from_double_cuts_the_fraction()
    {
        Assert.Equal((2, -2), ((int)Opaque.Of(2.9), (int)Opaque.Of(-2.9)));
        Assert.Equal((0, 0), ((int)Opaque.Of(0.9), (int)Opaque.Of(-0.9)));
        Assert.Equal(4_294_967_295u, (uint)Opaque.Of(4_294_967_295.5));
        Assert.Equal(9_007_199_254_740_992L, (long)Opaque.Of(9_007_199_254_740_992.0));
        Assert.Equal(9_223_372_036_854_775_808UL, (ulong)Opaque.Of(9_223_372_036_854_775_808.0));
        Assert.Equal((byte)255, (byte)Opaque.Of(255.99f));
    }

    /// <summary>Values beyond the range of int and long saturate.</summary>
    [Fact]
    public void Conversion_from_double_saturates_signed_integers()
    {
        Assert.Equal(int.MaxValue, (int)Opaque.Of(3e9));
        Assert.Equal(int.MinValue, (int)Opaque.Of(-3e9));
        Assert.Equal(int.MaxValue, (int)Opaque.Of(2_147_483_648.0));
        Assert.Equal(int.MinValue, (int)Opaque.Of(double.NegativeInfinity));
        Assert.Equal(long.MaxValue, (long)Opaque.Of(1e19));
        Assert.Equal(long.MinValue, (long)Opaque.Of(-1e19));
        Assert.Equal(long.MaxValue, (long)Opaque.Of(double.PositiveInfinity));
        Assert.Equal(int.MaxValue, (int)Opaque.Of(1e20f));
    }

    /// <summary>Values beyond the range of the unsigned types saturate, negative ones at zero.</summary>
    [Fact]
    public void Conversion_from_double_saturates_unsigned_integers()
    {
        Assert.Equal(0u, (uint)Opaque.Of(-1.0));
        Assert.Equal(uint.MaxValue, (uint)Opaque.Of(5e9));
        Assert.Equal(0UL, (ulong)Opaque.Of(-1e10));
        Assert.Equal(ulong.MaxValue, (ulong)Opaque.Of(2e19));
        Assert.Equal(ulong.MaxValue, (ulong)Opaque.Of(float.PositiveInfinity));
    }

    /// <summary>NaN becomes zero.</summary>
    [Fact]
    public void Conversion_of_nan_gives_zero()
    {
        Assert.Equal(0, (int)Opaque.Of(double.NaN));
        Assert.Equal(0L, (long)Opaque.Of(double.NaN));
        Assert.Equal(0u, (uint)Opaque.Of(float.NaN));
        Assert.Equal(0UL, (ulong)Opaque.Of(double.NaN));
    }

    /// <summary>Every integer of 32 bits is exact as double; larger ones round to even.</summary>
    [Fact]
    public void Integers_become_the_nearest_double()
    {
        Assert.Equal(-2_147_483_648.0, (double)Opaque.Of(int.MinValue));
        Assert.Equal(4_294_967_295.0, (double)Opaque.Of(uint.MaxValue));
        Assert.Equal(9_007_199_254_740_992.0, (double)Opaque.Of(9_007_199_254_740_993L));
        Assert.Equal(9_007_199_254_740_996.0, (double)Opaque.Of(9_007_199_254_740_995L));
        Assert.Equal(18_446_744_073_709_551_616.0, (double)Opaque.Of(ulong.MaxValue));
        Assert.Equal(9_223_372_036_854_775_808.0, (double)Opaque.Of(0x8000_0000_0000_0001UL));
        Assert.Equal(16_777_216f, (float)Opaque.Of(16_777_217));
    }

    /// <summary>A double becomes the nearest float, an infinity when too large, zero when too small.</summary>
    [Fact]
    public void A_double_becomes_the_nearest_float()
    {
        Assert.Equal(0.1f, (float)Opaque.Of(0.1));
        Assert.Equal(float.PositiveInfinity, (float)Opaque.Of(1e39));
        Assert.Equal(0f, (float)Opaque.Of(1e-50));
        Assert.True(float.IsNegative((float)Opaque.Of(-1e-50)));
        Assert.True(float.IsNaN((float)Opaque.Of(double.NaN)));
        Assert.Equal(float.Epsilon, (float)Opaque.Of(1.4e-45));
    }

    /// <summary>Convert rounds to even and checks; a cast does neither.</summary>
    [Fact]
    public void Convert_rounds_where_a_cast_cuts()
    {
        Assert.Equal((2, 4, -2), (Convert.ToInt32(2.5), Convert.ToInt32(3.5), Convert.ToInt32(-2.5)));
        Assert.Equal((2, 3, -2), ((int)Opaque.Of(2.5), (int)Opaque.Of(3.5), (int)Opaque.Of(-2.5)));
        Assert.Throws<OverflowException>(() => Opaque.Of(Convert.ToInt32(3e9)));
        Assert.Throws<OverflowException>(() => Opaque.Of(Convert.ToByte(-1)));
    }

    /// <summary>Generic conversions come in a checked, a saturating and a truncating kind.</summary>
    [Fact]
    public void Generic_conversions_check_saturate_or_truncate()
    {
        Assert.Throws<OverflowException>(() => Opaque.Of(byte.CreateChecked(Opaque.Of(300))));
        Assert.Equal((byte)255, byte.CreateSaturating(Opaque.Of(300)));
        Assert.Equal((byte)44, byte.CreateTruncating(Opaque.Of(300)));
        Assert.Equal((byte)0, byte.CreateSaturating(Opaque.Of(-5L)));
        Assert.Equal(int.MaxValue, int.CreateSaturating(Opaque.Of(1e300)));
    }
}
