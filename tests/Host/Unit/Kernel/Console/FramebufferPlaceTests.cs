// The kernel writes megabytes where the boot loader says that pixels are: that had better not be RAM.
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Host.Unit.Kernel.Consoles;

public class FramebufferPlaceTests
{
    private const ulong Limit = 1UL << 40;
    private const ulong Bytes = 0x30_0000;

    private static readonly BootMemoryEntry[] s_map =
    [
        new() { Address = 0, Length = 0x9_FC00, Type = BootMemoryType.Usable },
        new() { Address = 0x10_0000, Length = 0x7FE0_0000, Type = BootMemoryType.Usable },
        new() { Address = 0x7FF0_0000, Length = 0x10_0000, Type = BootMemoryType.AcpiReclaimable },
        new() { Address = 0x8000_0000, Length = 0x1000_0000, Type = BootMemoryType.Reserved },
        new() { Address = 0x1_0000_0000, Length = 0x8000_0000, Type = BootMemoryType.Usable },
    ];

    [Theory]
    [InlineData(0xFD00_0000, true)] // in no line
    [InlineData(0x8000_0000, true)] // reserved
    [InlineData(0x8FF0_0000, true)] // across the end of a reserved line
    [InlineData(0, false)]
    [InlineData(0xFD00_0004, false)] // not on a page border
    [InlineData(0x20_0000, false)] // the kernel itself
    [InlineData(0x7FF0_0000, false)] // ACPI tables
    [InlineData(0x7FD0_1000, false)] // begins in RAM
    [InlineData(0xFFF0_0000, false)] // ends in RAM
    [InlineData(0x1_0000_0000, false)]
    [InlineData(0x1_8000_0000, true)] // behind all RAM
    [InlineData(Limit - Bytes, true)]
    [InlineData(Limit - Bytes + 0x1000, false)]
    [InlineData(Limit, false)]
    [InlineData(0xFFFF_FFFF_FFFF_F000, false)] // the end wraps round
    public void IsBelievedOnlyOutsideRam(ulong address, bool believed) =>
        Assert.Equal(believed, FramebufferPlace.IsDevice(address, Bytes, Limit, s_map));

    // A line of the map may be nonsense too: its end beyond the address space hides nothing.
    [Fact]
    public void AnEndlessLineOfRamCoversEverythingAboveIt()
    {
        BootMemoryEntry[] map = [new() { Address = 0x1000, Length = ulong.MaxValue, Type = BootMemoryType.Usable }];
        Assert.False(FramebufferPlace.IsDevice(0xFD00_0000, Bytes, Limit, map));
    }
}
