using System.Numerics;

namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Numbers wider than a register and decimal ones: Int128, UInt128, nint, decimal, and the products that need two
/// registers. They are library code built from carries and partial products; the cases check the places where a carry
/// crosses from one half to the other.
/// </summary>
public sealed class WideNumbers
{
    private static readonly UInt128 s_high = (UInt128)1 << 64;

    /// <summary>Sums and differences carry from the low half into the high half.</summary>
    [Fact]
    public void Int128_carries_between_its_halves()
    {
        Int128 sum = (Int128)Opaque.Of(ulong.MaxValue) + 1;
        Assert.Equal((Int128)s_high, sum);
        Assert.Equal((Int128)ulong.MaxValue, sum - 1);
        Assert.Equal(Int128.MinValue, unchecked(Opaque.Of(Int128.MaxValue) + 1));
        Assert.Equal(Int128.NegativeOne, Opaque.Of(Int128.Zero) - 1);
        Assert.Throws<OverflowException>(() => Opaque.Of(checked(Opaque.Of(Int128.MaxValue) + 1)));
    }

    /// <summary>Products and quotients of 128 bits are exact.</summary>
    [Fact]
    public void UInt128_multiplies_and_divides_exactly()
    {
        UInt128 square = (UInt128)Opaque.Of(ulong.MaxValue) * ulong.MaxValue;
        Assert.Equal("340282366920938463426481119284349108225", square.ToString());
        Assert.Equal((UInt128)ulong.MaxValue, square / Opaque.Of(ulong.MaxValue));
        Assert.Equal((UInt128)0, square % ulong.MaxValue);
        UInt128 power = UInt128.Parse("100000000000000000000000000000");
        Assert.Equal(UInt128.Parse("100000000000000000000"), power / 1_000_000_000);
        Assert.Equal((Int128)(-7) / 2, (Int128)(-3));
    }

    /// <summary>Shifts cross the halves; comparisons and conversions respect the sign.</summary>
    [Fact]
    public void Int128_shifts_compares_and_converts()
    {
        Assert.Equal(s_high, (UInt128)Opaque.Of(1UL) << 64);
        Assert.Equal((UInt128)3, (s_high * 3) >> Opaque.Of(64));
        Assert.Equal((Int128)(-1), Opaque.Of(Int128.MinValue) >> 127);
        Assert.True((Int128)Opaque.Of(-1) < (Int128)1);
        Assert.Equal(ulong.MaxValue, unchecked((ulong)Opaque.Of(Int128.NegativeOne)));
        Assert.Equal(1.8446744073709552e19, (double)Opaque.Of(s_high));
    }

    /// <summary>nint and nuint are as wide as an address and behave as the integers of that width.</summary>
    [Fact]
    public void Native_integers_are_integers_of_the_address_width()
    {
        Assert.Equal(8, nint.Size);
        Assert.Equal(long.MaxValue, (long)nint.MaxValue);
        nint number = Opaque.Of((nint)5);
        Assert.Equal((nint)(-15), number * -3);
        Assert.Equal(nuint.MaxValue, unchecked(Opaque.Of((nuint)0) - 1));
        Assert.Throws<OverflowException>(() => Opaque.Of(checked(Opaque.Of(nint.MaxValue) + 1)));
    }

    /// <summary>BigMul gives the whole product of two registers.</summary>
    [Fact]
    public void Big_mul_gives_the_whole_product()
    {
        Assert.Equal(4_611_686_014_132_420_609L, Math.BigMul(Opaque.Of(int.MaxValue), int.MaxValue));
        Assert.Equal(0xFFFF_FFFF_FFFF_FFFEUL, Math.BigMul(Opaque.Of(ulong.MaxValue), ulong.MaxValue, out ulong low));
        Assert.Equal(1UL, low);
        Assert.Equal(-1L, Math.BigMul(Opaque.Of(long.MaxValue), -2L, out long signedLow));
        Assert.Equal(2L, signedLow);
        Assert.Equal((Int128)long.MinValue * long.MinValue, Math.BigMul(Opaque.Of(long.MinValue), long.MinValue));
    }

    /// <summary>Decimal arithmetic is exact in tenths and keeps its scale.</summary>
    [Fact]
    public void Decimal_arithmetic_is_exact_in_tenths()
    {
        Assert.Equal(0.3m, Opaque.Of(0.1m) + Opaque.Of(0.2m));
        Assert.Equal("3.00", (Opaque.Of(1.20m) + 1.80m).ToString());
        Assert.Equal("2.2500", (Opaque.Of(1.50m) * 1.50m).ToString());
        Assert.Equal("0.3333333333333333333333333333", (Opaque.Of(1m) / 3).ToString());
        Assert.Equal(1.0m, Opaque.Of(1.000m));
        Assert.Equal(Opaque.Of(1.0m).GetHashCode(), 1.000m.GetHashCode());
        Assert.Equal(1.5m, Opaque.Of(7.5m) % 2);
    }

    /// <summary>Decimals round, truncate and convert; the largest is 79 octillion.</summary>
    [Fact]
    public void Decimal_rounds_and_converts()
    {
        Assert.Equal((2m, 4m, 2.34m), (decimal.Round(2.5m), decimal.Round(3.5m), decimal.Round(Opaque.Of(2.345m), 2)));
        Assert.Equal(-3m, decimal.Floor(Opaque.Of(-2.1m)));
        Assert.Equal(2.6m, Math.Round(Opaque.Of(2.55m), 1, MidpointRounding.AwayFromZero));
        Assert.Equal("79228162514264337593543950335", decimal.MaxValue.ToString());
        Assert.Equal(0.1m, (decimal)Opaque.Of(0.1));
        Assert.Equal(0.1, (double)Opaque.Of(0.1m));
        Assert.Equal(-12, (int)Opaque.Of(-12.9m));
        Assert.Equal(0m, Opaque.Of(decimal.MaxValue) - decimal.MaxValue);
    }

    /// <summary>Decimals of 96 bits multiply and divide without losing digits.</summary>
    [Fact]
    public void Decimal_keeps_28_digits()
    {
        decimal large = Opaque.Of(12345678901234.567890123456m);
        Assert.Equal("12345678901234.567890123456", large.ToString());
        Assert.Equal(large, large * 1000m / 1000m);
        Assert.Equal("24691357802469.135780246912", (large + large).ToString());
        Assert.Equal(1m, Opaque.Of(decimal.MaxValue) / decimal.MaxValue);
        Assert.Equal(-large, decimal.Negate(large));
    }

    /// <summary>Complex numbers multiply as they should.</summary>
    [Fact]
    public void Complex_numbers_multiply()
    {
        Complex i = Opaque.Of(Complex.ImaginaryOne);
        Assert.Equal(new Complex(-1, 0), i * i);
        Assert.Equal(5.0, new Complex(3, Opaque.Of(4.0)).Magnitude);
    }
}
