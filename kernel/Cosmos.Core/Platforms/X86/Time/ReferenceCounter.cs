// A counter whose rate is known without measuring: the HPET, else the PM timer, else the PIT. The TSC is measured
// against it, and on a machine without a constant TSC it is the clock. The choice is made once; a device that does
// not count is passed over.
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Which device is the reference.</summary>
internal enum ReferenceKind
{
    /// <summary>None that works.</summary>
    None,

    /// <summary>The High Precision Event Timer.</summary>
    Hpet,

    /// <summary>The ACPI power management timer.</summary>
    PmTimer,

    /// <summary>The 8254 interval timer.</summary>
    Pit,
}

/// <summary>The machine's counter of known rate.</summary>
internal static class ReferenceCounter
{
    // A counter that stands still for so many TSC ticks (at least 4 ms) is dead.
    private const ulong DeadAfterTscTicks = 20_000_000;

    private static TickScale s_scale;
    private static ulong s_mask;

    /// <summary>The device in use.</summary>
    public static ReferenceKind Kind { get; private set; }

    /// <summary>Its rate.</summary>
    public static TickScale Scale => s_scale;

    /// <summary>The bits that it counts with.</summary>
    public static ulong Mask => s_mask;

    /// <summary>Takes the best device, no better than <paramref name="best"/>, that counts.</summary>
    public static void Select(ReferenceKind best)
    {
        if (best <= ReferenceKind.Hpet && Hpet.TryStart(Acpi.HpetAddress, out s_scale))
        {
            if (Take(ReferenceKind.Hpet, Hpet.Mask))
            {
                return;
            }
        }

        if (best <= ReferenceKind.PmTimer && PmTimer.TryStart(Acpi.Fadt, out s_scale))
        {
            if (Take(ReferenceKind.PmTimer, PmTimer.Mask))
            {
                return;
            }
        }

        s_scale = Pit.Start();
        if (!Take(ReferenceKind.Pit, Pit.Mask))
        {
            Kind = ReferenceKind.None;
        }
    }

    /// <summary>The counter's value, <see cref="Mask"/> wide.</summary>
    public static ulong Read() => Kind switch
    {
        ReferenceKind.Hpet => Hpet.ReadCounter(),
        ReferenceKind.PmTimer => PmTimer.ReadCounter(),
        ReferenceKind.Pit => Pit.ReadCounter(),
        _ => 0,
    };

    private static bool Take(ReferenceKind kind, ulong mask)
    {
        Kind = kind;
        s_mask = mask;
        ulong first = Read();
        ulong start = Tsc.Read();
        while (Tsc.Read() - start < DeadAfterTscTicks)
        {
            if (Read() != first)
            {
                return true;
            }
        }

        return false;
    }
}
