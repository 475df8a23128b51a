// One simultaneous reading of the TSC and of a device's counter. The device takes 0.3 to 3 microseconds to answer,
// during which the TSC runs on, so it is read between two readings of the TSC and the moment is taken to be their
// middle: the error is at most half their distance. Of several attempts the tightest counts; that discards those
// which an SMI, a hypervisor or the emulator interrupted, and the first one, which an emulator spends on translating
// this very code.
namespace Cosmos.Core.Platforms.X86;

/// <summary>A reading of a device's counter and the TSC at the same moment.</summary>
/// <param name="Tsc">The TSC.</param>
/// <param name="Device">The device's counter.</param>
/// <param name="UncertaintyTicks">By how many TSC ticks the two may be apart.</param>
internal readonly record struct ClockSample(ulong Tsc, ulong Device, ulong UncertaintyTicks)
{
    private const int Attempts = 6;

    /// <summary>Takes the best of a few readings. Interrupts should be off.</summary>
    /// <param name="readDevice">Reads the device's counter.</param>
    public static unsafe ClockSample Take(delegate*<ulong> readDevice)
    {
        ClockSample best = new(0, 0, ulong.MaxValue);
        for (int i = 0; i < Attempts; i++)
        {
            ulong before = X86.Tsc.Read();
            ulong device = readDevice();
            ulong width = X86.Tsc.Read() - before;
            if (width / 2 < best.UncertaintyTicks)
            {
                best = new ClockSample(before + (width / 2), device, width / 2);
            }
        }

        return best;
    }
}
