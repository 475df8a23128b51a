// Integers of any size. Known values come from mathematics (factorials, Mersenne numbers, Fermat's little theorem);
// everything else is claimed by identities that hold for all numbers, tried on random ones of very different sizes,
// so that schoolbook, Karatsuba and Toom-Cook multiplication and both division algorithms all have to agree.
using System.Globalization;
using System.Numerics;

namespace Cosmos.Tests.Cases.Library.Numbers;

/// <summary>Arithmetic, text and bits of <see cref="BigInteger"/>.</summary>
public sealed class BigIntegers
{
    /// <summary>Powers and factorials have their known digits.</summary>
    [Fact]
    public void KnownNumbersHaveTheirDigits()
    {
        Assert.Equal("515377520732011331036461129765621272702107522001", Text(BigInteger.Pow(3, 100)));
        BigInteger factorial = Enumerable.Range(1, 30).Aggregate(BigInteger.One, (product, x) => product * x);
        Assert.Equal("265252859812191058636308480000000", Text(factorial));
        BigInteger mersenne = BigInteger.Pow(2, 521) - 1;
        Assert.Equal(157, Text(mersenne).Length);
        Assert.Equal(521, mersenne.GetBitLength());
        Assert.True((mersenne + 1).IsPowerOfTwo);
    }

    /// <summary>Quotient and remainder rebuild the dividend; the remainder is small and has its sign.</summary>
    [Fact]
    public void DivisionRebuildsTheDividend()
    {
        const int Seed = 1001;
        Random random = new(Seed);
        for (int round = 0; round < 300; round++)
        {
            BigInteger dividend = Draw(random, 400);
            BigInteger divisor = Draw(random, 200);
            if (divisor.IsZero)
            {
                continue;
            }

            BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger remainder);
            bool holds = (quotient * divisor) + remainder == dividend
                && BigInteger.Abs(remainder) < BigInteger.Abs(divisor)
                && (remainder.IsZero || remainder.Sign == dividend.Sign)
                && dividend / divisor == quotient
                && dividend % divisor == remainder;
            Assert.True(holds, $"seed {Seed}, round {round}");
        }
    }

    /// <summary>Multiplication distributes and squares agree, from one word to thousands of bits.</summary>
    [Fact]
    public void MultiplicationObeysItsLaws()
    {
        const int Seed = 1002;
        Random random = new(Seed);
        for (int round = 0; round < 60; round++)
        {
            BigInteger a = Draw(random, 1_500);
            BigInteger b = Draw(random, 1_500);
            BigInteger c = Draw(random, 300);
            Assert.True((a + b) * c == (a * c) + (b * c), $"distribution: seed {Seed}, round {round}");
            Assert.True((a + b) * (a - b) == (a * a) - (b * b), $"squares: seed {Seed}, round {round}");
        }
    }

    /// <summary>Long decimal and hexadecimal texts are read back to the same number.</summary>
    [Fact]
    public void LongTextsAreReadBack()
    {
        const int Seed = 1003;
        Random random = new(Seed);
        for (int round = 0; round < 60; round++)
        {
            BigInteger number = Draw(random, 900);
            Assert.True(number == BigInteger.Parse(Text(number), CultureInfo.InvariantCulture), $"seed {Seed}");
            string hex = number.ToString("X", CultureInfo.InvariantCulture);
            Assert.Equal(number, BigInteger.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            Assert.Equal(number, new BigInteger(number.ToByteArray()));
        }

        Assert.Equal("1" + new string('0', 500), Text(BigInteger.Pow(10, 500)));
        Assert.False(BigInteger.TryParse("12x", NumberStyles.Integer, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>ModPow satisfies Fermat's little theorem for a Mersenne prime.</summary>
    [Fact]
    public void ModPowSatisfiesFermat()
    {
        BigInteger prime = BigInteger.Pow(2, 127) - 1;
        foreach (int a in (int[])[2, 3, 65_537, 1_000_003])
        {
            Assert.Equal(BigInteger.One, BigInteger.ModPow(a, prime - 1, prime));
        }

        Assert.Equal(4, BigInteger.ModPow(3, 4, 7));
        Assert.Throws<DivideByZeroException>(() => BigInteger.ModPow(2, 3, 0));
    }

    /// <summary>The greatest common divisor divides both and scales with a common factor.</summary>
    [Fact]
    public void TheGreatestCommonDivisorDividesBoth()
    {
        Assert.Equal(new BigInteger(6), BigInteger.GreatestCommonDivisor(54, -24));
        Assert.Equal(new BigInteger(7), BigInteger.GreatestCommonDivisor(0, 7));
        Random random = new(1004);
        for (int round = 0; round < 40; round++)
        {
            BigInteger a = Draw(random, 120) + 1;
            BigInteger b = Draw(random, 120) + 1;
            BigInteger factor = Draw(random, 60) + 3;
            BigInteger divisor = BigInteger.GreatestCommonDivisor(a, b);
            BigInteger scaled = BigInteger.GreatestCommonDivisor(a * factor, b * factor);
            Assert.Equal(divisor * BigInteger.Abs(factor), scaled);
        }
    }

    /// <summary>Shifts and logic work on two's complement of unlimited width.</summary>
    [Fact]
    public void LogicIsTwosComplement()
    {
        BigInteger big = BigInteger.One << 200;
        Assert.Equal(BigInteger.MinusOne, -big >> 201);
        Assert.Equal(new BigInteger(-2), ~BigInteger.One);
        Assert.Equal(big, (big | 1) ^ 1);
        Assert.Equal(new BigInteger(0xFF), -1 & new BigInteger(0xFF));
        Assert.Equal(-big, (-big >> 7) << 7);
        Assert.Equal(new BigInteger(-3), new BigInteger(-5) >> 1);
    }

    /// <summary>Conversions to machine integers are checked, to double rounded.</summary>
    [Fact]
    public void ConversionsAreChecked()
    {
        Assert.Equal(long.MinValue, (long)new BigInteger(long.MinValue));
        Assert.Throws<OverflowException>(() => _ = (long)(BigInteger.One << 63));
        Assert.Throws<OverflowException>(() => _ = (ulong)BigInteger.MinusOne);
        Assert.Equal(Math.Pow(2, 200), (double)(BigInteger.One << 200));
        Assert.Equal(double.PositiveInfinity, (double)(BigInteger.One << 1024));
        Assert.Equal(new BigInteger(-12), new BigInteger(-12.9));
        Assert.Throws<OverflowException>(() => new BigInteger(double.NaN));
        Assert.Throws<DivideByZeroException>(() => _ = BigInteger.One / BigInteger.Zero);
    }

    private static BigInteger Draw(Random random, int maximumBytes)
    {
        byte[] bytes = new byte[random.Next(maximumBytes + 1)];
        random.NextBytes(bytes);
        return new BigInteger(bytes);
    }

    private static string Text(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
