// IEEE 754 as .NET shows it: classification, comparison with NaN and signed zeros, conversion to integers (saturating
// since .NET 9), Half, and vectors. What the functions of Math give is claimed elsewhere, against tables.
using System.Numerics;

namespace Cosmos.Tests.Cases.Library.Numbers;

/// <summary>Classes, comparisons and conversions of floating point numbers.</summary>
public sealed class FloatingPoint
{
    /// <summary>Every number is of exactly one class.</summary>
    [Fact]
    public void EveryNumberHasItsClass()
    {
        Assert.True(double.IsNormal(1.0) && double.IsSubnormal(double.Epsilon) && !double.IsNormal(0.0));
        Assert.True(double.IsNaN(0.0 / Zero()) && double.IsPositiveInfinity(1.0 / Zero()));
        Assert.True(double.IsNegative(-0.0) && double.IsNegativeInfinity(1.0 / -Zero()));
        Assert.True(double.IsInteger(1e300) && !double.IsInteger(0.5) && double.IsEvenInteger(-4.0));
        Assert.True(float.IsFinite(float.MaxValue) && !float.IsFinite(float.MaxValue * 2));
        Assert.True(double.IsPow2(0.125) && !double.IsPow2(-2.0));
    }

    /// <summary>NaN equals nothing by operator, itself by Equals, and sorts first; the zeros are equal.</summary>
    [Fact]
    public void NaNAndZerosCompareAsDefined()
    {
        double nan = Zero() / Zero();
        Assert.False(nan == double.NaN || nan < 1 || nan > 1);
        Assert.True(nan != double.NaN && nan.Equals(double.NaN) && nan.CompareTo(double.NegativeInfinity) < 0);
        Assert.True(0.0 == -Zero() && 0.0.Equals(-Zero()));
        Assert.Equal(0.0.GetHashCode(), (-Zero()).GetHashCode());
        Assert.Equal(nan.GetHashCode(), double.NaN.GetHashCode());
    }

    /// <summary>Conversions to integers truncate, and saturate beyond the range; NaN becomes zero.</summary>
    [Fact]
    public void ConversionsToIntegersTruncateAndSaturate()
    {
        double big = 1e30 + Zero();
        Assert.Equal(-2, (int)(-2.9 + Zero()));
        Assert.Equal(int.MaxValue, (int)big);
        Assert.Equal(long.MinValue, (long)-big);
        Assert.Equal(0u, (uint)(-5.0 + Zero()));
        Assert.Equal(ulong.MaxValue, (ulong)big);
        Assert.Equal(0, (int)(Zero() / Zero()));
        Assert.Equal(0x8000000000000000, (ulong)(9223372036854775808.0 + Zero()));
        Assert.Throws<OverflowException>(() => _ = checked((int)big));
    }

    /// <summary>Unsigned and signed 64-bit integers become the nearest double and float.</summary>
    [Fact]
    public void IntegersBecomeTheNearestNumber()
    {
        ulong odd = 0xFFFFFFFFFFFFFBFF;
        Assert.Equal(18446744073709549568.0, odd);
        Assert.Equal(18446744073709551616.0, odd + 1);
        Assert.Equal(9007199254740992.0, 9007199254740993L);
        Assert.Equal(16777216f, (float)16777217);
        Assert.Equal(1.8446744073709552E+19f, ulong.MaxValue);
    }

    /// <summary>Rounding to digits works on the binary value, and refuses more digits than a double has.</summary>
    [Fact]
    public void RoundingToDigitsFollowsTheMode()
    {
        Assert.Equal(2.5, Math.Round(2.45000001, 1));
        Assert.Equal(0.12, Math.Round(0.125, 2));
        Assert.Equal(0.13, Math.Round(0.125, 2, MidpointRounding.AwayFromZero));
        Assert.Equal(-0.12, Math.Round(-0.125, 2, MidpointRounding.ToZero));
        Assert.Equal(1234.5678f, MathF.Round(1234.5678f, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Math.Round(1.0, 16));
        Assert.Throws<ArgumentException>(() => Math.Round(1.0, (MidpointRounding)9));
    }

    /// <summary>Half and float keep what they can hold, and round the rest to even.</summary>
    [Fact]
    public void NarrowingRoundsToEven()
    {
        Assert.Equal((Half)2048, (Half)2049f);
        Assert.Equal((Half)2052, (Half)2051f);
        Assert.Equal(Half.PositiveInfinity, (Half)65520f);
        Assert.Equal(Half.MaxValue, (Half)65519f);
        Assert.Equal(0.333251953125f, (float)(Half)(1f / 3f));
        Assert.Equal(1f, (float)(1.0 + Math.ScaleB(1, -24)));
        Assert.True(float.IsInfinity((float)double.MaxValue));
    }

    /// <summary>Vectors compute lane by lane what scalars compute one by one.</summary>
    [Fact]
    public void VectorsComputeLaneByLane()
    {
        float[] left = [.. Enumerable.Range(1, Vector<float>.Count).Select(x => x * 1.5f)];
        float[] right = [.. Enumerable.Range(1, Vector<float>.Count).Select(x => 1f / x)];
        Vector<float> result = (new Vector<float>(left) * new Vector<float>(right)) - Vector<float>.One;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            Assert.Equal((left[lane] * right[lane]) - 1f, result[lane]);
        }

        Vector3 cross = Vector3.Cross(Vector3.UnitX, Vector3.UnitY);
        Assert.Equal(Vector3.UnitZ, cross);
        Assert.Equal(32f, Vector3.Dot(new(1, 2, 3), new(4, 5, 6)));
        Vector4 moved = Vector4.Transform(new Vector4(1, 2, 3, 1), Matrix4x4.CreateTranslation(10, 20, 30));
        Assert.Equal(new Vector4(11, 22, 33, 1), moved);
    }

    /// <summary>Complex numbers multiply, divide and find the root of minus one.</summary>
    [Fact]
    public void ComplexNumbersCompute()
    {
        Complex z = new(3, 4);
        Assert.Equal(5.0, z.Magnitude);
        Assert.Equal(new Complex(-7, 24), z * z);
        Assert.Equal(Complex.One, z / z);
        Assert.Equal(Complex.ImaginaryOne, Complex.Sqrt(-1));
        Assert.Equal(new Complex(3, -4), Complex.Conjugate(z));
    }

    // Keeps the compiler from computing the claims at compile time: they are about the machine.
    private static double Zero() => Environment.TickCount64 < 0 ? 1.0 : 0.0;
}
