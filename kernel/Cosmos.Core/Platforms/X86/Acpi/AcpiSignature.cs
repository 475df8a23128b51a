// The names of the tables that this kernel reads, as the little-endian numbers that stand in their headers.
namespace Cosmos.Core.Platforms.X86;

/// <summary>
/// Signatures of ACPI tables (ACPI 6.5 §5.2.6, tables 5.5 and 5.6): four ASCII characters, the first in the low byte.
/// </summary>
internal static class AcpiSignature
{
    /// <summary>"RSDT": root table with 32-bit addresses.</summary>
    public const uint Rsdt = 0x5444_5352;

    /// <summary>"XSDT": root table with 64-bit addresses.</summary>
    public const uint Xsdt = 0x5444_5358;

    /// <summary>"APIC": the MADT.</summary>
    public const uint Madt = 0x4349_5041;

    /// <summary>"FACP": the FADT.</summary>
    public const uint Fadt = 0x5043_4146;

    /// <summary>"HPET".</summary>
    public const uint Hpet = 0x5445_5048;

    /// <summary>"MCFG": where PCI Express configuration space is mapped.</summary>
    public const uint Mcfg = 0x4746_434D;

    /// <summary>"DMAR": DMA and interrupt remapping.</summary>
    public const uint Dmar = 0x5241_4D44;

    /// <summary>"DSDT": the machine's AML.</summary>
    public const uint Dsdt = 0x5444_5344;

    /// <summary>"SSDT": more AML.</summary>
    public const uint Ssdt = 0x5444_5353;
}
