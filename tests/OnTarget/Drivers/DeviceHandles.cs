// What is true of devices on every platform, also where there are none.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Drivers;

/// <summary>Claims about handles of devices.</summary>
public sealed unsafe class DeviceHandles
{
    /// <summary>A handle means something in the process that claimed the device, and nowhere else.</summary>
    [Fact]
    public void Handles_do_not_travel()
    {
        byte* nowhere = null;
        object registers = new Mmio(nowhere, 0);
        object[] memory = [new DmaBuffer(nowhere, 0, 0)];
        Assert.Throws<CannotTravelException>(() => Process.Send(Process.Self, registers));
        Assert.Throws<CannotTravelException>(() => Process.Send(Process.Self, memory));
    }

    /// <summary>Where nothing is, nothing is claimed.</summary>
    [Fact]
    public void What_is_not_there_is_not_claimed()
    {
        Assert.Equal(PciFault.Absent, Process.TryClaim(new PciAddress(255, 31, 7), out PciDevice? device));
        Assert.Null(device);
        Assert.Equal(0xFFFF_FFFFu, default(PciSpace).Read(new PciAddress(255, 31, 7), 0));
        Assert.Equal(0xFFFF_FFFFu, default(PciSpace).Read(default, -4));
        Assert.Equal(0xFFFF_FFFFu, default(PciSpace).Read(default, 4096));
        Assert.Equal(0xFFFF_FFFFu, default(PciSpace).Read(default, 2));
    }
}
