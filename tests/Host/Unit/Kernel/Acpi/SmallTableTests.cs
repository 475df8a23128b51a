// The small tables: where the timer lies, where PCI configuration space is mapped, what the IOMMU forbids.
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class SmallTableTests
{
    [Fact]
    public void HpetGivesItsAddress()
    {
        Assert.Equal(AcpiVerdict.Sound, HpetTable.Parse(Hpet(0, 0xFED0_0000).Table(), out ulong registers));
        Assert.Equal(0xFED0_0000ul, registers);
    }

    // Registers behind ports, at zero or at an odd address cannot be an HPET's.
    [Theory]
    [InlineData(1, 0xFED0_0000ul)]
    [InlineData(0, 0ul)]
    [InlineData(0, 0xFED0_0001ul)]
    public void HpetAtAnImpossiblePlaceIsRefused(byte space, ulong address)
    {
        Assert.Equal(AcpiVerdict.BadContent, HpetTable.Parse(Hpet(space, address).Table(), out ulong registers));
        Assert.Equal(0ul, registers);
    }

    [Fact]
    public void ShortHpetIsRefused()
        => Assert.Equal(AcpiVerdict.BadLength, HpetTable.Parse(new TableBuilder("HPET").Zeroes(19).Table(), out _));

    // The case that a boot test repeats on the machine: one wrong bit and the table is ignored.
    [Fact]
    public void CorruptedHpetIsRefused()
    {
        byte[] table = Hpet(0, 0xFED0_0000).Table();
        table[45] ^= 1;
        Assert.Equal(AcpiVerdict.BadChecksum, HpetTable.Parse(table, out ulong registers));
        Assert.Equal(0ul, registers);
    }

    [Fact]
    public void McfgListsWindows()
    {
        byte[] table = new TableBuilder("MCFG").U64(0)
            .U64(0xB000_0000).U16(0).U8(0).U8(255).U32(0)
            .U64(0).U16(1).U8(0).U8(255).U32(0)
            .U64(0xA000_0000).U16(2).U8(9).U8(3).U32(0)
            .U64(0x1_0000_0000).U16(3).U8(8).U8(15).U32(0).Zeroes(7).Table();
        Assert.Equal(AcpiVerdict.Sound, Mcfg.Parse(table, out Mcfg mcfg));
        Assert.Equal(2, mcfg.Count);
        Assert.Equal((0xB000_0000ul, 0, 255), (mcfg[0].BaseAddress, mcfg[0].Segment, mcfg[0].EndBus));
        Assert.Equal((0x1_0000_0000ul, 3, 8), (mcfg[1].BaseAddress, mcfg[1].Segment, mcfg[1].StartBus));
    }

    [Fact]
    public void McfgIsLimited()
    {
        TableBuilder builder = new TableBuilder("MCFG").U64(0);
        for (int i = 0; i < 100; i++)
        {
            builder.U64(0xB000_0000).U16((ushort)i).U8(0).U8(255).U32(0);
        }

        Assert.Equal(AcpiVerdict.Sound, Mcfg.Parse(builder.Table(), out Mcfg mcfg));
        Assert.Equal(Mcfg.MaxWindows, mcfg.Count);
        Assert.Equal(AcpiVerdict.BadLength, Mcfg.Parse(new TableBuilder("MCFG").U32(0).Table(), out _));
    }

    // The firmware's wish to stay in xAPIC mode is one bit (VT-d §8.1).
    [Theory]
    [InlineData(0b001, false)]
    [InlineData(0b011, true)]
    public void DmarMayRefuseX2Apic(byte flags, bool refuses)
    {
        byte[] table = new TableBuilder("DMAR").U8(38).U8(flags).Zeroes(10).Table();
        Assert.Equal(AcpiVerdict.Sound, Dmar.Parse(table, out bool refusesX2Apic));
        Assert.Equal(refuses, refusesX2Apic);
        Assert.Equal(AcpiVerdict.BadLength, Dmar.Parse(new TableBuilder("DMAR").U8(38).Table(), out _));
    }

    private static TableBuilder Hpet(byte space, ulong address)
        => new TableBuilder("HPET").U32(0x8086_A201).Address(space, 64, address).U8(0).U16(0x80).U8(0);
}
