// Arithmetic on hardware counters that are narrower than 64 bits and wrap: the ACPI PM timer has 24 or 32 bits, an
// HPET may have 32, the PIT 16. A mask with the counter's low bits set describes the width.
using System.Numerics;

namespace Cosmos.Core.Time;

/// <summary>Extends the readings of a narrow, wrapping counter.</summary>
internal static class WrappingCounter
{
    /// <summary>
    /// The 64-bit value of a counter whose low bits now read <paramref name="low"/>, given an earlier 64-bit value.
    /// Sound only if less than one period of the counter has passed in between.
    /// </summary>
    public static ulong Extend(ulong previous, ulong low, ulong mask) => previous + ((low - previous) & mask);

    /// <summary>
    /// The true number of ticks between two readings, when a rough expectation is at hand: <paramref name="delta"/>
    /// plus
    /// that many whole periods that the sum comes nearest to <paramref name="expected"/>. Sound if the expectation is
    /// wrong by less than half a period.
    /// </summary>
    public static ulong Unwrap(ulong delta, ulong mask, ulong expected)
    {
        if (mask == ulong.MaxValue)
        {
            return delta;
        }

        delta &= mask;
        ulong halfPeriod = (mask >> 1) + 1;
        if (expected <= delta || expected - delta < halfPeriod)
        {
            return delta;
        }

        return delta + ((expected - delta + halfPeriod) & ~mask);
    }

    /// <summary>The number of bits that <paramref name="mask"/> spans.</summary>
    public static int Width(ulong mask) => 64 - BitOperations.LeadingZeroCount(mask);
}
