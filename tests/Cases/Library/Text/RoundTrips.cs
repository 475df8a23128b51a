// A number that is written and read again must be the same number, to the last bit. .NET promises that for the
// default format of double, float and Half since .NET Core 3.0, and trivially for integers. Random bit patterns find
// what chosen examples miss; each failure names the seed and the bits, so that one line replays it.
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Formatting followed by parsing gives the same bits.</summary>
public sealed class RoundTrips
{
    private const int Seed = 20_10_2026;

    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>Three thousand random double bit patterns survive "R" and the default format.</summary>
    [Fact]
    public void DoublesSurviveTheirText()
    {
        Random random = new(Seed);
        for (int i = 0; i < 3_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsNaN(value))
            {
                continue;
            }

            double back = double.Parse(value.ToString("R", s_invariant), s_invariant);
            Assert.True(Bits(value) == Bits(back), $"seed {Seed}, step {i}: {Bits(value):X16} lost by R");
            back = double.Parse(value.ToString("E16", s_invariant), s_invariant);
            Assert.True(Bits(value) == Bits(back), $"seed {Seed}, step {i}: {Bits(value):X16} lost by E16");
        }

        static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
    }

    /// <summary>Three thousand random float bit patterns survive their text.</summary>
    [Fact]
    public void FloatsSurviveTheirText()
    {
        Random random = new(Seed + 1);
        for (int i = 0; i < 3_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (!float.IsNaN(value))
            {
                float back = float.Parse(value.ToString(s_invariant), s_invariant);
                Assert.True(value.Equals(back), $"seed {Seed + 1}, step {i}: {value:R} came back as {back:R}");
            }
        }
    }

    /// <summary>Every sixteenth Half survives its text.</summary>
    [Fact]
    public void HalvesSurviveTheirText()
    {
        for (int bits = 0; bits < 65_536; bits += 16)
        {
            Half value = BitConverter.UInt16BitsToHalf((ushort)bits);
            Half back = Half.Parse(value.ToString(s_invariant), s_invariant);
            Assert.True(value.Equals(back), $"bits {bits:X4}");
        }
    }

    /// <summary>Random integers of every size survive decimal and hexadecimal text.</summary>
    [Fact]
    public void IntegersSurviveTheirText()
    {
        Random random = new(Seed + 2);
        for (int i = 0; i < 2_000; i++)
        {
            long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            Assert.Equal(value, long.Parse(value.ToString(s_invariant), s_invariant));
            Assert.Equal(value, long.Parse(value.ToString("X", s_invariant), NumberStyles.HexNumber, s_invariant));
            Assert.Equal(value, long.Parse(value.ToString("N0", s_invariant), NumberStyles.Number, s_invariant));
        }
    }

    /// <summary>Random decimals, built from their parts, survive their text including the scale.</summary>
    [Fact]
    public void DecimalsSurviveTheirText()
    {
        Random random = new(Seed + 3);
        for (int i = 0; i < 2_000; i++)
        {
            decimal value = new(random.Next(), random.Next(), random.Next(), i % 2 == 0, (byte)random.Next(29));
            decimal back = decimal.Parse(value.ToString(s_invariant), s_invariant);
            Assert.Sequence(decimal.GetBits(value), decimal.GetBits(back));
        }
    }
}
