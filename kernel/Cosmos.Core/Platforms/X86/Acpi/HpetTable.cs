// Where the High Precision Event Timer lies (IA-PC HPET Specification 1.0a §3.2.4). The table's block id repeats what
// the device's own capability register says; the device is believed, the table only gives the address.
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>IA-PC HPET Specification 1.0a §3.2.4: HPET Description Table after the common header.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct HpetTable
{
    /// <summary>The common header.</summary>
    public AcpiTableHeader Header;

    /// <summary>Copy of the low half of the General Capabilities register.</summary>
    public uint EventTimerBlockId;

    /// <summary>Where the registers are; always memory.</summary>
    public GenericAddress BaseAddress;

    /// <summary>Number of this HPET.</summary>
    public byte Number;

    /// <summary>Fewest ticks that a periodic timer can keep up with.</summary>
    public ushort MinimumTick;

    /// <summary>Whether other registers share its page.</summary>
    public byte PageProtection;

    /// <summary>The registers' physical address, 0 when the table does not hold a usable one.</summary>
    public static AcpiVerdict Parse(ReadOnlySpan<byte> memory, out ulong registers)
    {
        registers = 0;
        AcpiVerdict verdict = AcpiTable.Open(memory, AcpiSignature.Hpet, out ReadOnlySpan<byte> bytes);
        if (verdict != AcpiVerdict.Sound)
        {
            return verdict;
        }

        if (!MemoryMarshal.TryRead(bytes, out HpetTable table))
        {
            return AcpiVerdict.BadLength;
        }

        bool usable = table.BaseAddress.Space == AcpiSpace.SystemMemory
            && table.BaseAddress.Exists && (table.BaseAddress.Address & 7) == 0;
        registers = usable ? table.BaseAddress.Address : 0;
        return usable ? AcpiVerdict.Sound : AcpiVerdict.BadContent;
    }
}
