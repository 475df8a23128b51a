// The PVH parser: what a correct loader says arrives, and no lie of a broken one is followed out of the window.
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

public class PvhStartInfoTests
{
    private const int Start = 0x100;
    private const int Map = 0x200;
    private const int CommandLine = 0x400;

    // Everything that a version 1 structure says ends up in BootInfo.
    [Fact]
    public void VersionOneIsRead()
    {
        (BootInfoFault fault, var info) = Valid().Parse(pvh: true, Start);

        Assert.Equal(BootInfoFault.None, fault);
        Assert.Equal(BootProtocol.Pvh, info.Value.Protocol);
        Assert.Equal("exit=isa-debug run=A"u8, info.Value.CommandLine.Value);
        Assert.Equal(0xF5A00u, info.Value.RsdpAddress);
        Assert.Equal(2, info.Value.Memory.Count);
        Assert.Equal(0x10_0000u, info.Value.Memory.Entries[1].Address);
        Assert.Equal(0x700_0000u, info.Value.Memory.Entries[1].Length);
        Assert.Equal(BootMemoryType.Usable, info.Value.Memory.Entries[1].Type);
    }

    // A structure that is not one, or not reachable, is named as such.
    [Theory]
    [InlineData(0ul, "Unreachable")]
    [InlineData(0x7FFFul, "Unreachable")]
    [InlineData(0xFFFF_FFFF_FFFF_FFF8ul, "Unreachable")]
    [InlineData(0x300ul, "Malformed")]
    public void BadAddressesAreRefused(ulong address, string expected) =>
        Assert.Equal(expected, Valid().Parse(pvh: true, address).Fault.ToString());

    // Version 0 has no memory map; we cannot start without one.
    [Fact]
    public void VersionZeroHasNoMemoryMap()
    {
        PhysicalImage image = Valid();
        image.U32(Start + 4, 0);
        Assert.Equal(BootInfoFault.NoMemoryMap, image.Parse(pvh: true, Start).Fault);
    }

    // A map that is empty, huge, or beyond the window counts as none.
    [Theory]
    [InlineData(Map, 0u)]
    [InlineData(Map, uint.MaxValue)]
    [InlineData(0x7FF0, 1u)]
    [InlineData(0, 1u)]
    public void BadMapsAreRefused(ulong address, uint count)
    {
        PhysicalImage image = Valid();
        image.U64(Start + 40, address);
        image.U32(Start + 48, count);
        Assert.Equal(BootInfoFault.NoMemoryMap, image.Parse(pvh: true, Start).Fault);
    }

    // A command line without an end stops at the window's end, or at the limit, and says so.
    [Fact]
    public void EndlessCommandLinesAreCut()
    {
        PhysicalImage image = Valid();
        image.Bytes[CommandLine..].Fill((byte)'x');
        var info = image.Parse(pvh: true, Start).Info;
        Assert.Equal(BootText.Capacity, info.Value.CommandLine.Length);
        Assert.True(info.Value.CommandLine.Truncated);

        image.U64(Start + 24, 0x7FFE);
        info = image.Parse(pvh: true, Start).Info;
        Assert.Equal(2, info.Value.CommandLine.Length);
    }

    // Random bytes in all fields: no exception, no read outside (the window would refuse it).
    [Fact]
    public void NoiseDoesNoHarm()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            PhysicalImage image = Valid();
            var random = new Random(seed);
            random.NextBytes(image.Bytes[(Start + 4)..(Start + 56)]);
            image.Parse(pvh: true, Start);
        }
    }

    private static PhysicalImage Valid()
    {
        var image = new PhysicalImage(0x8000);
        image.U32(Start, PvhStartInfo.Magic);
        image.U32(Start + 4, 1);
        image.U64(Start + 24, CommandLine);
        image.U64(Start + 32, 0xF5A00);
        image.U64(Start + 40, Map);
        image.U32(Start + 48, 2);
        image.Text(CommandLine, "exit=isa-debug run=A\0"u8);
        image.U64(Map + 8, 0x9_FC00);
        image.U32(Map + 16, 1);
        image.U64(Map + 24, 0x10_0000);
        image.U64(Map + 32, 0x700_0000);
        image.U32(Map + 40, 1);
        return image;
    }
}
