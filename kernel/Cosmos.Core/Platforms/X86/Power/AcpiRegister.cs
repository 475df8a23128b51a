// Access to a register that a GenericAddress names: behind a port, in memory, or (for the reset register) in PCI
// configuration space of bus 0. Widths are 8, 16 and 32 bits; what a table claims beyond that is refused.
using System.Threading;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Reads and writes registers of ACPI's fixed hardware (ACPI 6.5 §5.2.3.2).</summary>
internal static unsafe class AcpiRegister
{
    // PCI configuration mechanism 1 (PCI Local Bus Specification 3.0 §3.2.2.3.2).
    private const ushort PciAddressPort = 0xCF8;
    private const ushort PciDataPort = 0xCFC;
    private const uint PciEnable = 1u << 31;

    /// <summary>The 16-bit register's value; 0 when it cannot be reached.</summary>
    public static ushort Read16(in GenericAddress register) => register.Space switch
    {
        AcpiSpace.SystemIo when register.Address <= ushort.MaxValue => Ports.In16((ushort)register.Address),
        AcpiSpace.SystemMemory => Volatile.Read(ref *(ushort*)Paging.MapDevice(register.Address, sizeof(ushort))),
        _ => 0,
    };

    /// <summary>Writes a 16-bit register; false when it cannot be reached.</summary>
    public static bool Write16(in GenericAddress register, ushort value)
    {
        switch (register.Space)
        {
            case AcpiSpace.SystemIo when register.Address <= ushort.MaxValue:
                Ports.Out16((ushort)register.Address, value);
                return true;
            case AcpiSpace.SystemMemory:
                // Safety: firmware names a device register here; MapDevice makes it accessible.
                Volatile.Write(ref *(ushort*)Paging.MapDevice(register.Address, sizeof(ushort)), value);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes an 8-bit register; false when it cannot be reached.</summary>
    public static bool Write8(in GenericAddress register, byte value)
    {
        switch (register.Space)
        {
            case AcpiSpace.SystemIo when register.Address <= ushort.MaxValue:
                Ports.Out8((ushort)register.Address, value);
                return true;
            case AcpiSpace.SystemMemory:
                // Safety: as in Write16.
                Volatile.Write(ref *(byte*)Paging.MapDevice(register.Address, sizeof(byte)), value);
                return true;
            case AcpiSpace.PciConfiguration:
                WritePci8(register.Address, value);
                return true;
            default:
                return false;
        }
    }

    // ACPI 6.5 §5.2.3.2: bits 47..32 device, 31..16 function, 15..0 offset.
    private static void WritePci8(ulong address, byte value)
    {
        uint device = (uint)(address >> 32) & 0x1F;
        uint function = (uint)(address >> 16) & 0x7;
        uint offset = (uint)address & 0xFF;
        Ports.Out32(PciAddressPort, PciEnable | (device << 11) | (function << 8) | (offset & 0xFC));
        Ports.Out8((ushort)(PciDataPort + (offset & 3)), value);
    }
}
