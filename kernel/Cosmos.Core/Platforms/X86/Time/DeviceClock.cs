// The clock of a machine whose TSC changes its rate or stops: the reference counter itself, extended to 64 bits in
// software. Each reading adds what the counter moved since the last reading, so it must be read at least once a
// period (PM timer: 4.6 s with 24 bits). Sleeping cores wake up in time for it (LongestSleepNs); a program that
// neither reads the clock nor sleeps for longer than that loses whole periods. That, and a microsecond for each
// reading, is the price of such a processor.
using System.Threading;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Nanoseconds by HPET or PM timer.</summary>
internal static class DeviceClock
{
    private static ulong s_extended;
    private static ulong s_zero;
    private static long s_startNs;

    /// <summary>How long a core may sleep without reading the clock: a quarter of the counter's period.</summary>
    public static long LongestSleepNs => ReferenceCounter.Scale.ToNanoseconds(ReferenceCounter.Mask / 4);

    /// <summary>Whether the reference counter is wide enough to be extended: the PIT's 55 ms are not.</summary>
    public static bool IsPossible => ReferenceCounter.Kind is ReferenceKind.Hpet or ReferenceKind.PmTimer;

    /// <summary>Makes now a moment of this clock. [BootOnly]</summary>
    public static void Start(long nowNs)
    {
        s_startNs = nowNs;
        s_zero = ReferenceCounter.Read();
        s_extended = s_zero;
    }

    /// <summary>Nanoseconds by the reference counter; never goes back.</summary>
    public static long Read()
    {
        while (true)
        {
            // The old value must be read before the counter, or a reader in between would look like a whole period.
            ulong old = Volatile.Read(ref s_extended);
            ulong extended = WrappingCounter.Extend(old, ReferenceCounter.Read(), ReferenceCounter.Mask);
            if (Interlocked.CompareExchange(ref s_extended, extended, old) == old)
            {
                return s_startNs + ReferenceCounter.Scale.ToNanoseconds(extended - s_zero);
            }
        }
    }
}
