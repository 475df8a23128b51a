// Multiplies an integer by a fixed rational number with one 64x64-bit multiplication and one shift.
//
// Why not a division: it costs ten times as much, and `ticks * 1_000_000_000` overflows 64 bits after a few seconds
// of a 3 GHz counter. Why not floating point: a double has 53 bits, so a nanosecond clock would become coarse within
// four months. Here the factor is normalised to 63 or 64 significant bits and the product keeps all 128: the relative
// error is below 2^-62, less than a tenth of a second in the age of the universe.
//
// The result saturates instead of wrapping, so that an absurd input can never turn a late moment into an early one.
using System;
using System.Numerics;

namespace Cosmos.Core.Time;

/// <summary>
/// A rational factor in fixed point: <c>value * multiplier / 2^shift</c>, rounded down. The default is zero.
/// </summary>
internal readonly struct BinaryScale
{
    private readonly ulong _multiplier;
    private readonly int _shift;

    private BinaryScale(ulong multiplier, int shift)
    {
        _multiplier = multiplier;
        _shift = shift;
    }

    /// <summary>
    /// The factor <paramref name="numerator"/>/<paramref name="denominator"/>; zero when either of them is zero.
    /// </summary>
    public static BinaryScale FromRatio(ulong numerator, ulong denominator)
    {
        if (numerator == 0 || denominator == 0)
        {
            return default;
        }

        // With a = log2(numerator) and b = log2(denominator), shifting the numerator by 63 + b - a puts the quotient
        // into [2^62, 2^64) and the dividend below 2^(64 + b) <= 2^128.
        int shift = 63 + BitOperations.Log2(denominator) - BitOperations.Log2(numerator);
        return new BinaryScale(Divide((UInt128)numerator << shift, denominator), shift);
    }

    /// <summary>The scaled value, rounded down; <see cref="long.MaxValue"/> when it does not fit.</summary>
    public long Apply(ulong value)
    {
        ulong high = Math.BigMul(value, _multiplier, out ulong low);
        if (_shift >= 64)
        {
            return Saturate(high >> (_shift - 64));
        }

        if (_shift == 0)
        {
            return high != 0 ? long.MaxValue : Saturate(low);
        }

        return high >> _shift != 0 ? long.MaxValue : Saturate((high << (64 - _shift)) | (low >> _shift));
    }

    private static long Saturate(ulong value) => value > long.MaxValue ? long.MaxValue : (long)value;

    // Schoolbook long division, one bit a step; rounded up, so that a value whose product is a whole number gets
    // exactly that. The quotient is known to fit 64 bits, which means that the dividend's upper half is below the
    // divisor and serves as the first remainder. UInt128's own division does the same with far more code, and
    // start-up waits for it.
    private static ulong Divide(UInt128 dividend, ulong divisor)
    {
        ulong remainder = (ulong)(dividend >> 64);
        ulong low = (ulong)dividend;
        ulong quotient = 0;
        for (int bit = 63; bit >= 0; bit--)
        {
            bool carry = remainder >> 63 != 0;
            remainder = (remainder << 1) | ((low >> bit) & 1);
            quotient <<= 1;
            if (carry || remainder >= divisor)
            {
                remainder -= divisor;
                quotient |= 1;
            }
        }

        return remainder != 0 && quotient != ulong.MaxValue ? quotient + 1 : quotient;
    }
}
