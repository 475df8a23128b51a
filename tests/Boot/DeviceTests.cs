// Devices that QEMU has for this: one that interrupts and copies on demand, and a watchdog. What is claimed of them
// stands in the image (OnTarget/Drivers); that the machine is reset is seen from here.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class DeviceTests
{
    /// <summary>MSI, DMA both ways, and a driver that dies with a copy under way.</summary>
    [Theory]
    [InlineData("pc", 1)]
    [InlineData("q35", 4)]
    public void LetsGoOfMemoryWhenItsDriverDies(string chipset, int processors)
    {
        using QemuMachine machine = Start($"edu-{chipset}", "edu", chipset, processors, "-device", "edu");
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated));
        Assert.True(machine.Exit.GuestCode == 0, $"{machine.Exit}; the console:\n{machine.ConsoleTail}");
        Assert.Contains("was claimed and let go of", machine.ConsoleTail, StringComparison.Ordinal);
    }

    /// <summary>Alive for twice the watchdog's patience; reset when the heartbeat's witness hangs.</summary>
    [Theory]
    [InlineData("pc", 1)]
    [InlineData("q35", 2)]
    public void IsResetWhenItsHeartbeatStops(string chipset, int processors)
    {
        using QemuMachine machine = Start(
            $"watchdog-{chipset}", "watchdog", chipset, processors, "-device", "i6300esb", "-action", "watchdog=reset");
        List<string> lines = [];
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated, lines.Add));
        Assert.Null(machine.Exit.GuestCode);
        Assert.Equal(0, machine.Exit.Status);
        Assert.Contains(lines, line => line.Contains("and now its witness hangs", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("failed", StringComparison.Ordinal));
    }

    private static QemuMachine Start(
        string name, string run, string chipset, int processors, params string[] devices) =>
        QemuMachine.Start(
            new QemuOptions
            {
                Kernel = Images.TestsElf,
                CommandLine = $"exit=isa-debug run={run}",
                MachineType = chipset,
                MemoryMib = 128,
                Processors = processors,
                Further = devices,
            },
            Repository.LogFile($"boot-{name}"));
}
