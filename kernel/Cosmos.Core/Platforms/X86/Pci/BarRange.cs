// A base address register is asked for its size by writing ones and seeing which stick (PCI Local Bus Specification 3.0
// §6.2.5.1). The function must not answer at its addresses meanwhile, and gets its old address back. A device may
// answer anything: what is not one power of two, aligned, and kept, is refused.
using Cosmos.Core.Abi;

namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>The memory behind a BAR, as far as the device can be believed.</summary>
/// <param name="Address">Its first byte on the bus.</param>
/// <param name="Length">Bytes, a power of two.</param>
internal readonly record struct BarRange(ulong Address, ulong Length)
{
    private const uint IsIo = 1;
    private const uint KindMask = 0b110;
    private const uint Is32Bit = 0b000;
    private const uint Is64Bit = 0b100;
    private const uint FlagBits = 0xF;

    // What a page-table entry can say less a factor of two for the sum: no BAR of a real device is larger.
    private const ulong Largest = 1UL << 46;

    /// <summary>
    /// Asks a BAR for its place and size. The caller has the function to itself; the command register is put back.
    /// </summary>
    public static PciFault Probe<TAccess>(in TAccess access, PciAddress function, int bar, out BarRange range)
        where TAccess : IConfigurationAccess
    {
        range = default;
        if (bar is < 0 or >= PciHeader.Bars)
        {
            return PciFault.NoMemory;
        }

        int offset = PciHeader.FirstBar + (bar * sizeof(uint));
        uint command = access.Read(function, PciHeader.Command) & 0xFFFF;
        uint still = command & ~(PciHeader.IoEnable | PciHeader.MemoryEnable | PciHeader.BusMaster);
        access.Write(function, PciHeader.Command, sizeof(ushort), still);
        PciFault fault = Measure(access, function, offset, isLast: bar == PciHeader.Bars - 1, out range);
        access.Write(function, PciHeader.Command, sizeof(ushort), command);
        return fault;
    }

    /// <summary>Whether a BAR still has this address: if so, its size is still this one, too.</summary>
    public bool IsAt<TAccess>(in TAccess access, PciAddress function, int bar)
        where TAccess : IConfigurationAccess
    {
        int offset = PciHeader.FirstBar + (bar * sizeof(uint));
        uint low = access.Read(function, offset);
        ulong address = low & ~FlagBits;
        if ((low & KindMask) == Is64Bit)
        {
            address |= (ulong)access.Read(function, offset + sizeof(uint)) << 32;
        }

        return address == Address && (low & IsIo) == 0;
    }

    private static PciFault Measure<TAccess>(
        in TAccess access, PciAddress function, int offset, bool isLast, out BarRange range)
        where TAccess : IConfigurationAccess
    {
        range = default;
        uint low = access.Read(function, offset);
        uint kind = low & KindMask;
        bool isWide = kind == Is64Bit;
        if ((low & IsIo) != 0)
        {
            return PciFault.NoMemory;
        }

        if ((kind != Is32Bit && !isWide) || (isWide && isLast))
        {
            return PciFault.BadBar;
        }

        uint lowOnes = Swap(access, function, offset, low, out bool isKept);
        ulong mask = lowOnes & ~FlagBits | 0xFFFF_FFFF_0000_0000;
        ulong address = low & ~FlagBits;
        if (isWide)
        {
            uint high = access.Read(function, offset + sizeof(uint));
            uint highOnes = Swap(access, function, offset + sizeof(uint), high, out bool isHighKept);
            mask = (ulong)highOnes << 32 | (lowOnes & ~FlagBits);
            address |= (ulong)high << 32;
            isKept &= isHighKept;
        }

        if ((uint)mask == 0 && (!isWide || mask >> 32 == 0))
        {
            return PciFault.NoMemory;
        }

        return Judge(address, 0 - mask, isKept, out range);
    }

    private static PciFault Judge(ulong address, ulong length, bool isKept, out BarRange range)
    {
        range = new BarRange(address, length);
        if (!isKept || length == 0 || (length & (length - 1)) != 0 || length > Largest)
        {
            return PciFault.BadBar;
        }

        return address == 0 || (address & (length - 1)) != 0 || address > Largest - length
            ? PciFault.Unplaced
            : PciFault.None;
    }

    // Which bits stick of all ones; then what was there before is put back.
    private static uint Swap<TAccess>(in TAccess access, PciAddress function, int offset, uint old, out bool isKept)
        where TAccess : IConfigurationAccess
    {
        access.Write(function, offset, sizeof(uint), 0xFFFF_FFFF);
        uint ones = access.Read(function, offset);
        access.Write(function, offset, sizeof(uint), old);
        isKept = access.Read(function, offset) == old;
        return ones;
    }
}
