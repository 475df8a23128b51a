// The end of a machine: off, and round again.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class PowerTests
{
    // The image's end switches the machine off by ACPI; QEMU ends by itself, with the status of an orderly end.
    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public void PowerOffEndsTheMachine(string machineType)
    {
        QemuOptions options = Hello(string.Empty) with { MachineType = machineType, HasDebugExit = false };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile($"boot-off-{machineType}"));
        List<string> lines = [];
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated, lines.Add));
        Claims.Ran(lines);
        Assert.Equal(new MachineExit(0, null, Killed: false), machine.Exit);
    }

    // With the option the exit code gets out.
    [Fact]
    public void DebugExitCarriesTheExitCode()
    {
        using QemuMachine machine = QemuMachine.Start(Hello("exit=isa-debug"), Repository.LogFile("boot-off-debug"));
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated));
        Assert.Equal(0, machine.Exit.GuestCode);
    }

    // The test image restarts when it is asked to: it is seen to begin twice.
    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public void RebootStartsAgain(string machineType)
    {
        const string begin = "@reboot";
        QemuOptions options = new()
        {
            Kernel = Images.TestsElf,
            CommandLine = "run=reboot",
            MachineType = machineType,
            Further = ["-action", "reboot=reset"],
        };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile($"boot-reboot-{machineType}"));
        for (int starts = 0; starts < 2;)
        {
            ConsoleEvent next = machine.Read(Patience.Emulated);
            bool speaks = next.Kind == ConsoleEventKind.Line;
            Assert.True(speaks, $"{next.Kind} after {starts} starts:\n{machine.ConsoleTail}");
            starts += next.Text.Contains(begin, StringComparison.Ordinal) ? 1 : 0;
        }
    }

    private static QemuOptions Hello(string commandLine) =>
        new() { Kernel = Images.Elf, CommandLine = commandLine, MemoryMib = 64 };
}
