// The copy of the firmware's memory map: what happens at its limit, and to types that nobody has heard of.
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

public class BootMemoryMapTests
{
    // Type numbers that are not in the ACPI table of types mean "not ours".
    [Theory]
    [InlineData(0u)]
    [InlineData(6u)]
    [InlineData(12u)]
    [InlineData(uint.MaxValue)]
    public void UnknownTypesAreReserved(uint type)
    {
        var map = default(BootMemoryMap);
        map.Add(0x1000, 0x1000, type);
        Assert.Equal(BootMemoryType.Reserved, map.Entries[0].Type);
    }

    // Lines of no bytes say nothing.
    [Fact]
    public void EmptyLinesAreIgnored()
    {
        var map = default(BootMemoryMap);
        map.Add(0x1000, 0, 1);
        Assert.Equal(0, map.Count);
    }

    // When the map is full, a reservation takes the place of the smallest usable line: memory is lost, not safety.
    [Fact]
    public void ReservationsPushUsableLinesOut()
    {
        var map = default(BootMemoryMap);
        for (uint i = 0; i < BootMemoryMap.Capacity; i++)
        {
            map.Add(i << 20, i == 77 ? 0x1000u : 0x2000u, 1);
        }

        map.Add(0xF000_0000, 0x1000, 2);
        map.Add(0xE000_0000, 0x1000, 1);

        Assert.Equal(2, map.Dropped);
        Assert.Equal(BootMemoryMap.Capacity, map.Count);
        Assert.Equal(0xF000_0000u, map.Entries[77].Address);
        Assert.Equal(BootMemoryType.Reserved, map.Entries[77].Type);
    }
}
