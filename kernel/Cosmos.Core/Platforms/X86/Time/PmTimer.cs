// The ACPI power management timer: 3.579545 MHz on every PC since 1996, 24 or 32 bits, read through one port (ACPI
// 6.5 §4.8.2.1, §4.8.3.3). Slow to read (about a microsecond), but its rate is exact by definition and it never
// stops.
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The ACPI power management timer.</summary>
internal static class PmTimer
{
    // 3.579545 MHz is 315/88 MHz, the NTSC colour carrier: 315 ticks in 88 microseconds.
    private const ulong Ticks = 315;
    private const ulong Nanoseconds = 88_000;

    // The first PIIX4 chips may be caught between two values (Intel 82371AB specification update, erratum 20): two
    // readings in a row must be close, or both are taken again.
    private const uint PlausibleGap = 256;
    private const int MaxAttempts = 8;

    private static ushort s_port;

    /// <summary>The bits that count.</summary>
    public static ulong Mask { get; private set; }

    /// <summary>Finds the timer in the FADT. False if there is none behind a port.</summary>
    public static bool TryStart(in Fadt fadt, out TickScale scale)
    {
        scale = default;
        if (!fadt.PmTimer.Exists || fadt.PmTimer.Space != AcpiSpace.SystemIo || fadt.PmTimer.Address > ushort.MaxValue)
        {
            return false;
        }

        s_port = (ushort)fadt.PmTimer.Address;
        Mask = fadt.PmTimerMask;
        scale = TickScale.FromMeasurement(Ticks, Nanoseconds);
        return true;
    }

    /// <summary>The timer's value.</summary>
    public static ulong ReadCounter()
    {
        uint first = Ports.In32(s_port);
        for (int i = 0; i < MaxAttempts; i++)
        {
            uint second = Ports.In32(s_port);
            if (((second - first) & Mask) < PlausibleGap)
            {
                return second & Mask;
            }

            first = second;
        }

        return first & Mask;
    }
}
