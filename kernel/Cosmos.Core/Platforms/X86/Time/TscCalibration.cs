// Measures the TSC's rate against the reference counter. Start-up waits for it, so it lasts just as long as accuracy
// needs: the window stays open until the readings' uncertainty is small against it (500 ppm; half a millisecond with
// an HPET), or for 20 ms at most. X86Clock measures again, against a long time, when the system has run for a while:
// the last digits cost no start-up time.
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The boot-time measurement.</summary>
internal static unsafe class TscCalibration
{
    private const long ShortestWindowNs = 400_000;
    private const long LongestWindowNs = 20_000_000;

    // Uncertainty over window: one part in so many.
    private const ulong TargetRatio = 2_000;

    // A PIT wraps so soon (55 ms) that an emulator which was held up can make one measurement nonsense.
    private const int MaxRepeats = 5;

    /// <summary>Measures the rate.</summary>
    /// <param name="start">The window's first reading, from which later measurements count too.</param>
    /// <returns>The rate, unknown if the reference counter is missing.</returns>
    public static TickScale Measure(out ClockSample start)
    {
        TickScale scale = MeasureOnce(out start);
        if (ReferenceCounter.Kind != ReferenceKind.Pit)
        {
            return scale;
        }

        for (int i = 0; i < MaxRepeats; i++)
        {
            TickScale again = MeasureOnce(out start);
            if (again.AgreesWith(scale))
            {
                break;
            }

            scale = again;
        }

        return scale;
    }

    private static TickScale MeasureOnce(out ClockSample start)
    {
        start = ClockSample.Take(&ReferenceCounter.Read);
        if (ReferenceCounter.Kind == ReferenceKind.None)
        {
            return default;
        }

        while (true)
        {
            ClockSample end = ClockSample.Take(&ReferenceCounter.Read);
            long windowNs = ReferenceNanoseconds(start, end);
            if (windowNs < ShortestWindowNs)
            {
                continue;
            }

            ulong ticks = end.Tsc - start.Tsc;
            ulong uncertainty = start.UncertaintyTicks + end.UncertaintyTicks + (ticks / TicksOfReference(start, end));
            if (uncertainty * TargetRatio <= ticks || windowNs >= LongestWindowNs)
            {
                return TickScale.FromMeasurement(ticks, (ulong)windowNs);
            }
        }
    }

    /// <summary>Measures against a window of any length, given the rate as known so far.</summary>
    /// <returns>
    /// A better rate; unknown if it is more than a hundredth off the known one, which only a disturbed machine shows.
    /// </returns>
    public static TickScale Refine(in ClockSample start, in ClockSample end, TickScale known)
    {
        ulong ticks = end.Tsc - start.Tsc;
        long expectedNs = known.ToNanoseconds(ticks);
        ulong expected = ReferenceCounter.Scale.ToTicksCeiling(expectedNs);
        ulong delta = WrappingCounter.Unwrap(end.Device - start.Device, ReferenceCounter.Mask, expected);
        long measuredNs = ReferenceCounter.Scale.ToNanoseconds(delta);
        long difference = measuredNs > expectedNs ? measuredNs - expectedNs : expectedNs - measuredNs;
        return difference > expectedNs / 100 ? default : TickScale.FromMeasurement(ticks, (ulong)measuredNs);
    }

    private static ulong TicksOfReference(in ClockSample start, in ClockSample end)
        => (end.Device - start.Device) & ReferenceCounter.Mask;

    // The window is far shorter than any counter's period, so the difference is unambiguous.
    private static long ReferenceNanoseconds(in ClockSample start, in ClockSample end)
        => ReferenceCounter.Scale.ToNanoseconds(TicksOfReference(start, end));
}
