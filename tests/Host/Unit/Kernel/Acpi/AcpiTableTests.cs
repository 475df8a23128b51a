// The frame of every table: what is believed, and what is not.
using System.Buffers.Binary;
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class AcpiTableTests
{
    // A table is cut to its own length, whatever follows it in memory.
    [Fact]
    public void SoundTableIsCutToItsLength()
    {
        byte[] table = new TableBuilder("HPET").U32(7).Table();
        byte[] memory = [.. table, 1, 2, 3];
        Assert.Equal(AcpiVerdict.Sound, AcpiTable.Open(memory, AcpiSignature.Hpet, out ReadOnlySpan<byte> opened));
        Assert.True(opened.SequenceEqual(table));
    }

    [Fact]
    public void AnyFlippedBitIsNoticed()
    {
        byte[] table = new TableBuilder("HPET").U32(7).Table();
        for (int bit = 0; bit < table.Length * 8; bit++)
        {
            table[bit / 8] ^= (byte)(1 << (bit % 8));
            AcpiVerdict verdict = AcpiTable.Open(table, AcpiSignature.Hpet, out ReadOnlySpan<byte> opened);
            Assert.NotEqual(AcpiVerdict.Sound, verdict);
            Assert.True(opened.IsEmpty);
            table[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(35u)]
    [InlineData(41u)]
    [InlineData(0x7FFF_FFFFu)]
    [InlineData(0x8000_0000u)]
    [InlineData(0xFFFF_FFFFu)]
    public void ImpossibleLengthIsRefused(uint length)
    {
        byte[] table = new TableBuilder("HPET").U32(7).Table();
        BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(4), length);
        Assert.Equal(AcpiVerdict.BadLength, AcpiTable.Open(table, AcpiSignature.Hpet, out _));
    }

    [Fact]
    public void TooLittleMemoryForAHeaderIsRefused()
    {
        byte[] table = new TableBuilder("HPET").Table();
        for (int length = 0; length < AcpiTable.HeaderSize; length++)
        {
            Assert.Equal(AcpiVerdict.BadLength, AcpiTable.Open(table.AsSpan(0, length), AcpiSignature.Hpet, out _));
        }
    }

    // The constants are the four letters.
    [Theory]
    [InlineData("RSDT", AcpiSignature.Rsdt)]
    [InlineData("XSDT", AcpiSignature.Xsdt)]
    [InlineData("APIC", AcpiSignature.Madt)]
    [InlineData("FACP", AcpiSignature.Fadt)]
    [InlineData("HPET", AcpiSignature.Hpet)]
    [InlineData("MCFG", AcpiSignature.Mcfg)]
    [InlineData("DMAR", AcpiSignature.Dmar)]
    [InlineData("DSDT", AcpiSignature.Dsdt)]
    [InlineData("SSDT", AcpiSignature.Ssdt)]
    public void SignaturesSpellTheirNames(string name, uint signature)
        => Assert.Equal(name, string.Concat(Enumerable.Range(0, 4).Select(i => (char)(byte)(signature >> (8 * i)))));
}
