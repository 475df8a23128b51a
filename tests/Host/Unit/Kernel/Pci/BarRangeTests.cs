// What BARs say of themselves: sizes by the bits that stick, and every way in which that can be a lie.
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Tests.Unit.Kernel.Pci;

public class BarRangeTests
{
    private static readonly PciAddress s_function = new(0, 3, 0);

    [Fact]
    public void ASizeIsWhatDoesNotStick()
    {
        FakeConfiguration space = Device().With(s_function, 0x10, 0xFEB8_0000, 0xFFFE_0000);
        Assert.Equal(PciFault.None, BarRange.Probe(space, s_function, 0, out BarRange range));
        Assert.Equal(new BarRange(0xFEB8_0000, 0x2_0000), range);
        Assert.Equal(0xFEB8_0000, space.Read(s_function, 0x10));
    }

    [Fact]
    public void A64BitBarTakesTwoWords()
    {
        FakeConfiguration space = Device().With(s_function, 0x20, 0x0000_400C, 0xFFFF_C000)
            .With(s_function, 0x24, 0x10, 0xFFFF_FFFF);
        Assert.Equal(PciFault.None, BarRange.Probe(space, s_function, 4, out BarRange range));
        Assert.Equal(new BarRange(0x10_0000_4000, 0x4000), range);
    }

    [Fact]
    public void TheFunctionDoesNotAnswerMeanwhile()
    {
        FakeConfiguration space = Device().With(s_function, 4, 0x0407, 0xFFFF)
            .With(s_function, 0x10, 0xFEB8_0000, 0xFFFE_0000);
        BarRange.Probe(space, s_function, 0, out _);
        Assert.Equal([0x0400u, 0x0407u], space.Commands);
    }

    [Fact]
    public void WhatIsKnownIsTrueAsLongAsTheAddressIs()
    {
        FakeConfiguration space = Device().With(s_function, 0x20, 0x0000_400C, 0xFFFF_C000)
            .With(s_function, 0x24, 0x10, 0xFFFF_FFFF);
        BarRange.Probe(space, s_function, 4, out BarRange range);
        int writes = space.Commands.Count;
        Assert.True(range.IsAt(space, s_function, 4));
        Assert.Equal(writes, space.Commands.Count);
        space.Write(s_function, 0x24, sizeof(uint), 0x11);
        Assert.False(range.IsAt(space, s_function, 4));
        Assert.False(range.IsAt(space, s_function, 0));
    }

    [Theory]
    [InlineData(0, 0x0000_0000, 0x0000_0000, PciFault.NoMemory)] // not there
    [InlineData(0, 0x0000_C001, 0xFFFF_FFE0, PciFault.NoMemory)] // ports
    [InlineData(0, 0x0000_0002, 0xFFFF_F000, PciFault.BadBar)] // a kind that is not defined
    [InlineData(0, 0xFEB8_0006, 0xFFFF_F000, PciFault.BadBar)]
    [InlineData(5, 0xFEB8_0004, 0xFFFF_F000, PciFault.BadBar)] // 64 bits, and no word for the rest
    [InlineData(0, 0xFEB8_0000, 0xFF0F_0000, PciFault.BadBar)] // bits with a hole
    [InlineData(0, 0x0000_0000, 0xFFFF_F000, PciFault.Unplaced)] // no address
    [InlineData(0, 0xFEB8_1000, 0xFFFE_0000, PciFault.BadBar)] // keeps other bits than were written
    public void WhatMakesNoSenseIsRefused(int bar, uint value, uint writable, PciFault fault)
    {
        FakeConfiguration space = Device().With(s_function, 0x10 + (bar * 4), value, writable);
        Assert.Equal(fault, BarRange.Probe(space, s_function, bar, out _));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void ThereAreSix(int bar) =>
        Assert.Equal(PciFault.NoMemory, BarRange.Probe(Device(), s_function, bar, out _));

    [Theory]
    [InlineData(0x0010_0000, 0x0010_1000, true)] // in RAM
    [InlineData(0x7FFF_F000, 0x8000_1000, true)] // across its end
    [InlineData(0x8000_0000, 0x8000_1000, false)] // behind it
    [InlineData(0xB000_0000, 0xB000_1000, false)] // reserved, as firmware does for devices
    [InlineData(0x9000_0000, 0x9000_1000, true)] // RAM that firmware uses
    public void MemoryIsNoPlaceForRegisters(ulong start, ulong end, bool isMemory)
    {
        BootMemoryEntry[] map =
        [
            new() { Address = 0x10_0000, Length = 0x7FF0_0000, Type = BootMemoryType.Usable },
            new() { Address = 0x9000_0000, Length = 0x10_0000, Type = BootMemoryType.AcpiNonVolatile },
            new() { Address = 0xB000_0000, Length = 0x1000_0000, Type = BootMemoryType.Reserved },
        ];
        Assert.Equal(isMemory, DevicePlaces.Touches(AddressRange.Between(start, end), map));
    }

    [Fact]
    public void TheTableOfMessagesIsWhereTheCapabilitySays()
    {
        FakeConfiguration space = Device().With(s_function, 0x40, 0x8003_0011).With(s_function, 0x44, 0x0000_2001);
        Assert.Equal((1, 0x2000ul, 4), MessageCapability.TableOf(space, s_function, 0x40));
    }

    private static FakeConfiguration Device() => new FakeConfiguration().WithDevice(s_function, 0x100E_8086);
}
