// A stretch of time during which the TSC is converted at one rate: from a TSC value that was known to be a certain
// nanosecond on. Each better rate begins a new epoch exactly where the old one leaves off, so the clock changes speed
// but never jumps. Epochs are written once and never changed; readers need no lock.
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>A line through the TSC-to-time plane.</summary>
/// <param name="BaseTsc">The TSC at the epoch's beginning.</param>
/// <param name="BaseNs">The time then, in nanoseconds since boot.</param>
/// <param name="Scale">The rate from then on.</param>
internal readonly record struct ClockEpoch(ulong BaseTsc, long BaseNs, TickScale Scale)
{
    /// <summary>
    /// The time at a TSC value; a value before the epoch (another core's TSC may lag) counts as its beginning.
    /// </summary>
    public long At(ulong tsc)
    {
        long sinceBase = (long)(tsc - BaseTsc);
        return BaseNs + (sinceBase > 0 ? Scale.ToNanoseconds((ulong)sinceBase) : 0);
    }
}
