// A machine that dies says why on both consoles: who stands before a screen has no serial line.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class EpitaphTests
{
    private const string Unhandled = "Faults.UnhandledExceptions.A_null_reference_that_nobody_handles_is_named";
    private const string WildRead = "Faults.WildCode.A_read_from_nowhere_ends_the_machine";
    private const string LastLine = "==== end of epitaph";

    // Both a managed exception and a processor fault, from the first word to the last.
    [Theory]
    [InlineData(Unhandled, "System.NullReferenceException")]
    [InlineData(WildRead, "#PF page fault")]
    public void IsOnTheTextScreen(string crash, string reason)
    {
        string commandLine = $"onfault=stop run={crash}";
        QemuOptions options = new() { Kernel = Images.TestsElf, CommandLine = commandLine, MemoryMib = 128 };
        BootRun run = BootRun.ToPowerOff($"epitaph-text-{reason[..3]}", options);
        Claims.TextModeShowsTheSerialLine(run);
        Assert.Contains(run.TextMemory, row => row.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(LastLine, run.TextMemory);
    }

    [Theory]
    [InlineData(Unhandled, "System.NullReferenceException")]
    [InlineData(WildRead, "#PF page fault")]
    public void IsOnTheFramebuffer(string crash, string reason)
    {
        string iso = Images.TestsIsoWith(
            $@"onfault=stop run={crash}\ninsmod all_video\nset gfxpayload=1024x768x32\nboot");
        QemuOptions options = new() { Iso = iso, MemoryMib = 128 };
        BootRun run = BootRun.ToPowerOff($"epitaph-pixels-{reason[..3]}", options);
        Claims.FramebufferShowsTheSerialLine(run);
        Assert.Contains(run.Lines, line => line.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(LastLine, run.Lines);
    }
}
