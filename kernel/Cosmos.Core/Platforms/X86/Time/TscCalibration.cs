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

    /// <summary>
    /// Opens the window. Whatever start-up has to do until <see cref="Finish"/> costs no time of its own.
    /// </summary>
    public static ClockSample Begin() => ClockSample.Take(&ReferenceCounter.Read);

    /// <summary>Keeps the window open for as long as accuracy needs, and measures the rate.</summary>
    /// <param name="start">The window's first reading, from which later measurements count too.</param>
    /// <returns>The rate, unknown if the reference counter is missing.</returns>
    public static TickScale Finish(ref ClockSample start)
    {
        TickScale scale = MeasureFrom(start);
        for (int i = 0; ReferenceCounter.Kind == ReferenceKind.Pit && i < MaxRepeats; i++)
        {
            start = Begin();
            TickScale again = MeasureFrom(start);
            if (again.AgreesWith(scale))
            {
                break;
            }

            scale = again;
        }

        return scale;
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

    private static TickScale MeasureFrom(in ClockSample start)
    {
        if (ReferenceCounter.Kind == ReferenceKind.None)
        {
            return default;
        }

        while (true)
        {
            ClockSample end = Begin();
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

    private static ulong TicksOfReference(in ClockSample start, in ClockSample end)
        => (end.Device - start.Device) & ReferenceCounter.Mask;

    // The window is far shorter than any counter's period, so the difference is unambiguous.
    private static long ReferenceNanoseconds(in ClockSample start, in ClockSample end)
        => ReferenceCounter.Scale.ToNanoseconds(TicksOfReference(start, end));
}
