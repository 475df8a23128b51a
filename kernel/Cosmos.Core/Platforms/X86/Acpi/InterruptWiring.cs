// How an interrupt line is wired: which level means "active", and whether an edge or the level counts. A wrong guess
// gives an interrupt that never comes or never stops, so the firmware's word is kept with every line. ISA lines are
// active high and edge triggered unless stated otherwise, PCI lines active low and level triggered.
namespace Cosmos.Core.Platforms.X86;

/// <summary>Which level of a line is the active one.</summary>
internal enum InterruptPolarity
{
    /// <summary>A rising line asks for attention.</summary>
    ActiveHigh,

    /// <summary>A falling line asks for attention.</summary>
    ActiveLow,
}

/// <summary>What of a line counts.</summary>
internal enum InterruptTrigger
{
    /// <summary>Each change to the active level is one interrupt.</summary>
    Edge,

    /// <summary>The interrupt is raised for as long as the line is active.</summary>
    Level,
}

/// <summary>A global system interrupt and its wiring.</summary>
/// <param name="Interrupt">The global system interrupt number.</param>
/// <param name="Polarity">Its active level.</param>
/// <param name="Trigger">Its trigger mode.</param>
internal readonly record struct InterruptWiring(uint Interrupt, InterruptPolarity Polarity, InterruptTrigger Trigger)
{
    /// <summary>The wiring of an ISA interrupt that nothing is said about.</summary>
    public static InterruptWiring Isa(uint interrupt)
        => new(interrupt, InterruptPolarity.ActiveHigh, InterruptTrigger.Edge);

    /// <summary>Reads MPS INTI flags (ACPI 6.5 §5.2.12.5, table 5.26); "as the bus does" means as ISA does.</summary>
    public static InterruptWiring FromFlags(uint interrupt, ushort flags)
        => new(
            interrupt,
            (flags & 3) == 3 ? InterruptPolarity.ActiveLow : InterruptPolarity.ActiveHigh,
            ((flags >> 2) & 3) == 3 ? InterruptTrigger.Level : InterruptTrigger.Edge);
}
