// Integer arithmetic beyond the operators of the language: bit counting, rotation, wide multiplication, 128-bit
// integers and the generic number interfaces. Each has a hardware instruction on some processors and plain code on
// others; a naive loop tells what both must give.
using System.Globalization;
using System.Numerics;

namespace Cosmos.Tests.Cases.Library.Numbers;

/// <summary><see cref="BitOperations"/>, Math on integers, Int128 and generic math.</summary>
public sealed class Integers
{
    /// <summary>Bit counts and rotations agree with loops over the bits.</summary>
    [Fact]
    public void BitCountsAgreeWithLoops()
    {
        const int Seed = 6;
        Random random = new(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            int ones = 0;
            int leading = 64;
            int trailing = 64;
            for (int bit = 0; bit < 64; bit++)
            {
                if ((value >> bit & 1) != 0)
                {
                    ones++;
                    leading = 63 - bit;
                    trailing = Math.Min(trailing, bit);
                }
            }

            bool equal = ones == BitOperations.PopCount(value)
                && leading == BitOperations.LeadingZeroCount(value)
                && trailing == BitOperations.TrailingZeroCount(value)
                && BitOperations.RotateLeft(value, 13) == (value << 13 | value >> 51)
                && BitOperations.RotateRight(value, 13) == (value >> 13 | value << 51);
            Assert.True(equal, $"seed {Seed}, step {i}: {value:X16}");
        }
    }

    /// <summary>Powers of two are recognised, rounded up to and taken logarithms of.</summary>
    [Fact]
    public void PowersOfTwoAreRecognised()
    {
        Assert.True(BitOperations.IsPow2(1u << 31) && !BitOperations.IsPow2(0) && !BitOperations.IsPow2(6));
        Assert.Equal(64u, BitOperations.RoundUpToPowerOf2(33u));
        Assert.Equal(63, BitOperations.Log2(ulong.MaxValue));
        Assert.Equal(0, BitOperations.Log2(0u));
        Assert.Equal(0xE3069283u, ~Crc("123456789"u8));
    }

    /// <summary>BigMul gives both halves of a product, and DivRem quotient and remainder.</summary>
    [Fact]
    public void WideProductsHaveBothHalves()
    {
        ulong high = Math.BigMul(0xFEDCBA9876543210, 0x0123456789ABCDEF, out ulong low);
        UInt128 product = (UInt128)0xFEDCBA9876543210 * 0x0123456789ABCDEF;
        Assert.Equal(product, new UInt128(high, low));
        Assert.Equal(0x0121FA00AD77D742u, high);
        Assert.Equal((-3, -1), Math.DivRem(-10, 3));
        Assert.Equal(-4611686014132420609L, Math.BigMul(int.MaxValue, -int.MaxValue));
    }

    /// <summary>Abs, Sign, Clamp and Min know the ends of the range.</summary>
    [Fact]
    public void TheEndsOfTheRangeAreKnown()
    {
        Assert.Throws<OverflowException>(() => Math.Abs(int.MinValue));
        Assert.Equal(5, Math.Clamp(9, -5, 5));
        Assert.Throws<ArgumentException>(() => Math.Clamp(1, 2, 0));
        Assert.Equal(-1, Math.Sign(long.MinValue));
        Assert.Throws<ArithmeticException>(() => Math.Sign(double.NaN));
        Assert.Equal(byte.MaxValue, byte.CreateSaturating(1_000));
        Assert.Equal((byte)0xE8, byte.CreateTruncating(1_000));
        Assert.Throws<OverflowException>(() => byte.CreateChecked(1_000));
    }

    /// <summary>128-bit division and text agree with BigInteger on random numbers.</summary>
    [Fact]
    public void Int128AgreesWithBigInteger()
    {
        const int Seed = 128;
        Random random = new(Seed);
        for (int i = 0; i < 1_000; i++)
        {
            Int128 a = Draw(random);
            Int128 b = Draw(random);
            if (b == 0)
            {
                continue;
            }

            bool equal = (BigInteger)(a / b) == (BigInteger)a / (BigInteger)b
                && (BigInteger)(a % b) == (BigInteger)a % (BigInteger)b
                && a.ToString(CultureInfo.InvariantCulture) == ((BigInteger)a).ToString(CultureInfo.InvariantCulture);
            Assert.True(equal, $"seed {Seed}, step {i}");
        }

        Assert.Throws<DivideByZeroException>(() => _ = Int128.One / Int128.Zero);
        Assert.Throws<OverflowException>(() => _ = checked(Int128.MaxValue + 1));

        static Int128 Draw(Random random) =>
            new Int128((ulong)random.NextInt64() << 1, (ulong)random.NextInt64()) >> random.Next(100);
    }

    /// <summary>One generic method computes over every number type by static abstract members.</summary>
    [Fact]
    public void GenericMathComputesOverEveryType()
    {
        Assert.Equal(30, SumOfSquares<int>([1, 2, 3, 4]));
        Assert.Equal(7.25, SumOfSquares([0.5, 1.0, 2.0, Math.Sqrt(2.0)]), ulps: 4);
        Assert.Equal(0.05m, SumOfSquares([0.1m, 0.2m]));
        Assert.Equal(BigInteger.Pow(10, 40), SumOfSquares([BigInteger.Pow(10, 20)]));
        Assert.Equal((Half)5, SumOfSquares([(Half)1, (Half)2]));
        Assert.Equal(new Complex(-1, 0), SumOfSquares([Complex.ImaginaryOne]));
    }

    private static T SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        T sum = T.Zero;
        foreach (T value in values)
        {
            sum += value * value;
        }

        return sum;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
