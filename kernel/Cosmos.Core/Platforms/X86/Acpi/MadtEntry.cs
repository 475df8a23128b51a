// The entries of the MADT as bytes: each begins with a type and its length (ACPI 6.5 §5.2.12). The structures below
// are the bodies of the types that this kernel reads, in full, so that a test can prove every size; unknown types are
// stepped over.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Entry types in use, ACPI 6.5 §5.2.12, table 5.21.</summary>
internal enum MadtEntryType : byte
{
    /// <summary>A processor with an 8-bit APIC id.</summary>
    LocalApic = 0,

    /// <summary>An I/O APIC.</summary>
    IoApic = 1,

    /// <summary>An ISA interrupt that is wired unlike the rest.</summary>
    InterruptSourceOverride = 2,

    /// <summary>An I/O APIC input that is to be an NMI.</summary>
    NmiSource = 3,

    /// <summary>A local APIC pin that is an NMI.</summary>
    LocalApicNmi = 4,

    /// <summary>The local APICs' 64-bit address.</summary>
    LocalApicAddressOverride = 5,

    /// <summary>A processor with a 32-bit APIC id.</summary>
    LocalX2Apic = 9,

    /// <summary>A local APIC pin that is an NMI, for x2APIC processors.</summary>
    LocalX2ApicNmi = 10,
}

/// <summary>§5.2.12.2, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtLocalApic
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>The processor's name in the ACPI namespace.</summary>
    public byte ProcessorUid;

    /// <summary>Its local APIC's id.</summary>
    public byte ApicId;

    /// <summary>Bit 0: usable. Bit 1: may be brought up later.</summary>
    public uint Flags;
}

/// <summary>§5.2.12.3, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtIoApic
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>The I/O APIC's id.</summary>
    public byte Id;

    /// <summary>Reserved.</summary>
    public byte Reserved;

    /// <summary>Physical address of its registers.</summary>
    public uint Address;

    /// <summary>The global system interrupt of its input 0.</summary>
    public uint InterruptBase;
}

/// <summary>§5.2.12.5, 10 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtSourceOverride
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>Always 0: ISA.</summary>
    public byte Bus;

    /// <summary>The ISA interrupt, 0..15.</summary>
    public byte Source;

    /// <summary>The global system interrupt that it raises.</summary>
    public uint Interrupt;

    /// <summary>MPS INTI flags: polarity in bits 0..1, trigger mode in bits 2..3.</summary>
    public ushort Flags;
}

/// <summary>§5.2.12.6, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtNmiSource
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>MPS INTI flags.</summary>
    public ushort Flags;

    /// <summary>The global system interrupt.</summary>
    public uint Interrupt;
}

/// <summary>§5.2.12.7, 6 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtLocalApicNmi
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>The processor, 0xFF: all of them.</summary>
    public byte ProcessorUid;

    /// <summary>MPS INTI flags.</summary>
    public ushort Flags;

    /// <summary>The pin, 0 or 1.</summary>
    public byte Pin;
}

/// <summary>§5.2.12.8, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtAddressOverride
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>Reserved.</summary>
    public ushort Reserved;

    /// <summary>Physical address of the local APICs.</summary>
    public ulong Address;
}

/// <summary>§5.2.12.12, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtLocalX2Apic
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>Reserved.</summary>
    public ushort Reserved;

    /// <summary>The 32-bit APIC id.</summary>
    public uint ApicId;

    /// <summary>Bit 0: usable. Bit 1: may be brought up later.</summary>
    public uint Flags;

    /// <summary>The processor's name in the ACPI namespace.</summary>
    public uint ProcessorUid;
}

/// <summary>§5.2.12.13, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct MadtLocalX2ApicNmi
{
    /// <summary>Type and length.</summary>
    public ushort Head;

    /// <summary>MPS INTI flags.</summary>
    public ushort Flags;

    /// <summary>The processor, 0xFFFFFFFF: all of them.</summary>
    public uint ProcessorUid;

    /// <summary>The pin, 0 or 1.</summary>
    public byte Pin;

    /// <summary>Reserved, three bytes.</summary>
    public byte Reserved0;

    /// <summary>Reserved.</summary>
    public byte Reserved1;

    /// <summary>Reserved.</summary>
    public byte Reserved2;
}
