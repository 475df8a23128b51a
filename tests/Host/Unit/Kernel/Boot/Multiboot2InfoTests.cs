// The Multiboot 2 parser: the tags of a correct loader arrive, and sizes that lie neither loop nor read outside.
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

public class Multiboot2InfoTests
{
    private const int Start = 0x100;

    // The tags that GRUB gives under BIOS: command line, name, memory map, old RSDP.
    [Fact]
    public void TagsOfGrubAreRead()
    {
        (BootInfoFault fault, var info) = new TagList(Start)
            .Add(1, "console=both\0"u8)
            .Add(2, "GRUB 2.06\0"u8)
            .Add(6, TagList.MemoryMap(24, (0, 0x9_FC00, 1), (0x10_0000, 0x7EE_0000, 1), (0x7FE_0000, 0x2_0000, 3)))
            .Add(14, "RSD PTR ABCDEFGHIJKL"u8)
            .End().Parse(pvh: false, Start);

        Assert.Equal(BootInfoFault.None, fault);
        Assert.Equal(BootProtocol.Multiboot2, info.Value.Protocol);
        Assert.Equal("console=both"u8, info.Value.CommandLine.Value);
        Assert.Equal("GRUB 2.06"u8, info.Value.LoaderName.Value);
        Assert.Equal(3, info.Value.Memory.Count);
        Assert.Equal(BootMemoryType.AcpiReclaimable, info.Value.Memory.Entries[2].Type);
        Assert.Equal(20, info.Value.RsdpLength);
        Assert.Equal("RSD PTR "u8, info.Value.RsdpCopy[..8]);
        Assert.Equal(0u, info.Value.Framebuffer.Address);
    }

    // Both RSDPs given, in either order: the longer one stays.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheNewerRsdpWins(bool newerFirst)
    {
        byte[] old = new byte[20];
        byte[] newer = new byte[36];
        newer[15] = 2;
        TagList tags = newerFirst
            ? new TagList(Start).Add(15, newer).Add(14, old)
            : new TagList(Start).Add(14, old).Add(15, newer);
        var info = tags.Add(6, TagList.MemoryMap(24, (0, 4096, 1))).End().Parse(pvh: false, Start).Info;
        Assert.Equal(36, info.Value.RsdpLength);
        Assert.Equal(2, info.Value.RsdpCopy[15]);
    }

    // A direct RGB framebuffer is taken; other kinds and impossible sizes are not.
    [Theory]
    [InlineData(1, 1024u, 768u, 4096u, 32, true)]
    [InlineData(2, 80u, 25u, 160u, 16, false)]
    [InlineData(1, 0u, 768u, 4096u, 32, false)]
    [InlineData(1, 1024u, 768u, 1024u, 32, false)]
    [InlineData(1, 1024u, 768u, 4096u, 7, false)]
    public void FramebuffersAreChecked(byte type, uint width, uint height, uint pitch, byte bits, bool taken)
    {
        var info = new TagList(Start)
            .Add(8, TagList.Framebuffer(0xFD00_0000, pitch, width, height, bits, type))
            .Add(6, TagList.MemoryMap(24, (0, 4096, 1)))
            .End().Parse(pvh: false, Start).Info;
        Assert.Equal(taken ? 0xFD00_0000u : 0u, info.Value.Framebuffer.Address);
    }

    // Memory map entries may be longer than we know them.
    [Fact]
    public void LongerMapEntriesAreStepped()
    {
        var info = new TagList(Start)
            .Add(6, TagList.MemoryMap(40, (0, 4096, 1), (0x10_0000, 8192, 1)))
            .End().Parse(pvh: false, Start).Info;
        Assert.Equal(2, info.Value.Memory.Count);
        Assert.Equal(8192u, info.Value.Memory.Entries[1].Length);
    }

    // An entry size of 0, or one shorter than an entry, would loop or misread; the map counts as missing.
    [Theory]
    [InlineData(0u)]
    [InlineData(19u)]
    public void BadEntrySizesAreRefused(uint size)
    {
        byte[] map = TagList.MemoryMap(24, (0, 4096, 1));
        BitConverter.TryWriteBytes(map, size);
        Assert.Equal(BootInfoFault.NoMemoryMap, new TagList(Start).Add(6, map).End().Parse(pvh: false, Start).Fault);
    }

    // The EFI map stands in where there is no other.
    [Fact]
    public void EfiMapIsTheSecondChoice()
    {
        byte[] efi = TagList.EfiMap(48, (7, 0x10_0000, 0x100), (9, 0x20_0000, 1), (11, 0xFEC0_0000, 1));
        var info = new TagList(Start).Add(17, efi).End().Parse(pvh: false, Start).Info;
        Assert.Equal(3, info.Value.Memory.Count);
        Assert.Equal(BootMemoryType.Usable, info.Value.Memory.Entries[0].Type);
        Assert.Equal(0x10_0000u, info.Value.Memory.Entries[0].Length);
        Assert.Equal(BootMemoryType.AcpiReclaimable, info.Value.Memory.Entries[1].Type);
        Assert.Equal(BootMemoryType.Reserved, info.Value.Memory.Entries[2].Type);

        info = new TagList(Start).Add(17, efi).Add(6, TagList.MemoryMap(24, (0, 4096, 1)))
            .End().Parse(pvh: false, Start).Info;
        Assert.Equal(1, info.Value.Memory.Count);
    }

    // A tag whose size is below its header's, or beyond the end, ends the parse with what came before.
    [Theory]
    [InlineData(0u)]
    [InlineData(7u)]
    [InlineData(0x7FFF_FFFFu)]
    [InlineData(0xFFFF_FFFFu)]
    public void BadTagSizesEndTheParse(uint size)
    {
        PhysicalImage image = new TagList(Start).Add(6, TagList.MemoryMap(24, (0, 4096, 1))).Add(1, "late\0"u8).End();
        image.U32(Start + 8 + 40 + 4, size);
        (BootInfoFault fault, var info) = image.Parse(pvh: false, Start);
        Assert.Equal(BootInfoFault.None, fault);
        Assert.Equal(0, info.Value.CommandLine.Length);
    }

    // The whole structure's length is a claim like any other.
    [Theory]
    [InlineData(0u)]
    [InlineData(0x10_0001u)]
    [InlineData(0xFFFF_FFFFu)]
    public void BadTotalSizesAreRefused(uint total)
    {
        PhysicalImage image = new TagList(Start).End();
        image.U32(Start, total);
        Assert.Equal(BootInfoFault.Malformed, image.Parse(pvh: false, Start).Fault);
    }

    // Random bytes over a valid structure: no exception, no endless loop, no read outside.
    [Fact]
    public void NoiseDoesNoHarm()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            PhysicalImage image = new TagList(Start)
                .Add(1, "a b c\0"u8).Add(6, TagList.MemoryMap(24, (0, 4096, 1), (4096, 4096, 2)))
                .Add(8, TagList.Framebuffer(0xFD00_0000, 4096, 1024, 768, 32, 1)).Add(15, new byte[36]).End();
            var random = new Random(seed);
            for (int i = 0; i < 8; i++)
            {
                image.Bytes[Start + random.Next(200)] = (byte)random.Next(256);
            }

            image.Parse(pvh: false, Start);
        }
    }
}
