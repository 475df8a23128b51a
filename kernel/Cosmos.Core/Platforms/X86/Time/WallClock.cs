// Civil time: the battery-backed clock read once at start-up, plus the monotonic clock since. The chip is slow to
// read and has whole seconds only, so the time is right to one second, and to the precision of the monotonic clock
// relative to itself. It is not disciplined here; that is the business of a time protocol above the kernel.
namespace Cosmos.Core.Platforms.X86;

/// <summary>Wall clock time on X86.</summary>
internal static class WallClock
{
    private static long s_unixNsAtZero;

    /// <summary>Whether the battery-backed clock showed a time; if not, wall clock time begins with 1970.</summary>
    public static bool IsSet { get; private set; }

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z.</summary>
    public static long UnixNanoseconds() => s_unixNsAtZero + X86Clock.MonotonicNanoseconds();

    /// <summary>
    /// Reads the chip. Once, at the moment that is the monotonic clock's zero, give or take a few milliseconds.
    /// </summary>
    public static void Initialize()
    {
        IsSet = CmosClock.TryRead(Acpi.Fadt.CenturyIndex, out Core.Time.CivilTime time);
        if (!IsSet)
        {
            KernelConsole.WriteLine("clock: no valid date in the real-time clock; counting from 1970"u8);
        }

        s_unixNsAtZero = time.UnixNanoseconds;
    }
}
