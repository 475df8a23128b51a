// Lists of capabilities as devices make them, and as they must not.
using Cosmos.Core.Abi;

namespace Cosmos.Tests.Unit.Kernel.Pci;

public class PciCapabilitiesTests
{
    private const uint HasList = 1u << 20;
    private static readonly PciAddress s_function = new(0, 3, 0);

    [Fact]
    public void CapabilitiesOfOneIdAreFoundOneAfterTheOther()
    {
        FakeConfiguration space = Device(0x40).With(s_function, 0x40, Link(9, 0x50))
            .With(s_function, 0x50, Link(0x11, 0x60)).With(s_function, 0x60, Link(9, 0));
        Assert.True(PciCapabilities.IsSound(space, s_function));
        Assert.Equal(0x40, PciCapabilities.Find(space, s_function, PciCapabilities.Vendor));
        Assert.Equal(0x60, PciCapabilities.Find(space, s_function, PciCapabilities.Vendor, after: 0x40));
        Assert.Equal(0, PciCapabilities.Find(space, s_function, PciCapabilities.Vendor, after: 0x60));
        Assert.Equal(0x50, PciCapabilities.Find(space, s_function, PciCapabilities.MsiX));
        Assert.Equal(0, PciCapabilities.Find(space, s_function, PciCapabilities.Msi));
    }

    [Fact]
    public void WithoutTheStatusBitThereIsNoList()
    {
        FakeConfiguration space = Device(0x40).With(s_function, 4, 0).With(s_function, 0x40, Link(9, 0));
        Assert.True(PciCapabilities.IsSound(space, s_function));
        Assert.Equal(0, PciCapabilities.Find(space, s_function, PciCapabilities.Vendor));
    }

    [Theory]
    [InlineData(0x40)] // itself
    [InlineData(0x50)] // the one that leads back
    public void ALoopIsUnsoundAndEnds(byte next)
    {
        FakeConfiguration space = Device(0x40).With(s_function, 0x40, Link(9, next))
            .With(s_function, 0x50, Link(5, 0x40));
        Assert.False(PciCapabilities.IsSound(space, s_function));
        Assert.Equal(0, PciCapabilities.Find(space, s_function, PciCapabilities.MsiX));
        Assert.InRange(space.Reads, 1, 200);
    }

    [Theory]
    [InlineData(0x04)] // into the header
    [InlineData(0x3C)]
    public void AListThatLeadsIntoTheHeaderIsUnsound(byte next) =>
        Assert.False(PciCapabilities.IsSound(Device(0x40).With(s_function, 0x40, Link(9, next)), s_function));

    private static FakeConfiguration Device(uint first) => new FakeConfiguration()
        .WithDevice(s_function, 0x1041_1AF4).With(s_function, 4, HasList).With(s_function, 0x34, first);

    private static uint Link(int id, int next) => (uint)(id | next << 8);
}
