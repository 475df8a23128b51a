// Scans of machines that exist, and of some that should not.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Pci;
using Cosmos.Tests.Unit.Kernel.Pci;

namespace Cosmos.Tests.Unit.Drivers;

public class PciScanTests
{
    private const uint Bridge = 1;
    private const uint Multiple = 0x80;

    [Fact]
    public void FunctionsAreFoundWithWhatTheyAre()
    {
        PciScan scan = PciScan.Run(new FakeConfiguration()
            .WithDevice(new PciAddress(0, 0, 0), 0x1237_8086)
            .WithDevice(new PciAddress(0, 3, 0), 0x1041_1AF4).With(new PciAddress(0, 3, 0), 8, 0x0200_0001));
        Assert.Equal(2, scan.Functions.Length);
        Assert.Equal(new PciFunction(new PciAddress(0, 3, 0), 0x1AF4, 0x1041, 0x02_0000, 1), scan.Functions[1]);
        Assert.Empty(scan.Refused);
        Assert.Equal("00:03.0 1af4:1041 class 020000", scan.Functions[1].ToString());
    }

    [Fact]
    public void OtherFunctionsAreAskedOnlyWhereThereAreSeveral()
    {
        PciScan scan = PciScan.Run(new FakeConfiguration()
            .WithDevice(new PciAddress(0, 1, 0), 0x1111_8086, Multiple).WithDevice(new PciAddress(0, 1, 3), 0x2222_8086)
            .WithDevice(new PciAddress(0, 2, 0), 0x3333_8086).WithDevice(new PciAddress(0, 2, 3), 0x4444_8086));
        Assert.Equal([0x1111, 0x2222, 0x3333], scan.Functions.Select(function => (int)function.Device));
    }

    [Fact]
    public void BusesBehindBridgesAreLookedAt()
    {
        PciScan scan = PciScan.Run(new FakeConfiguration()
            .WithDevice(new PciAddress(0, 4, 0), 0x000C_1B36, Bridge).With(new PciAddress(0, 4, 0), 0x18, 0x0002_0100)
            .WithDevice(new PciAddress(1, 0, 0), 0x000C_1B36, Bridge).With(new PciAddress(1, 0, 0), 0x18, 0x0002_0201)
            .WithDevice(new PciAddress(2, 5, 0), 0x100E_8086));
        Assert.Equal(new PciAddress(2, 5, 0), Assert.Single(scan.Functions).Address);
    }

    [Fact]
    public void BridgesThatLeadBackAreLeftOut()
    {
        PciScan scan = PciScan.Run(new FakeConfiguration()
            .WithDevice(new PciAddress(0, 4, 0), 0x000C_1B36, Bridge).With(new PciAddress(0, 4, 0), 0x18, 0x0000_0000)
            .WithDevice(new PciAddress(0, 5, 0), 0x000C_1B36, Bridge).With(new PciAddress(0, 5, 0), 0x18, 0x0000_0700)
            .WithDevice(new PciAddress(7, 0, 0), 0x000C_1B36, Bridge).With(new PciAddress(7, 0, 0), 0x18, 0x0000_0700)
            .WithDevice(new PciAddress(7, 1, 0), 0x100E_8086));
        Assert.Single(scan.Functions);
        Assert.Equal(
            [(new PciAddress(0, 4, 0), PciFault.Overlap), (new PciAddress(7, 0, 0), PciFault.Overlap)],
            scan.Refused.ToArray());
    }

    [Fact]
    public void ADeviceThatLiesIsLeftOutAndTheOthersAreNot()
    {
        var liar = new PciAddress(0, 2, 0);
        PciScan scan = PciScan.Run(new FakeConfiguration()
            .WithDevice(liar, 0x1111_8086).With(liar, 4, 1u << 20).With(liar, 0x34, 0x40).With(liar, 0x40, 0x4009)
            .WithDevice(new PciAddress(0, 3, 0), 0x2222_8086, kind: 0x7F)
            .WithDevice(new PciAddress(0, 6, 0), 0x100E_8086));
        Assert.Equal(0x100E, Assert.Single(scan.Functions).Device);
        Assert.Equal(
            [(liar, PciFault.BadCapabilities), (new PciAddress(0, 3, 0), PciFault.NotADevice)], scan.Refused.ToArray());
    }

    /// <summary>All of 256 buses full of bridges: it ends.</summary>
    [Fact]
    public void AMachineOfBridgesComesToAnEnd()
    {
        var space = new FakeConfiguration();
        for (int bus = 0; bus < 256; bus++)
        {
            for (int device = 0; device < 32; device++)
            {
                var address = new PciAddress(bus, device, 0);
                space.WithDevice(address, 0x000C_1B36, Bridge).With(address, 0x18, (uint)((bus + device) & 0xFF) << 8);
            }
        }

        Assert.Empty(PciScan.Run(space).Functions);
    }
}
