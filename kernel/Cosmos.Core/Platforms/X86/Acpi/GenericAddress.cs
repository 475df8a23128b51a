// How ACPI names a register: an address space, an address in it, and the register's width. Two spaces matter to a
// kernel that only sleeps, resets and reads a timer: memory and I/O ports; PCI configuration space as well for the
// reset register.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The address spaces of ACPI 6.5 §5.2.3.2, table 5.1, that are understood here.</summary>
internal enum AcpiSpace : byte
{
    /// <summary>Physical memory.</summary>
    SystemMemory = 0,

    /// <summary>I/O ports.</summary>
    SystemIo = 1,

    /// <summary>PCI configuration space of bus 0, segment 0.</summary>
    PciConfiguration = 2,
}

/// <summary>ACPI 6.5 §5.2.3.2: Generic Address Structure, 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct GenericAddress
{
    /// <summary>Where <see cref="Address"/> counts.</summary>
    public AcpiSpace Space;

    /// <summary>Bits of the register.</summary>
    public byte BitWidth;

    /// <summary>Position of its lowest bit.</summary>
    public byte BitOffset;

    /// <summary>1 byte, 2 word, 3 double word, 4 quad word, 0 not stated.</summary>
    public byte AccessSize;

    /// <summary>The register's address; 0 when there is no such register.</summary>
    public ulong Address;

    /// <summary>Whether the structure names a register.</summary>
    public readonly bool Exists => Address != 0;

    /// <summary>
    /// A register of <paramref name="bits"/> bits at an I/O port, as the older fields of the FADT name it.
    /// </summary>
    public static GenericAddress Port(uint port, byte bits)
        => new() { Space = AcpiSpace.SystemIo, BitWidth = bits, Address = port };
}
