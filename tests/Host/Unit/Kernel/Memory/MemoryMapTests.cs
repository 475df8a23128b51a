// What the kernel may use, from maps as firmware gives them: overlapping, unsorted, unaligned, wrapping.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Tests.Host.Unit.Kernel.Memory;

public class MemoryMapTests
{
    private const ulong Limit = 1UL << 40;

    private static readonly AddressRange s_image = AddressRange.Between(0x20_0000, 0x45_6789);

    // The ordinary PC of 128 MiB: all but the first megabyte, the image and the ACPI tables.
    [Fact]
    public void AnOrdinaryPc()
    {
        AddressRange[] free = Free(
            (0, 0x9_FC00, BootMemoryType.Usable), (0x9_FC00, 0x400, BootMemoryType.Reserved),
            (0x10_0000, 0x7EE_0000, BootMemoryType.Usable), (0x7FE_0000, 0x2_0000, BootMemoryType.AcpiReclaimable));
        Assert.Equal([(0x10_0000, 0x20_0000), (0x45_7000, 0x7FE_0000)], Pairs(free));
    }

    // Reserved wins over usable, in whatever order the lines come.
    [Fact]
    public void ReservedWins()
    {
        (ulong, ulong, BootMemoryType) usable = (0x100_0000, 0x100_0000, BootMemoryType.Usable);
        (ulong, ulong, BootMemoryType) reserved = (0x180_0000, 0x1000, BootMemoryType.Reserved);
        (ulong, ulong)[] expected = [(0x100_0000, 0x180_0000), (0x180_1000, 0x200_0000)];
        Assert.Equal(expected, Pairs(Free(usable, reserved)));
        Assert.Equal(expected, Pairs(Free(reserved, usable, usable)));
    }

    // Half a page of RAM is no page; half a reserved page is a reserved page.
    [Fact]
    public void PagesAreRoundedToTheSafeSide()
    {
        AddressRange[] free = Free(
            (0x100_0800, 0x2_0000, BootMemoryType.Usable), (0x101_0400, 0x10, BootMemoryType.AcpiNonVolatile));
        Assert.Equal([(0x100_1000, 0x101_0000), (0x101_1000, 0x102_0000)], Pairs(free));
    }

    // A length that wraps ends at what the processor can address, as does memory above it.
    [Fact]
    public void TheLimitHolds()
    {
        AddressRange[] free = Free(
            (Limit - 0x1000, ulong.MaxValue, BootMemoryType.Usable), (Limit + 0x1000, 0x1000, BootMemoryType.Usable));
        Assert.Equal([(Limit - 0x1000, Limit)], Pairs(free));
    }

    // The direct map shows ACPI tables and the image too, but not what is merely reserved.
    [Fact]
    public void VisibleIsAllRam()
    {
        var visible = new AddressRangeSet(new AddressRange[16]);
        BootMemoryEntry[] map = Entries(
            (0x100_0000, 0x1000, BootMemoryType.AcpiReclaimable), (0x200_0000, 0x1000, BootMemoryType.Reserved),
            (0x300_0000, 0x1000, BootMemoryType.Bad), (0x400_0000, 0x1000, BootMemoryType.Usable));
        MemoryMap.Visible(map, s_image, Limit, ref visible);
        Assert.Equal(
            [(0x20_0000, 0x45_7000), (0x100_0000, 0x100_1000), (0x400_0000, 0x400_1000)],
            Pairs(visible.Ranges.ToArray()));
    }

    private static AddressRange[] Free(params (ulong, ulong, BootMemoryType)[] lines)
    {
        var free = new AddressRangeSet(new AddressRange[64]);
        MemoryMap.Free(Entries(lines), s_image, Limit, ref free);
        return free.Ranges.ToArray();
    }

    private static BootMemoryEntry[] Entries(params (ulong Address, ulong Length, BootMemoryType Type)[] lines) =>
    [
        .. lines.Select(line => new BootMemoryEntry
        {
            Address = line.Address,
            Length = line.Length,
            Type = line.Type,
        }),
    ];

    private static (ulong, ulong)[] Pairs(AddressRange[] ranges) =>
        [.. ranges.Select(range => (range.Start, range.End))];
}
