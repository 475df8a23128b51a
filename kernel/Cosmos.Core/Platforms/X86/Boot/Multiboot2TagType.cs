namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>
/// The boot information tags that we read; Multiboot2 Specification 2.0 §3.6. All others are skipped.
/// </summary>
internal enum Multiboot2TagType : uint
{
    /// <summary>The last tag.</summary>
    End = 0,

    /// <summary>§3.6.3: the command line.</summary>
    CommandLine = 1,

    /// <summary>§3.6.5: the loader's name.</summary>
    LoaderName = 2,

    /// <summary>§3.6.8: the memory map.</summary>
    MemoryMap = 6,

    /// <summary>§3.6.12: the screen.</summary>
    Framebuffer = 8,

    /// <summary>§3.6.16: a copy of the ACPI 1.0 RSDP.</summary>
    AcpiOldRsdp = 14,

    /// <summary>§3.6.17: a copy of the ACPI 2.0 RSDP.</summary>
    AcpiNewRsdp = 15,

    /// <summary>§3.6.19: the map as UEFI gives it.</summary>
    EfiMemoryMap = 17,
}
