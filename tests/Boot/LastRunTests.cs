// What a run leaves behind when it dies: the next one, started by the kernel itself, says why, on every way to boot.
// And a machine that dies at every start does not go round for ever.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class LastRunTests
{
    private const string Crash = "Faults.UnhandledExceptions.Fail_fast_is_named_as_the_reason";
    private const string Options = $"exit=isa-debug run={Crash}";
    private const string Begin = $"@test begin {Crash}";
    private const string Report = "cosmos: the previous run ended after";
    private const string Reason = "  | reason: fail fast";
    private const string GiveUp = "cosmos: this machine fails soon after every start; it stops here";

    // The first start and three more.
    private const int Starts = 4;

    private const int EpitaphCode = 3;

    // QEMU's own loader writes the image anew at a reset and leaves other memory alone.
    [Fact]
    public void IsToldAfterARestartByPvh() =>
        DiesAndTells("pvh", new QemuOptions { Kernel = Images.TestsElf, CommandLine = Options, MemoryMib = 64 });

    // Firmware and GRUB run again in between, and use memory as they like.
    [Theory]
    [InlineData(false, 64)]
    [InlineData(true, 128)] // with 64, GRUB finds no room beside OVMF for an image as large as that of the tests
    [InlineData(true, 256)]
    public void IsToldAfterARestartByFirmware(bool uefi, int memoryMib)
    {
        QemuOptions options = new() { Iso = Images.TestsIsoWith(Options), Uefi = uefi, MemoryMib = memoryMib };
        DiesAndTells($"{(uefi ? "uefi" : "bios")}-{memoryMib}", options);
    }

    // On Linux the image replaces itself.
    [Fact]
    public void IsToldAfterARestartOnLinux()
    {
        string image = Repository.Product("tests-linux", "make build IMAGE=tests");
        using var machine = new LinuxMachine(image, [$"run={Crash}"], Repository.LogFile("boot-last-run-linux"));
        Judge(machine, Patience.Native);
    }

    // A system whose application ends is told with the reports that led there.
    [Fact]
    public void TellsWhyAnApplicationEnded() => DiesOfAnApplication(
        new QemuOptions { Kernel = Images.TestsElf, CommandLine = "exit=isa-debug run=doomed", MemoryMib = 64 });

    [Fact]
    public void TellsWhyAnApplicationEndedOnLinux()
    {
        string image = Repository.Product("tests-linux", "make build IMAGE=tests");
        using var machine = new LinuxMachine(image, ["run=doomed"], Repository.LogFile("boot-application-linux"));
        JudgeApplication(machine, Patience.Native);
    }

    private static void DiesOfAnApplication(QemuOptions options)
    {
        options = options with { Further = ["-action", "reboot=reset"] };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile("boot-application"));
        JudgeApplication(machine, Patience.Emulated);
    }

    private static void JudgeApplication(Machine machine, TimeSpan silence)
    {
        List<string> lines = [];
        ConsoleEventKind how = machine.ReadToEnd(silence, lines.Add);
        Assert.True(how == ConsoleEventKind.End, $"{how}; the console:\n{machine.ConsoleTail}");
        Assert.Equal(Starts - 1, Count(lines, Report));
        Assert.Equal(Starts - 1, Count(lines, "  | the application doomed, which is permanent, ended: shutdown"));
        Assert.Equal(2 * (Starts - 1), Count(lines, "  | =CRASH REPORT===="));
        Assert.True(Count(lines, "  | =SUPERVISOR REPORT====") >= Starts - 1, machine.ConsoleTail);
        Assert.Contains(lines, line => line.StartsWith("  | ", StringComparison.Ordinal)
            && line.Contains("it stumbled", StringComparison.Ordinal));
        Assert.Equal(1, Count(lines, GiveUp));
        Assert.Equal(EpitaphCode, machine.Exit.GuestCode);
    }

    private static void DiesAndTells(string name, QemuOptions options)
    {
        options = options with { Further = ["-action", "reboot=reset"] };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile($"boot-last-run-{name}"));
        Judge(machine, Patience.Emulated);
    }

    private static void Judge(Machine machine, TimeSpan silence)
    {
        List<string> lines = [];
        ConsoleEventKind how = machine.ReadToEnd(silence, lines.Add);
        Assert.True(how == ConsoleEventKind.End, $"{how}; the console:\n{machine.ConsoleTail}");
        Assert.Equal(Starts, Count(lines, Begin));
        Assert.Equal(Starts - 1, Count(lines, Report));
        Assert.Equal(Starts - 1, Count(lines, Reason));
        Assert.Equal(1, Count(lines, GiveUp));
        Assert.Equal(EpitaphCode, machine.Exit.GuestCode);
    }

    private static int Count(List<string> lines, string text) =>
        lines.Count(line => line.Contains(text, StringComparison.Ordinal));
}
