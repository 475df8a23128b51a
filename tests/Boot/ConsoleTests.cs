// What several cores write at once arrives line by line: whatever a process hands over in one piece has nothing of
// another's in its midst, though the serial line takes 16 bytes at a time and processes are ended in the midst of it:
// those that write, and those that drive the line. The screen says the same.
using System.Globalization;
using System.Text.RegularExpressions;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public partial class ConsoleTests
{
    private const int Ways = 3;

    // With a driver or without one, and with drivers that are killed one after the other: the same lines, each once.
    [Theory]
    [InlineData(1, "of_many_at_once", 25)]
    [InlineData(2, "of_many_at_once", 25)]
    [InlineData(4, "of_many_at_once", 25)]
    [InlineData(1, "through_a_driver", 25)]
    [InlineData(4, "through_a_driver", 25)]
    [InlineData(1, "through_killed_drivers", 100)]
    [InlineData(4, "through_killed_drivers", 100)]
    public void LinesComeOutWhole(int cores, string way, int linesOfEach)
    {
        BootRun run = Run(cores, way);
        List<string> lines = LinesOf(run);
        Assert.All(lines, line => Assert.Matches(Whole(), line));
        ILookup<string, int> numbers = lines.Select(line => Whole().Match(line)).ToLookup(
            match => match.Groups["writer"].Value,
            match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(cores * Ways, numbers.Count);
        Assert.All(numbers, writer => Assert.Equal(Enumerable.Range(0, linesOfEach), writer));
        Claims.TextModeShowsTheSerialLine(run);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TheKilledLeaveNoPartOfALine(int cores)
    {
        BootRun run = Run(cores, "of_the_killed");
        List<string> lines = LinesOf(run);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(Whole(), line));
        Assert.Single(run.Lines, line => line == "the killed are dead");
    }

    private static BootRun Run(int cores, string name)
    {
        BootRun run = BootRun.ToPowerOff($"console-{name}-{cores}", new QemuOptions
        {
            Kernel = Images.TestsElf,
            CommandLine = $"onfault=stop cores=all run=Processes.ConsoleLines.Lines_{name}",
            MemoryMib = 256,
            Processors = cores,
        });
        Assert.Single(run.Lines, line => line == "@test end 1 0");
        return run;
    }

    // Everything between the beginning and the end of the case, but what the case says itself.
    private static List<string> LinesOf(BootRun run) =>
    [
        .. run.Lines
            .SkipWhile(line => !line.StartsWith("@test begin", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith("@test", StringComparison.Ordinal))
            .Where(line => line.Length > 0 && line != "the killed are dead"),
    ];

    [GeneratedRegex(
        "^line (?<writer>[0-9]+ (?:out|error|kernel)) (?<number>[0-9]+) (?<letter>[a-z])\\k<letter>{99}$")]
    private static partial Regex Whole();
}
