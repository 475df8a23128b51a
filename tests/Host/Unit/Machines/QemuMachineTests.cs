using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Claims about the driver of QEMU, made with a machine that has nothing to boot.</summary>
public sealed class QemuMachineTests
{
    /// <summary>The whole life of a machine under QMP: silence, a screenshot, a question, the end.</summary>
    [Fact]
    public void A_machine_is_looked_at_and_ended_through_qmp()
    {
        string picture = Path.Combine(Path.GetTempPath(), $"screen-{Guid.NewGuid():N}.ppm");
        using QemuMachine machine = QemuMachine.Start(new QemuOptions { HasQmp = true, MemoryMib = 32 }, logFile: null);
        Assert.Equal(ConsoleEventKind.Silence, machine.Read(Shell.Silence).Kind);
        Assert.NotNull(machine.Qmp);
        machine.Qmp.Screendump(picture);
        Assert.Equal("P6"u8.ToArray(), File.ReadAllBytes(picture)[..2]);
        Assert.Contains("running", machine.Qmp.Monitor("info status"), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => machine.Qmp.Execute("no-such-command"));
        machine.Qmp.Quit();
        Assert.Equal(ConsoleEventKind.End, machine.Read(Patience.Emulated).Kind);
        Assert.Null(machine.Exit.GuestCode);
        File.Delete(picture);
    }

    /// <summary>The command line says exactly what the options say.</summary>
    [Fact]
    public void Options_become_arguments()
    {
        var options = new QemuOptions
        {
            Kernel = "a.elf",
            CommandLine = "run=A exit=isa-debug",
            MachineType = "q35",
            MemoryMib = 8192,
            Processors = 4,
            Accelerator = "tcg",
            Further = ["-s"],
        };
        string line = string.Join('|', options.Arguments());
        Assert.Contains("|-machine|q35|-accel|tcg|-cpu|max|-smp|4|-m|8192|", line, StringComparison.Ordinal);
        Assert.Contains("|-device|isa-debug-exit,iobase=0xf4,iosize=0x04|", line, StringComparison.Ordinal);
        Assert.EndsWith("|-kernel|a.elf|-append|run=A exit=isa-debug|-s", line, StringComparison.Ordinal);
    }

    /// <summary>A QEMU that does not start is reported with what it said, and is not waited for.</summary>
    [Fact]
    public void A_machine_that_cannot_be_made_says_why()
    {
        var options = new QemuOptions { MachineType = "no-such-machine" };
        using QemuMachine machine = QemuMachine.Start(options, logFile: null);
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated));
        Assert.Contains("unsupported machine type", machine.ConsoleTail, StringComparison.Ordinal);
    }
}
