// What a person or a machine can get wrong before the kernel runs: each earns a clear line, on both consoles.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class BadInputTests
{
    // One line, naming the option and what is allowed; then the default.
    [Theory]
    [InlineData("nonsense=1", "boot option nonsense=1: unknown, ignored; known are ")]
    [InlineData("console=fast", "boot option console=fast: must be console=serial|screen|both; using both")]
    [InlineData("exit", "boot option exit: must be exit=acpi|isa-debug; using acpi")]
    [InlineData("run=\"half", "boot option run=half: the quotation mark is never closed; ignored")]
    public void AWrongOptionCostsOneLine(string commandLine, string expected)
    {
        BootRun run = BootRun.ToPowerOff($"option-{commandLine[..4]}", Hello(commandLine));
        Assert.Single(run.Lines, line => line.StartsWith("boot option", StringComparison.Ordinal));
        Assert.Single(run.Lines, line => line.StartsWith(expected, StringComparison.Ordinal));
        Claims.Ran(run.Lines);
        Claims.TextModeShowsTheSerialLine(run);
    }

    // GRUB's own form of a quoted value arrives as it was meant: no line of complaint.
    [Fact]
    public void GrubsQuotingIsUnderstood()
    {
        string iso = Images.IsoWith("run=\"two words\"");
        BootRun run = BootRun.ToPowerOff("option-quoted", new QemuOptions { Iso = iso, MemoryMib = 64 });
        Assert.DoesNotContain(run.Lines, line => line.Contains("boot option", StringComparison.Ordinal));
        Claims.Ran(run.Lines);
    }

    // A machine with too little memory says how much there is and how much is needed, and stops.
    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void TooLittleMemoryIsRefused(int memoryMib)
    {
        BootRun run = BootRun.ToPowerOff($"memory-{memoryMib}", Hello(string.Empty) with { MemoryMib = memoryMib });
        Assert.Contains(run.Lines, line => line.Contains("too little memory", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Lines, line => line.Contains(Images.FirstWords, StringComparison.Ordinal));
        Claims.TextModeShowsTheSerialLine(run);
    }

    // A processor that lacks what the kernel needs is refused, and the feature is named. It halts: that early there is
    // no way to switch the machine off.
    [Theory]
    [InlineData("max,-nx", "the processor lacks NX")]
    [InlineData("max,-lm", "the processor lacks long mode")]
    [InlineData("max,-tsc", "the processor lacks TSC")]
    public void AMissingFeatureIsNamed(string cpu, string expected)
    {
        BootRun run = BootRun.ToLine($"cpu-without-{cpu[5..]}", Hello(string.Empty) with { Cpu = cpu }, expected);
        Assert.DoesNotContain(run.Lines, line => line.Contains(Images.FirstWords, StringComparison.Ordinal));
        Assert.Contains(run.TextMemory, row => row.Contains(expected, StringComparison.Ordinal));
        Assert.NotEqual(0, run.Picture.LitPixels(0, run.Picture.Height));
    }

    // Firmware tables with a wrong checksum are named and left out; the machine boots without them. QEMU repairs the
    // sums of tables that it is given, so the byte is changed in memory, when the firmware is done and the kernel not
    // begun.
    [Theory]
    [InlineData("HPET", "ACPI: HPET at ")]
    [InlineData("APIC", "ACPI: APIC at ")]
    [InlineData("FACP", "ACPI: FACP at ")]
    [InlineData("RSDT", "ACPI: RSDT at ")]
    [InlineData("RSD PTR ", "ACPI: root pointer at ")]
    public void AWrongAcpiChecksumIsReportedAndTheTableIgnored(string table, string expected)
    {
        using GdbStub gdb = new();
        QemuOptions options = Hello(string.Empty) with { Further = gdb.Arguments };
        BootRun run = BootRun.ToPowerOff($"acpi-{table.Trim().Replace(' ', '-')}", options, () =>
        {
            gdb.RunTo(PvhEntry.Of(Images.Elf));
            GuestAcpi.BreakChecksum(gdb, table);
            gdb.Detach();
        });
        Assert.Single(run.Lines, line =>
            line.StartsWith(expected, StringComparison.Ordinal)
            && line.EndsWith("wrong checksum; ignored", StringComparison.Ordinal));
        Claims.Ran(run.Lines);
    }

    private static QemuOptions Hello(string commandLine) =>
        new() { Kernel = Images.Elf, CommandLine = commandLine, MemoryMib = 64 };
}
