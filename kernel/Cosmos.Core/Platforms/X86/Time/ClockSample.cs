// One simultaneous reading of two counters. A device takes 0.3 to 3 microseconds to answer, during which the TSC runs
// on, so the device is read between two readings of the TSC and the moment is taken to be their middle: the error is
// at most half their distance. Of several attempts the tightest counts; that discards those which an SMI, a
// hypervisor or the emulator interrupted.
namespace Cosmos.Core.Platforms.X86;

/// <summary>A reading of the reference counter and the TSC at the same moment.</summary>
/// <param name="Tsc">The TSC.</param>
/// <param name="Reference">The reference counter.</param>
/// <param name="UncertaintyTicks">By how many TSC ticks the two may be apart.</param>
internal readonly record struct ClockSample(ulong Tsc, ulong Reference, ulong UncertaintyTicks)
{
    private const int Attempts = 6;

    /// <summary>Takes the best of a few readings. Interrupts should be off.</summary>
    public static ClockSample Take()
    {
        ClockSample best = new(0, 0, ulong.MaxValue);
        for (int i = 0; i < Attempts; i++)
        {
            ulong before = X86.Tsc.Read();
            ulong reference = ReferenceCounter.Read();
            ulong width = X86.Tsc.Read() - before;
            if (width / 2 < best.UncertaintyTicks)
            {
                best = new ClockSample(before + (width / 2), reference, width / 2);
            }
        }

        return best;
    }
}
