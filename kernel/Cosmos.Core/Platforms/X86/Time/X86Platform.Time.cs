// The platform's clock, sleep, randomness and processors: one line each, so that the seam can be read at a glance.
// The reasons stand in the types behind it.
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

internal static unsafe partial class X86Platform
{
    /// <summary>Nanoseconds since start-up; never goes back. Any context.</summary>
    public static long MonotonicNanoseconds() => X86Clock.MonotonicNanoseconds();

    /// <summary>Nanoseconds since the boot loader gave the processor to the kernel. Any context.</summary>
    public static long NanosecondsSinceEntry() => X86Clock.NanosecondsSince(*KernelImage.Table->EntryTsc);

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z. Any context.</summary>
    public static long WallClockUnixNanoseconds() => WallClock.UnixNanoseconds();

    /// <summary>
    /// Sleeps until the monotonic clock has reached <paramref name="monotonicNs"/>. Not in interrupt handlers.
    /// </summary>
    public static void WaitUntil(long monotonicNs) => IdleWait.Until(monotonicNs);

    /// <summary>Writes <paramref name="length"/> cryptographically strong bytes. Not in interrupt handlers.</summary>
    public static void FillEntropy(byte* buffer, nuint length) => X86Entropy.Fill(buffer, length);
}
