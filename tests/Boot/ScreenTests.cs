// The screen as such: the depths of pixels that loaders offer, scrolling, and the choice of consoles.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Boot.Screens;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class ScreenTests
{
    // GRUB under BIOS can set a graphics mode of any depth; pixels of 2, 3 and 4 bytes show the same text. The options
    // end with lines of GRUB's script: they choose the mode and boot before the script's own choice of text mode.
    [Theory]
    [InlineData("800x600x16")]
    [InlineData("800x600x24")]
    [InlineData("800x600x32")]
    [InlineData("1024x768x32")]
    public void FramebufferShowsText(string mode)
    {
        string iso = Images.IsoWith($@"help\ninsmod all_video\nset gfxpayload={mode}\nboot");
        BootRun run = BootRun.ToPowerOff($"screen-{mode}", new QemuOptions { Iso = iso, MemoryMib = 64 });
        Claims.Ran(run.Lines);
        Claims.FramebufferShowsTheSerialLine(run);
    }

    // More lines than the screen has rows: the last ones stay, all of them right.
    [Fact]
    public void FramebufferScrolls()
    {
        string nonsense = string.Join(' ', Enumerable.Range(0, 40).Select(number => $"nonsense{number}"));
        string iso = Images.IsoWith($@"{nonsense}\ninsmod all_video\nset gfxpayload=640x480x32\nboot");
        BootRun run = BootRun.ToPowerOff("screen-scroll", new QemuOptions { Iso = iso, MemoryMib = 64 });
        Claims.FramebufferShowsTheSerialLine(run);
        List<string> screen = FramebufferText.Read(run.Picture);
        Assert.Contains(screen, row => row.Contains("nonsense39", StringComparison.Ordinal));
        Assert.DoesNotContain(screen, row => row.Contains("nonsense1:", StringComparison.Ordinal));
    }

    [Fact]
    public void TextModeScrolls()
    {
        string nonsense = string.Join(' ', Enumerable.Range(0, 40).Select(number => $"nonsense{number}"));
        BootRun run = BootRun.ToPowerOff("screen-scroll-text", Hello(nonsense));
        Claims.TextModeShowsTheSerialLine(run);
        Assert.Contains(run.TextMemory, row => row.Contains("nonsense39", StringComparison.Ordinal));
    }

    [Fact]
    public void ConsoleSerialLeavesTheScreenAlone()
    {
        BootRun run = BootRun.ToPowerOff("console-serial", Hello("console=serial"));
        Claims.Ran(run.Lines);
        Assert.DoesNotContain(run.TextMemory, row => row.Contains(Images.FirstWords, StringComparison.Ordinal));
    }

    [Fact]
    public void ConsoleScreenLeavesTheSerialLineAlone()
    {
        BootRun run = BootRun.ToPowerOff("console-screen", Hello("console=screen"));
        Claims.Ran(run.TextMemory);
        Assert.DoesNotContain(run.Lines, line => line.Contains(Images.FirstWords, StringComparison.Ordinal));
    }

    // A machine is never made mute: without an adapter the text goes to the serial line, whatever the option says.
    [Fact]
    public void ConsoleScreenWithoutAScreenIsOverruled()
    {
        QemuOptions options = Hello("console=screen");
        QemuMachine machine = QemuMachine.Start(
            options with { HasDebugExit = false, Further = ["-vga", "none"] },
            Machines.Repository.LogFile("boot-console-none"));
        using (machine)
        {
            List<string> lines = [];
            machine.ReadToEnd(Machines.Patience.Emulated, lines.Add);
            Claims.Ran(lines);
        }
    }

    // Without a UART at COM1's ports nothing hangs, and the screen has the text, even if the serial line is asked for.
    [Theory]
    [InlineData("console=both")]
    [InlineData("console=serial")]
    public void AMachineWithoutASerialLineBoots(string commandLine)
    {
        QemuOptions options = Hello(commandLine) with { Further = ["-global", "isa-serial.iobase=0x2e8"] };
        BootRun run = BootRun.ToPowerOff($"no-uart-{commandLine[8..]}", options);
        Assert.Empty(run.Lines);
        Claims.Ran(run.TextMemory);
    }

    private static QemuOptions Hello(string commandLine) =>
        new() { Kernel = Images.Elf, CommandLine = commandLine, MemoryMib = 64 };
}
