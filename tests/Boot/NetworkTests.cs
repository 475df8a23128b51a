// Network drivers on the devices that QEMU has, on both of its chipsets, with one processor and with four: by message,
// and by the pin. What is claimed stands in the image (OnTarget/Drivers/NetworkRun): the gateway answers, the driver is
// killed twenty times under traffic and comes back within 100 ms, and nothing is left over.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class NetworkTests
{
    [Theory]
    [InlineData("q35", 1, "virtio-net-pci,disable-legacy=on")]
    [InlineData("q35", 4, "virtio-net-pci,disable-legacy=on")]
    [InlineData("pc", 4, "virtio-net-pci,disable-legacy=on")]
    [InlineData("pc", 1, "virtio-net-pci,disable-legacy=on,vectors=0")]
    [InlineData("q35", 4, "virtio-net-pci,vectors=0")]
    [InlineData("pc", 1, "e1000")]
    [InlineData("pc", 4, "e1000")]
    [InlineData("q35", 1, "e1000")]
    [InlineData("q35", 4, "e1000")]
    public void ComesBackWhenItsDriverIsKilled(string chipset, int processors, string device)
    {
        QemuOptions options = new()
        {
            Kernel = Images.TestsElf,
            CommandLine = "exit=isa-debug run=network",
            MachineType = chipset,
            MemoryMib = 128,
            Processors = processors,
            Further = ["-netdev", "user,id=net", "-device", $"{device},netdev=net"],
        };
        string name = $"boot-network-{chipset}-{processors}-{device.Replace(',', '-')}";
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile(name));
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated));
        Assert.True(machine.Exit.GuestCode == 0, $"{machine.Exit}; the console:\n{machine.ConsoleTail}");
        Assert.Contains("kills, back after", machine.ConsoleTail, StringComparison.Ordinal);
    }
}
