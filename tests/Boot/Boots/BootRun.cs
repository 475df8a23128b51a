// One boot under QEMU, from power-on until the kernel switches the machine off. QEMU is told to keep the switched-off
// machine (-action shutdown=pause), so that its screen can be looked at as the kernel left it.
using System.Diagnostics;
using Cosmos.Tests.Boot.Screens;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>What a boot left behind.</summary>
/// <param name="Lines">The serial line, without terminal control sequences.</param>
/// <param name="Picture">The screen.</param>
/// <param name="TextMemory">The text that VGA memory holds; meaningless in a graphics mode.</param>
internal sealed record BootRun(List<string> Lines, Picture Picture, List<string> TextMemory)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Boots a machine and waits until it has switched itself off.</summary>
    /// <param name="name">Names the log and the screenshot in out/test-results.</param>
    /// <param name="options">The machine; QMP is added, the debug exit taken away.</param>
    /// <param name="prepare">Runs when QEMU is up; with <c>-S</c> nothing has been executed then.</param>
    public static BootRun ToPowerOff(string name, QemuOptions options, Action? prepare = null) =>
        Run(name, options, prepare, (machine, _) => IsOff(machine));

    /// <summary>
    /// Boots a machine and waits for a line that contains a text; then the machine is looked at and ended.
    /// </summary>
    /// <inheritdoc cref="ToPowerOff"/>
    public static BootRun ToLine(string name, QemuOptions options, string text) =>
        Run(name, options, null, (_, lines) => lines.Any(line => line.Contains(text, StringComparison.Ordinal)));

    private static BootRun Run(
        string name,
        QemuOptions options,
        Action? prepare,
        Func<QemuMachine, List<string>, bool> isDone)
    {
        Tools.RequireQemu();
        if (options.Uefi)
        {
            Tools.RequireOvmf();
        }

        options = options with
        {
            HasQmp = true,
            HasDebugExit = false,
            Further = ["-action", "shutdown=pause", .. options.Further],
        };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile($"boot-{name}"));
        prepare?.Invoke();
        List<string> lines = Follow(machine, isDone);
        (Picture picture, List<string> textMemory) = Look(name, machine);

        // What the machine printed last may still be on its way to us; the end of QEMU brings it.
        machine.Qmp!.Quit();
        machine.ReadToEnd(Patience.Emulated, line => lines.Add(ScreenText.WithoutControls(line)));
        return new BootRun(lines, picture, textMemory);
    }

    private static List<string> Follow(QemuMachine machine, Func<QemuMachine, List<string>, bool> isDone)
    {
        List<string> lines = [];
        long lastLine = Stopwatch.GetTimestamp();
        while (true)
        {
            ConsoleEvent next = machine.Read(s_poll);
            if (next.Kind == ConsoleEventKind.Line)
            {
                lines.Add(ScreenText.WithoutControls(next.Text));
                lastLine = Stopwatch.GetTimestamp();
                continue;
            }

            Assert.True(next.Kind == ConsoleEventKind.Silence, $"{next.Kind}; the console:\n{machine.ConsoleTail}");
            if (isDone(machine, lines))
            {
                return lines;
            }

            bool hangs = Stopwatch.GetElapsedTime(lastLine) > Patience.Emulated;
            Assert.False(hangs, $"The machine fell silent. The end of the console:\n{machine.ConsoleTail}");
            Thread.Sleep(s_poll);
        }
    }

    private static bool IsOff(QemuMachine machine) =>
        machine.Qmp!.Execute("query-status").GetProperty("status").GetString() == "shutdown";

    private static (Picture Picture, List<string> TextMemory) Look(string name, QemuMachine machine)
    {
        string picture = Path.Combine(Repository.TestResults, $"boot-{name}.ppm");
        string memory = Path.Combine(Repository.TestResults, $"boot-{name}.vga");
        machine.Qmp!.Screendump(picture);
        machine.Qmp.Screendump(Path.ChangeExtension(picture, "png"));
        machine.Qmp.Monitor($"pmemsave 0x{VgaText.PhysicalAddress:x} {VgaText.Bytes} \"{memory}\"");
        var seen = (Picture.Load(picture), VgaText.Read(File.ReadAllBytes(memory)));

        // What is kept is for people: the log and the PNG.
        File.Delete(picture);
        File.Delete(memory);
        return seen;
    }
}
