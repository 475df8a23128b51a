// The console's driver where only the host can see what became of the text: at the machine's end, under what is typed
// as fast as it goes, and on a machine whose UART takes its time. The runs stand in OnTarget/Drivers/ConsoleRun.
using System.Globalization;
using System.Text.RegularExpressions;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public partial class DrivenConsoleTests
{
    private const int Waiting = 30;
    private const int Typed = 20_000;

    // While a line of a hundred letters goes out, some sixteen come in; a driver that waits for its turn to send reads
    // one or two.
    private const int LeastTypedPerLine = 4;

    // What waits for a driver is out before power goes.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void WhatWaitsComesOutBeforePowerGoes(int processors)
    {
        using QemuMachine machine = Start("off", processors);
        List<string> lines = [];
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated, lines.Add));
        Assert.True(machine.Exit.GuestCode == 0, $"{machine.Exit}; the console:\n{machine.ConsoleTail}");
        Assert.Equal(Enumerable.Range(0, Waiting), Numbers(lines, "last"));
    }

    // It comes out before the epitaph, and so does all of the epitaph.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void WhatWaitsComesOutBeforeAnEpitaph(int processors)
    {
        using QemuMachine machine = Start("fail", processors);
        List<string> lines = [];
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated, lines.Add));
        int epitaph = lines.IndexOf("==== epitaph");
        Assert.True(epitaph > 0, $"there is no epitaph; the console:\n{machine.ConsoleTail}");
        Assert.Equal(Enumerable.Range(0, Waiting), Numbers(lines[..epitaph], "last"));
        Assert.Contains("the run fails on purpose", lines[epitaph..]);
        Assert.Contains("==== end of epitaph", lines[epitaph..]);
    }

    // What is typed and what is written do not wait for each other's end, and nothing of either is lost.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void BothDirectionsGoOnAtOnce(int processors)
    {
        using QemuMachine machine = Start("flood", processors);
        List<string> lines = [];
        while (Numbers(lines, "flood").Count < Waiting)
        {
            lines.Add(NextLine(machine));
        }

        int before = lines.Count;
        machine.Write(new string('t', Typed - 1) + ".");
        while (!lines[^1].StartsWith("typed:", StringComparison.Ordinal))
        {
            lines.Add(NextLine(machine));
        }

        Assert.Equal($"typed: {Typed}", lines[^1]);
        List<int> numbers = Numbers(lines, "flood");
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.InRange(lines.Count - before, Waiting, Typed / LeastTypedPerLine);
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Patience.Emulated));
    }

    // Bochs sends at 115,200 baud: a hundred letters take nine milliseconds. Nobody waits for them who has a driver.
    [Fact]
    public void WritersDoNotWaitForTheWire()
    {
        const long wireNs = 102 * 10 * 1_000_000_000L / 115_200;
        string iso = Images.TestsIsoWith("console=serial run=console-cost");
        BochsRun run = BochsRun.ToPowerOff("bochs-console", iso, memoryMib: 128);
        Match cost = Cost().Match(Assert.Single(run.Lines, line => Cost().IsMatch(line)));
        Assert.InRange(Nanoseconds(cost, "alone"), wireNs / 2, long.MaxValue);
        Assert.InRange(Nanoseconds(cost, "driven"), 0, wireNs / 10);
        Assert.Equal([.. Enumerable.Range(0, Waiting), .. Enumerable.Range(0, Waiting)], Numbers(run.Lines, "cost"));
        Assert.DoesNotContain("tx hold register", run.Log, StringComparison.Ordinal);
    }

    private static QemuMachine Start(string run, int processors) => QemuMachine.Start(
        new QemuOptions
        {
            Kernel = Images.TestsElf,
            CommandLine = $"exit=isa-debug onfault=stop cores=all run=console-{run}",
            MemoryMib = 128,
            Processors = processors,
        },
        Repository.LogFile($"boot-console-{run}-{processors}"));

    private static string NextLine(QemuMachine machine)
    {
        ConsoleEvent next = machine.Read(Patience.Emulated);
        Assert.True(next.Kind == ConsoleEventKind.Line, $"{next.Kind}; the console:\n{machine.ConsoleTail}");
        return next.Text;
    }

    // Of the lines of a writer; a line that is torn has none, and whatever is expected is not there.
    private static List<int> Numbers(IEnumerable<string> lines, string writer) =>
    [
        .. lines.Select(line => Whole().Match(line))
            .Where(match => match.Groups["writer"].Value == writer)
            .Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)),
    ];

    private static long Nanoseconds(Match cost, string group) =>
        long.Parse(cost.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^line (?<writer>[a-z]+) (?<number>[0-9]+) z{100}$")]
    private static partial Regex Whole();

    [GeneratedRegex("^cost: (?<alone>[0-9]+) ns alone, (?<driven>[0-9]+) ns with a driver$")]
    private static partial Regex Cost();
}
