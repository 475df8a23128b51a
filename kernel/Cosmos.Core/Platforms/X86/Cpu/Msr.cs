// Model-specific registers. Reading or writing one that the processor lacks raises #GP, so whoever touches one has
// first asked CPUID whether it is there. The numbers of those that several files share stand here.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>RDMSR and WRMSR, Intel SDM Vol. 4. Any context; never blocks, never allocates.</summary>
internal static class Msr
{
    /// <summary>IA32_APIC_BASE: local APIC address, enable and x2APIC bits (SDM Vol. 3A §10.4.4).</summary>
    public const uint ApicBase = 0x1B;

    /// <summary>IA32_MTRRCAP: whether and how many memory type ranges there are.</summary>
    public const uint MtrrCapabilities = 0xFE;

    /// <summary>IA32_PAT: the eight memory types that page-table bits select (SDM Vol. 3A §11.12).</summary>
    public const uint PageAttributeTable = 0x277;

    /// <summary>IA32_EFER: long mode and no-execute.</summary>
    public const uint ExtendedFeatures = 0xC000_0080;

    /// <summary>IA32_FS_BASE: the running context.</summary>
    public const uint FsBase = 0xC000_0100;

    /// <summary>IA32_GS_BASE: the core block.</summary>
    public const uint GsBase = 0xC000_0101;

    /// <summary>The register's 64 bits.</summary>
    [DllImport("*", EntryPoint = "cosmos_msr_read"), SuppressGCTransition]
    public static extern ulong Read(uint register);

    /// <summary>Sets all 64 bits.</summary>
    [DllImport("*", EntryPoint = "cosmos_msr_write"), SuppressGCTransition]
    public static extern void Write(uint register, ulong value);
}
