// Random numbers. Random(seed) must repeat: tests and simulations store seeds, so the sequence of a seed is compared
// with values of the stock runtime (the generator is Knuth's subtractive one and has given these numbers in every
// version). Without a seed only ranges and crude statistics can be claimed; the bounds are so wide that honest
// randomness passes with a probability beyond all practical doubt.
using System.Security.Cryptography;

namespace Cosmos.Tests.Cases.Library.Numbers;

/// <summary>Seeded, shared and cryptographic random numbers.</summary>
public sealed class Randoms
{
    /// <summary>Seed 42 gives the integers that it gives on every .NET.</summary>
    [Fact]
    public void ASeedGivesTheSameIntegersEverywhere()
    {
        int[] expected =
        [
            1434747710, 302596119, 269548474, 1122627734, 361709742, 563913476, 1555655117, 1101493307,
        ];
        Random random = new(42);
        Assert.Sequence(expected, Enumerable.Range(0, 8).Select(_ => random.Next()));
        Random hundred = new(42);
        Assert.Sequence([66, 14, 12, 52, 16, 26, 72, 51], Enumerable.Range(0, 8).Select(_ => hundred.Next(100)));
        Random negative = new(-7);
        Assert.Sequence([-234, 742, 321, -896, -268], Enumerable.Range(0, 5).Select(_ => negative.Next(-1000, 1000)));
        Assert.Equal(1559595546, new Random(int.MinValue).Next());
    }

    /// <summary>
    /// Seed 42 gives the same doubles, bytes and wide ranges, and its ten-thousandth number is known.
    /// </summary>
    [Fact]
    public void ASeedGivesTheSameDoublesAndBytes()
    {
        Random doubles = new(42);
        Assert.Sequence(
            [0.6681064659115423, 0.14090729837348093, 0.12551828945312568, 0.5227642760252413],
            Enumerable.Range(0, 4).Select(_ => doubles.NextDouble()));
        byte[] bytes = new byte[12];
        new Random(42).NextBytes(bytes);
        Assert.Sequence<byte>([62, 23, 186, 150, 174, 4, 205, 59, 153, 134, 158, 86], bytes);
        Random wide = new(42);
        Assert.Sequence(
            [1434747709, -269548476, -361709744, 1555655116],
            Enumerable.Range(0, 4).Select(_ => wide.Next(int.MinValue, int.MaxValue)));
        Random far = new(0);
        for (int i = 0; i < 9_999; i++)
        {
            far.Next();
        }

        Assert.Equal(2008696079, far.Next());
    }

    /// <summary>Every method keeps to its range, seeded, unseeded and shared.</summary>
    [Fact]
    public void NumbersKeepToTheirRange()
    {
        foreach (Random random in (Random[])[new Random(1), new Random(), Random.Shared])
        {
            for (int i = 0; i < 2_000; i++)
            {
                Assert.InRange(random.Next(), 0, int.MaxValue - 1);
                Assert.InRange(random.Next(-3, 3), -3, 2);
                Assert.InRange(random.NextInt64(1L << 40), 0, (1L << 40) - 1);
                Assert.InRange(random.NextDouble(), 0.0, 1 - double.Epsilon);
                Assert.InRange(random.NextSingle(), 0f, 1 - float.Epsilon);
            }

            Assert.Equal(5, random.Next(5, 5));
            Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(1, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(-1));
        }
    }

    /// <summary>Unseeded numbers differ between generators and fill their range about evenly.</summary>
    [Fact]
    public void UnseededNumbersSpreadEvenly()
    {
        Assert.NotEqual(new Random().NextInt64(), new Random().NextInt64());
        int[] counts = new int[16];
        for (int i = 0; i < 16_000; i++)
        {
            counts[Random.Shared.Next(16)]++;
        }

        Assert.True(counts.All(count => count is > 700 and < 1_300), string.Join(' ', counts));
    }

    /// <summary>Shuffle permutes, GetItems draws from the choices.</summary>
    [Fact]
    public void ShufflingPermutes()
    {
        int[] cards = [.. Enumerable.Range(0, 100)];
        new Random(9).Shuffle(cards);
        Assert.False(cards.SequenceEqual(Enumerable.Range(0, 100)));
        Assert.Sequence(Enumerable.Range(0, 100), cards.Order());
        Assert.True(Random.Shared.GetItems([1, 2, 3], 50).All(x => x is >= 1 and <= 3));
    }

    /// <summary>The cryptographic generator fills any length, draws from ranges and does not repeat.</summary>
    [Fact]
    public void CryptographicNumbersDoNotRepeat()
    {
        byte[] bytes = new byte[4_096];
        RandomNumberGenerator.Fill(bytes);
        int[] counts = new int[256];
        foreach (byte value in bytes)
        {
            counts[value]++;
        }

        Assert.True(counts.Max() < 64, "one byte value more than four times as frequent as it should be");
        Assert.False(RandomNumberGenerator.GetBytes(32).SequenceEqual(RandomNumberGenerator.GetBytes(32)));
        for (int i = 0; i < 500; i++)
        {
            Assert.InRange(RandomNumberGenerator.GetInt32(-5, 6), -5, 5);
        }

        Assert.Throws<ArgumentException>(() => RandomNumberGenerator.GetInt32(3, 3));
        Assert.Equal(8, RandomNumberGenerator.GetHexString(8).Length);
    }
}
