// What several cores write at once arrives line by line: whatever a process hands over in one piece has nothing of
// another's in its midst, though the serial line takes 16 bytes at a time and processes are ended while they write.
using System.Globalization;
using System.Text.RegularExpressions;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public partial class ConsoleTests
{
    private const int Ways = 3;
    private const int LinesOfEach = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void LinesComeOutWhole(int cores)
    {
        BootRun run = Run(cores, "Lines_of_many_at_once");
        List<string> lines = LinesOf(run);
        Assert.All(lines, line => Assert.Matches(Whole(), line));
        ILookup<string, int> numbers = lines.Select(line => Whole().Match(line)).ToLookup(
            match => match.Groups["writer"].Value,
            match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(cores * Ways, numbers.Count);
        Assert.All(numbers, writer => Assert.Equal(Enumerable.Range(0, LinesOfEach), writer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TheKilledLeaveNoPartOfALine(int cores)
    {
        BootRun run = Run(cores, "Lines_of_the_killed");
        List<string> lines = LinesOf(run);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(Whole(), line));
        Assert.Single(run.Lines, line => line == "the killed are dead");
    }

    private static BootRun Run(int cores, string name)
    {
        BootRun run = BootRun.ToPowerOff($"console-{name[9..13]}-{cores}", new QemuOptions
        {
            Kernel = Images.TestsElf,
            CommandLine = $"onfault=stop cores=all run=Processes.ConsoleLines.{name}",
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
