using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Vectors of numbers. The portable types always work, in hardware or in software; the instructions by name may be used
/// where IsSupported says so, and then they must do the same (documentation of System.Runtime.Intrinsics). IsSupported
/// that says yes without the machine having switched the registers on ends in an invalid instruction, so each
/// instruction set that is reported is also used.
/// </summary>
public sealed class Vectors
{
    private static readonly int[] s_numbers = [.. Enumerable.Range(0, 100).Select(n => (n * 7919 % 1009) - 500)];

    /// <summary>Vector of T adds up an array of any length as a loop does.</summary>
    [Fact]
    public void Vector_of_t_agrees_with_a_scalar_loop()
    {
        Vector<int> sums = Vector<int>.Zero;
        int i = 0;
        for (; i + Vector<int>.Count <= s_numbers.Length; i += Vector<int>.Count)
        {
            sums += new Vector<int>(s_numbers, i);
        }

        int total = Vector.Sum(sums);
        for (; i < s_numbers.Length; i++)
        {
            total += s_numbers[i];
        }

        Assert.Equal(s_numbers.Sum(), total);
        Assert.Equal(Vector<byte>.Count, Vector<int>.Count * 4);
    }

    /// <summary>Vector128 computes each element on its own.</summary>
    [Fact]
    public void Vector128_computes_element_by_element()
    {
        Vector128<int> left = Opaque.Of(Vector128.Create(1, -2, int.MaxValue, 4));
        Vector128<int> right = Opaque.Of(Vector128.Create(10, 20, 1, -40));
        Assert.Equal(Vector128.Create(11, 18, int.MinValue, -36), left + right);
        Assert.Equal(Vector128.Create(10, -40, int.MaxValue, -160), left * right);
        Assert.Equal(Vector128.Create(-1, -1, 0, 0), Vector128.LessThan(left, right));
        Assert.Equal(Vector128.Create(10, 20, int.MaxValue, 4), Vector128.Max(left, right));
        Assert.Equal(-9, Vector128.Sum(right));
        Assert.Equal(int.MaxValue, left[Opaque.Of(2)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Opaque.Of(left[Opaque.Of(4)]));
    }

    /// <summary>Vectors of doubles round each element like scalars, NaN included.</summary>
    [Fact]
    public void Vectors_of_doubles_round_like_scalars()
    {
        Vector128<double> left = Opaque.Of(Vector128.Create(0.1, double.NaN));
        Vector128<double> sum = left + Vector128.Create(0.2, 1);
        Assert.Equal(0.1 + Opaque.Of(0.2), sum[0]);
        Assert.True(double.IsNaN(sum[1]));
        Assert.Equal(Math.Sqrt(Opaque.Of(2.0)), Vector128.Sqrt(Opaque.Of(Vector128.Create(2.0)))[1]);
        Vector256<float> thirds = Vector256.Create(1f) / Opaque.Of(Vector256.Create(3f));
        Assert.Equal(1f / Opaque.Of(3f), thirds[7]);
    }

    /// <summary>Vector256 and Vector512 work whether the machine has them or not.</summary>
    [Fact]
    public void Wider_vectors_work_with_or_without_hardware()
    {
        Vector256<long> left = Opaque.Of(Vector256.Create(1L, 2, 3, 4));
        Assert.Equal(Vector256.Create(3L, 4, 5, 6), left + Vector256.Create(2L));
        Assert.Equal(10L, Vector256.Sum(left));
        Vector512<int> wide = Opaque.Of(Vector512.Create(3));
        Assert.Equal(Vector512.Create(9), wide * wide);
        Assert.Equal(Vector256.Create(3), wide.GetUpper());
        Assert.Equal(2L, left.GetLower()[1]);
    }

    /// <summary>Shuffles move elements; shifts, masks and conversions reinterpret or convert them.</summary>
    [Fact]
    public void Vectors_shuffle_mask_and_convert()
    {
        Vector128<int> numbers = Opaque.Of(Vector128.Create(1, 2, 3, 4));
        Assert.Equal(Vector128.Create(4, 3, 2, 1), Vector128.Shuffle(numbers, Vector128.Create(3, 2, 1, 0)));
        Vector128<int> even = Vector128.Equals(numbers & Vector128.Create(1), Vector128<int>.Zero);
        Assert.Equal(0b1010u, even.ExtractMostSignificantBits());
        Assert.Equal(Vector128.Create(1f, 2, 3, 4), Vector128.ConvertToSingle(numbers));
        Assert.Equal(Vector128.Create(4, 8, 12, 16), numbers << 2);
        Assert.Equal(1, numbers.AsByte()[0] + numbers.AsByte()[1]);
        Assert.Equal(
            Vector128.Create(1, 20, 3, 40),
            Vector128.ConditionalSelect(Vector128.Create(-1, 0, -1, 0), numbers, numbers * 10));
    }

    /// <summary>SSE2, the baseline of x86-64, does what its instructions do.</summary>
    [Fact]
    public void Sse2_agrees_with_scalar_code_where_supported()
    {
        if (!Sse2.IsSupported)
        {
            Assert.Throws<PlatformNotSupportedException>(
                () => Opaque.Of(Sse2.Add(Vector128<int>.Zero, Vector128<int>.Zero)));
            return;
        }

        Vector128<short> large = Opaque.Of(Vector128.Create((short)32_000));
        Assert.Equal(short.MaxValue, Sse2.AddSaturate(large, large)[3]);
        Assert.Equal(0b01, Sse2.MoveMask(Opaque.Of(Vector128.Create(-1.0, 1.0))));
        Assert.Equal(3, Sse2.ConvertToInt32(Opaque.Of(Vector128.CreateScalar(2.5000001))));
        Assert.Equal(2, Sse2.ConvertToInt32(Opaque.Of(Vector128.CreateScalar(2.5))));
    }

    /// <summary>AVX and AVX2 use the upper halves of the registers, where the machine reports them.</summary>
    [Fact]
    public void Avx_agrees_with_scalar_code_where_supported()
    {
        if (!Avx2.IsSupported)
        {
            Assert.Throws<PlatformNotSupportedException>(
                () => Opaque.Of(Avx2.Add(Vector256<int>.Zero, Vector256<int>.Zero)));
            return;
        }

        Assert.True(Avx.IsSupported);
        Vector256<int> sum = Avx2.Add(Opaque.Of(Vector256.Create(1, 2, 3, 4, 5, 6, 7, 8)), Vector256.Create(10));
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(i + 11, sum[i]);
        }

        Vector256<double> product = Avx.Multiply(Opaque.Of(Vector256.Create(1.5, 2, 3, 4)), Vector256.Create(2.0));
        Assert.Equal(8.0, product[3]);
        Assert.Equal(Vector128.Create(6.0, 8.0), Avx.ExtractVector128(product, 1));
    }

    /// <summary>Each bit-counting and fused instruction set that is reported gives the portable answer.</summary>
    [Fact]
    public void Reported_scalar_extensions_give_the_portable_answer()
    {
        ulong sample = Opaque.Of(0x00F0_1234_0000_8000UL);
        Assert.Equal(BitOperations.PopCount(sample), Popcnt.X64.IsSupported ? (int)Popcnt.X64.PopCount(sample) : 10);
        Assert.Equal(8UL, Lzcnt.X64.IsSupported ? Lzcnt.X64.LeadingZeroCount(sample) : 8UL);
        Assert.Equal(15UL, Bmi1.X64.IsSupported ? Bmi1.X64.TrailingZeroCount(sample) : 15UL);
        Assert.Equal(0xABUL, Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitExtract(0xA0B0UL, 0xF0F0UL) : 0xABUL);
        Vector128<double> one = Opaque.Of(Vector128.Create(1.0));
        Assert.Equal(2.0, Fma.IsSupported ? Fma.MultiplyAdd(one, one, one)[0] : 2.0);
    }

    /// <summary>Library searches built on vectors find what a loop finds, at every length and offset.</summary>
    [Fact]
    public void Vectorised_searches_agree_with_loops()
    {
        byte[] bytes = new byte[130];
        for (int length = 0; length < bytes.Length; length += 13)
        {
            for (int at = 0; at < length; at += 5)
            {
                Array.Clear(bytes);
                bytes[at] = 9;
                Assert.Equal(at, bytes.AsSpan(0, length).IndexOf((byte)9));
                Assert.Equal(at, bytes.AsSpan(0, length).LastIndexOfAnyExcept((byte)0));
                Assert.Equal(1, bytes.AsSpan(0, length).Count((byte)9));
            }
        }
    }

    /// <summary>The geometric vectors multiply, dot and normalise.</summary>
    [Fact]
    public void Geometric_vectors_follow_their_formulas()
    {
        var vector = new Vector3(1, 2, Opaque.Of(2f));
        Assert.Equal(3f, vector.Length());
        Assert.Equal(new Vector3(2, 4, 4), vector * 2);
        Assert.Equal(9f, Vector3.Dot(vector, vector));
        Assert.Equal(new Vector3(0, 0, 1), Vector3.Cross(Vector3.UnitX, Opaque.Of(Vector3.UnitY)));
        Assert.Equal(new Vector4(4, 3, 2, 1) * Opaque.Of(2f), new Vector4(8, 6, 4, 2));
        Assert.Equal(new Vector2(3, 5), Vector2.Transform(new Vector2(1, 2), Matrix3x2.CreateTranslation(2, 3)));
    }
}
