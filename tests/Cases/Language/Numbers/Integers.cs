namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Integer arithmetic as C# defines it, on every machine alike: two's complement that wraps unless checked, shift
/// counts taken modulo the width, division that rounds towards zero, remainders with the sign of the dividend (C#
/// standard §12.10, §12.11). The operands are hidden, so that the processor computes and not the compiler.
/// </summary>
public sealed class Integers
{
    /// <summary>Addition, subtraction, multiplication and negation wrap around.</summary>
    [Fact]
    public void Unchecked_arithmetic_wraps_around()
    {
        Assert.Equal(int.MinValue, unchecked(Opaque.Of(int.MaxValue) + 1));
        Assert.Equal(long.MaxValue, unchecked(Opaque.Of(long.MinValue) - 1));
        Assert.Equal(uint.MaxValue, unchecked(Opaque.Of(0u) - 1));
        Assert.Equal(-2, unchecked(Opaque.Of(int.MaxValue) * 2));
        Assert.Equal(int.MinValue, unchecked(-Opaque.Of(int.MinValue)));
        Assert.Equal((byte)0, unchecked((byte)(Opaque.Of((byte)255) + 1)));
    }

    /// <summary>Products wrap to their low bits, signed and unsigned.</summary>
    [Fact]
    public void Products_keep_their_low_bits()
    {
        Assert.Equal(0x2345_6780, unchecked(Opaque.Of(0x1234_5678) * 16));
        Assert.Equal(1, unchecked(Opaque.Of(int.MaxValue) * Opaque.Of(int.MaxValue)));
        Assert.Equal(1UL, unchecked(Opaque.Of(ulong.MaxValue) * ulong.MaxValue));
        Assert.Equal(-2L, unchecked(Opaque.Of(long.MaxValue) * 2));
    }

    /// <summary>Division rounds towards zero, and quotient and remainder fit together.</summary>
    [Fact]
    public void Division_rounds_towards_zero()
    {
        int[] dividends = [7, -7, 0, int.MaxValue, int.MinValue];
        int[] divisors = [2, -2, 3, -3, 10, int.MaxValue, int.MinValue];
        Assert.Equal((3, -3, -3, 3), (Opaque.Of(7) / 2, Opaque.Of(-7) / 2, Opaque.Of(7) / -2, Opaque.Of(-7) / -2));
        Assert.Equal((1, -1, 1, -1), (Opaque.Of(7) % 2, Opaque.Of(-7) % 2, Opaque.Of(7) % -2, Opaque.Of(-7) % -2));
        foreach (int dividend in dividends)
        {
            foreach (int divisor in divisors)
            {
                Assert.Equal(dividend, unchecked((dividend / divisor * divisor) + (dividend % divisor)));
                Assert.Equal((dividend / divisor, dividend % divisor), Math.DivRem(dividend, divisor));
            }
        }
    }

    /// <summary>Division by constants, which is compiled into multiplications, agrees with real division.</summary>
    [Fact]
    public void Division_by_constants_agrees_with_division_by_variables()
    {
        for (long n = -100_000_003; n < 100_000_000; n += 9_999_991)
        {
            int i = (int)n;
            uint u = unchecked((uint)(n * 41));
            Assert.Equal(i / Opaque.Of(7), i / 7);
            Assert.Equal(i % Opaque.Of(10), i % 10);
            Assert.Equal(i / Opaque.Of(16), i / 16);
            Assert.Equal(i % Opaque.Of(-8), i % -8);
            Assert.Equal(u / Opaque.Of(7u), u / 7u);
            Assert.Equal(n * 1_000_003 / Opaque.Of(1_000_000_007L), n * 1_000_003 / 1_000_000_007L);
            Assert.Equal((ulong)u * u / Opaque.Of(10UL), (ulong)u * u / 10UL);
        }
    }

    /// <summary>Shift counts are taken modulo 32 or 64; right shifts keep the sign unless unsigned.</summary>
    [Fact]
    public void Shift_counts_are_taken_modulo_the_width()
    {
        Assert.Equal(2, Opaque.Of(1) << Opaque.Of(33));
        Assert.Equal(int.MinValue, Opaque.Of(1) << Opaque.Of(-1));
        Assert.Equal(1L << 32, Opaque.Of(1L) << Opaque.Of(32));
        Assert.Equal(1L, Opaque.Of(1L) << Opaque.Of(64));
        Assert.Equal(-1, Opaque.Of(int.MinValue) >> Opaque.Of(31));
        Assert.Equal(1u, Opaque.Of(0x8000_0000u) >> Opaque.Of(31));
        Assert.Equal(1, Opaque.Of(int.MinValue) >>> Opaque.Of(31));
        Assert.Equal(1L, Opaque.Of(long.MinValue) >>> Opaque.Of(63));
    }

    /// <summary>Small types are computed as int and narrowed again.</summary>
    [Fact]
    public void Small_types_are_computed_as_int()
    {
        byte b = Opaque.Of((byte)200);
        sbyte s = Opaque.Of((sbyte)-100);
        Assert.Equal(400, b + b);
        Assert.Equal((byte)144, unchecked((byte)(b + b)));
        b += 100;
        Assert.Equal((byte)44, b);
        s -= 100;
        Assert.Equal((sbyte)56, s);
        Assert.Equal(-201, ~Opaque.Of((byte)200));
        Assert.Equal('b', (char)(Opaque.Of('a') + 1));
    }

    /// <summary>Increment and decrement give the value before or after.</summary>
    [Fact]
    public void Increments_give_the_value_before_or_after()
    {
        int i = Opaque.Of(5);
        Assert.Equal((5, 7, 7, 5), (i++, ++i, i--, --i));
        int[] array = [0, 0, 0];
        int at = 0;
        array[at++] += ++at;
        Assert.Sequence([2, 0, 0], array);
    }

    /// <summary>Comparisons respect sign and width; mixed operands are widened first.</summary>
    [Fact]
    public void Comparisons_respect_sign_and_width()
    {
        Assert.True(Opaque.Of(-1) < Opaque.Of(1u));
        Assert.True(Opaque.Of(uint.MaxValue) > Opaque.Of(1u));
        Assert.True(Opaque.Of(-1) == Opaque.Of(-1L));
        Assert.True(Opaque.Of(ulong.MaxValue) > Opaque.Of(0x7FFF_FFFF_FFFF_FFFFUL));
        Assert.Equal((-1, 0, 1), (Opaque.Of(1).CompareTo(2), Opaque.Of(2).CompareTo(2), Opaque.Of(3).CompareTo(2)));
    }
}
