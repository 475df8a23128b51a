// The way in: a root pointer of either revision, found or handed over, and the list of tables behind it.
using System.Buffers.Binary;
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class RootPointerTests
{
    [Fact]
    public void Revision0GivesTheRsdt()
    {
        Assert.Equal(AcpiVerdict.Sound, Rsdp.Parse(Revision0(), out Rsdp rsdp));
        Assert.Equal((0x7FE0_1234ul, 0ul), (rsdp.RsdtAddress, rsdp.XsdtAddress));
    }

    [Fact]
    public void Revision2GivesBothTables()
    {
        Assert.Equal(AcpiVerdict.Sound, Rsdp.Parse(Revision2(), out Rsdp rsdp));
        Assert.Equal((0x7FE0_1234ul, 0x1_2345_6788ul), (rsdp.RsdtAddress, rsdp.XsdtAddress));
    }

    // Each byte of either structure is covered by a checksum.
    [Fact]
    public void AnyFlippedByteIsNoticed()
    {
        foreach (byte[] good in new[] { Revision0(), Revision2() })
        {
            for (int i = 0; i < good.Length; i++)
            {
                byte[] bad = [.. good];
                bad[i] ^= 0x55;
                Assert.NotEqual(AcpiVerdict.Sound, Rsdp.Parse(bad, out _));
            }
        }
    }

    // A revision 2 structure cut short, or one that claims a length beyond its memory.
    [Fact]
    public void ImpossibleLengthsAreRefused()
    {
        byte[] good = Revision2();
        Assert.Equal(AcpiVerdict.BadLength, Rsdp.Parse(good.AsSpan(0, 35), out _));
        Assert.Equal(AcpiVerdict.BadLength, Rsdp.Parse(good.AsSpan(0, 19), out _));
        foreach (uint length in new[] { 0u, 20u, 35u, 37u, uint.MaxValue })
        {
            byte[] bad = [.. good];
            BinaryPrimitives.WriteUInt32LittleEndian(bad.AsSpan(20), length);
            Assert.Equal(AcpiVerdict.BadLength, Rsdp.Parse(bad, out _));
        }
    }

    // The search looks at 16-byte boundaries only and steps over a corrupted one.
    [Fact]
    public void SearchFindsTheFirstSoundPointer()
    {
        byte[] area = new byte[1_024];
        byte[] corrupted = Revision0();
        corrupted[8]++;
        corrupted.CopyTo(area, 64);
        Revision0().CopyTo(area, 136);
        Revision0().CopyTo(area, 256);
        Revision2().CopyTo(area, 512);
        Assert.Equal(256, Rsdp.Search(area));
        Assert.Equal(-1, Rsdp.Search(area.AsSpan(0, 256)));
        Assert.Equal(-1, Rsdp.Search([]));
        Assert.Equal(-1, Rsdp.Search(area.AsSpan(256, 19)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RootTableListsAddresses(bool extended)
    {
        TableBuilder builder = new(extended ? "XSDT" : "RSDT");
        builder = extended ? builder.U64(0x1_0000_0010).U64(0x2_0000_0020) : builder.U32(0x10).U32(0x20);
        byte[] table = builder.U8(0xEE).Table();
        Assert.Equal(AcpiVerdict.Sound, RootTable.Open(table, extended, out RootTable root));
        Assert.Equal(2, root.Count);
        Assert.Equal(extended ? 0x1_0000_0010ul : 0x10, root.Address(0));
        Assert.Equal(extended ? 0x2_0000_0020ul : 0x20, root.Address(1));
        Assert.Equal(0ul, root.Address(2));
        Assert.Equal(0ul, root.Address(-1));
    }

    // A list without end is cut at the limit.
    [Fact]
    public void EndlessRootTableIsLimited()
    {
        byte[] table = new TableBuilder("RSDT").Zeroes(40_000).Table();
        Assert.Equal(AcpiVerdict.Sound, RootTable.Open(table, extended: false, out RootTable root));
        Assert.Equal(RootTable.MaxEntries, root.Count);
    }

    [Fact]
    public void RefusedRootTableListsNothing()
    {
        byte[] table = new TableBuilder("RSDT").U32(0x10).Table();
        table[9]++;
        Assert.Equal(AcpiVerdict.BadChecksum, RootTable.Open(table, extended: false, out RootTable root));
        Assert.Equal(0, root.Count);
        Assert.Equal(AcpiVerdict.BadSignature, RootTable.Open(table, extended: true, out _));
    }

    private static byte[] Revision0() => TableBuilder.WithChecksum(
        TableBuilder.Empty().Ascii("RSD PTR ").U8(0).Ascii("COSMOS").U8(0).U32(0x7FE0_1234).Raw(), 8, Rsdp.Size1);

    private static byte[] Revision2()
    {
        byte[] bytes = TableBuilder.Empty().Ascii("RSD PTR ").U8(0).Ascii("COSMOS").U8(2).U32(0x7FE0_1234)
            .U32(Rsdp.Size2).U64(0x1_2345_6788).U8(0).Zeroes(3).Raw();
        return TableBuilder.WithChecksum(TableBuilder.WithChecksum(bytes, 8, Rsdp.Size1), 32, Rsdp.Size2);
    }
}
