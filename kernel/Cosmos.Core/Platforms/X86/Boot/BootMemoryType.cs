namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>
/// What firmware says a stretch of memory is; the numbers of ACPI 6.5 §15 (Table 15.2), which PVH and Multiboot 2 use
/// too.
/// </summary>
internal enum BootMemoryType : uint
{
    /// <summary>RAM, free for us.</summary>
    Usable = 1,

    /// <summary>Not ours; also whatever number we do not know.</summary>
    Reserved = 2,

    /// <summary>ACPI tables, in RAM. We read them for as long as we run, so we never take it back.</summary>
    AcpiReclaimable = 3,

    /// <summary>RAM that the firmware goes on using.</summary>
    AcpiNonVolatile = 4,

    /// <summary>RAM with errors.</summary>
    Bad = 5,
}
