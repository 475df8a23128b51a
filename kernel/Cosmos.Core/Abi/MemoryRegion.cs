// The machine's physical memory as its firmware tells it: for people who look at a machine, not for whoever allocates.
namespace Cosmos.Core.Abi;

/// <summary>What firmware says a stretch of physical memory is: the types of ACPI 6.5 §15 (Table 15.2).</summary>
public enum MemoryRegionKind
{
    /// <summary>RAM, free for the system.</summary>
    Usable = 1,

    /// <summary>The firmware's or a device's, or of a type that nobody knows.</summary>
    Reserved = 2,

    /// <summary>ACPI tables, in RAM.</summary>
    AcpiReclaimable = 3,

    /// <summary>RAM that the firmware goes on using.</summary>
    AcpiNonVolatile = 4,

    /// <summary>RAM with errors.</summary>
    Bad = 5,
}

/// <summary>One line of the firmware's memory map, as it was given: unsorted, perhaps overlapping others.</summary>
/// <param name="Address">First byte's physical address.</param>
/// <param name="Length">Bytes; not 0.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct MemoryRegion(ulong Address, ulong Length, MemoryRegionKind Kind);
