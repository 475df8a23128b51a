// The command line is input from outside: these are claims about what comes of each form that a boot loader or a person
// can produce, and about bytes that nobody should produce.
using System.Text;
using Cosmos.Core.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

public class BootOptionsParserTests
{
    // QEMU -append and GRUB both hand over blank-separated words.
    [Theory]
    [InlineData("console=serial exit=isa-debug", "console=serial|exit=isa-debug")]
    [InlineData("  \t console=both\t\n", "console=both")]
    [InlineData("help", "help=")]
    [InlineData("", "")]
    [InlineData("run=A run=B", "run=A|run=B")]
    [InlineData("run=a=b", "run=a=b")]
    public void AcceptsKnownOptions(string line, string expected) => Assert.Equal(expected, Accepted(line));

    // Blanks inside quotation marks belong to the value; GRUB moves the marks round the whole word and escapes.
    [Theory]
    [InlineData("run=\"a b\" console=screen", "run=a b|console=screen")]
    [InlineData("\"run=a b\"", "run=a b")]
    [InlineData("run=a\" \"b", "run=a b")]
    [InlineData("\"run=say \\\"hi\\\"\"", "run=say \"hi\"")]
    [InlineData("run=C:\\x", "run=C:\\x")]
    [InlineData("run=\\\\x", "run=\\x")]
    public void UnquotesValues(string line, string expected) => Assert.Equal(expected, Accepted(line));

    // Some loaders put the kernel's own path in front. It is neither an option nor a mistake.
    [Theory]
    [InlineData("/boot/kernel.elf console=serial")]
    [InlineData("(cd0)/boot/kernel.elf console=serial")]
    public void SkipsTheKernelsPath(string line)
    {
        Assert.Equal("console=serial", Accepted(line));
        Assert.Empty(Refused(line));
    }

    // Only the first word may be a path: later ones are mistakes like any other unknown word.
    [Fact]
    public void APathInTheMiddleIsUnknown() => Assert.Equal(["Unknown /etc="], Refused("help /etc"));

    [Theory]
    [InlineData("colour=red", "Unknown colour=red")]
    [InlineData("Console=serial", "Unknown Console=serial")]
    [InlineData("console", "Malformed console=")]
    [InlineData("console=", "Malformed console=")]
    [InlineData("console=serial|screen", "Malformed console=serial|screen")]
    [InlineData("console=fast", "Malformed console=fast")]
    [InlineData("help=1", "Malformed help=1")]
    [InlineData("run", "Malformed run=")]
    [InlineData("run=", "Malformed run=")]
    [InlineData("=x", "Unknown =x")]
    [InlineData("run=\"a b", "Unterminated run=a b")]
    public void RefusesTheRest(string line, string expected) => Assert.Equal([expected], Refused(line));

    // The words after a refused one still count.
    [Fact]
    public void GoesOnAfterARefusal() => Assert.Equal("exit=acpi", Accepted("nonsense exit=acpi console=?"));

    // A name with a dot belongs to an application; its value is not looked at.
    [Theory]
    [InlineData("counter.first=5", "ForImage counter.first=5")]
    [InlineData("net.eth0.address=10.0.0.1", "ForImage net.eth0.address=10.0.0.1")]
    [InlineData("a-b.c_d=\"x y\"", "ForImage a-b.c_d=x y")]
    [InlineData("counter.first=", "ForImage counter.first=")]
    [InlineData("counter.first", "Unknown counter.first=")]
    [InlineData(".first=5", "Unknown .first=5")]
    [InlineData("counter.=5", "Unknown counter.=5")]
    [InlineData("a..b=5", "Unknown a..b=5")]
    [InlineData("/etc/x.y=5", "Unknown /etc/x.y=5")]
    public void LeavesNamesWithDotsToTheImage(string line, string expected) =>
        Assert.Equal([expected], Refused($"help {line}"));

    // Names and values come back as they went in, in order; a full store refuses.
    [Fact]
    public void KeepsOptionsForTheImage()
    {
        BootOptionsForImage options = default;
        Assert.True(options.TryAdd("a.b"u8, "one"u8));
        Assert.True(options.TryAdd("c.d"u8, default));
        Assert.False(options.TryAdd("e.f"u8, new byte[BootOptionsForImage.Capacity]));
        Assert.Equal(2, options.Count);
        int place = 0;
        Assert.Equal("a.b"u8, options.Next(ref place));
        Assert.Equal("one"u8, options.Next(ref place));
        Assert.Equal("c.d"u8, options.Next(ref place));
        Assert.True(options.Next(ref place).IsEmpty);
    }

    // A word that does not fit is refused as a whole; cutting it would make it another word.
    [Fact]
    public void RefusesOverlongWords()
    {
        string line = "run=" + new string('x', BootOptionsParser.MaxWord) + " help";
        Assert.StartsWith("TooLong run=xxx", Assert.Single(Refused(line)), StringComparison.Ordinal);
        Assert.Equal("help=", Accepted(line));
    }

    // Exactly at the limit a word is whole.
    [Fact]
    public void AcceptsTheLongestWord()
    {
        string line = "run=" + new string('x', BootOptionsParser.MaxWord - 4);
        Assert.Equal(line, Accepted(line));
    }

    // A NUL ends the line, whatever length was told.
    [Fact]
    public void StopsAtNul() => Assert.Equal("help=", Accepted("help\0 exit=acpi"));

    // Any bytes at all give outcomes, never an exception, and every report is one printable line.
    [Fact]
    public void SurvivesAnyBytes()
    {
        const int seed = 20260801;
        Random random = new(seed);
        byte[] alphabet = "console=run \"\\'\t\n/()abx\0\u00ff"u8.ToArray();
        for (int round = 0; round < 20_000; round++)
        {
            byte[] line = new byte[random.Next(80)];
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = round % 2 == 0 ? alphabet[random.Next(alphabet.Length)] : (byte)random.Next(256);
            }

            foreach (string report in Reports(line))
            {
                bool printable = report.All(character => character is >= ' ' and <= '~');
                Assert.True(printable, $"seed {seed}, round {round}: {report}");
            }
        }
    }

    // What a person reads: the option's name, what is wrong, what is allowed, what happens now.
    [Theory]
    [InlineData("console=fast", "boot option console=fast: must be console=serial|screen|both; using both")]
    [InlineData("exit", "boot option exit: must be exit=acpi|isa-debug; using acpi")]
    [InlineData("help=1", "boot option help=1: takes no value; ignored")]
    [InlineData("run=", "boot option run: must be run=text; ignored")]
    [InlineData("memory=lots", "boot option memory=lots: must be memory=SIZE (such as 256M); using 2G")]
    [InlineData("run=\"x", "boot option run=x: the quotation mark is never closed; ignored")]
    public void ReportsInOneClearLine(string line, string expected) =>
        Assert.Equal([expected], Reports(Encoding.UTF8.GetBytes(line)));

    // An unknown word is shown made harmless, with all that would have been known.
    [Fact]
    public void ReportsWhatIsKnown()
    {
        IEnumerable<int> rows = Enumerable.Range(0, BootOptionTable.Count);
        IEnumerable<string> known = rows.Select(row => Text(BootOptionTable.At(row).Name));
        Assert.Equal(
            [$"boot option c?=?[2J: unknown, ignored; known are {string.Join(", ", known)}"],
            Reports("c\u0001=\u001b[2J"u8.ToArray()));
    }

    // A long mistake is shown cut, so that the line stays one line.
    [Fact]
    public void CutsLongMistakes()
    {
        string mistake = new string('n', 60) + "=" + new string('v', 60);
        string report = Assert.Single(Reports(Encoding.UTF8.GetBytes(mistake)));
        Assert.StartsWith(
            $"boot option {new string('n', 40)}...={new string('v', 40)}...: unknown",
            report,
            StringComparison.Ordinal);
    }

    // A new row of the table must be found by its name, and its own default must be a value that it accepts.
    [Fact]
    public void EveryRowOfTheTableIsSound()
    {
        for (int row = 0; row < BootOptionTable.Count; row++)
        {
            BootOption option = BootOptionTable.At(row);
            Assert.Equal(row, BootOptionTable.Find(option.Name));
            Assert.False(option.Help.IsEmpty);
            Assert.True(option.Default.IsEmpty || option.Accepts(true, option.Default));
            Assert.True(BootOptionReport.Help(option, new byte[BootOptionReport.MaxLine]).Length < 120);
        }
    }

    // Later wins, an absent option is not given, a full store refuses.
    [Fact]
    public void KeepsValues()
    {
        BootOptionValues values = default;
        Assert.False(values.IsGiven(0));
        Assert.True(values.TrySet(0, "one"u8));
        Assert.True(values.TrySet(0, "two"u8));
        Assert.True(values.TrySet(1, default));
        Assert.Equal("two"u8, values.Value(0));
        Assert.True(values.IsGiven(1));
        Assert.True(values.Value(1).IsEmpty);
        Assert.False(values.TrySet(2, new byte[BootOptionValues.Capacity]));
        Assert.False(values.IsGiven(2));
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static string Accepted(string line)
    {
        List<string> words = [];
        BootOptionsParser parser = new(Encoding.UTF8.GetBytes(line), new byte[BootOptionsParser.MaxWord]);
        while (parser.Next())
        {
            if (parser.Outcome == BootOptionOutcome.Accepted)
            {
                words.Add($"{Text(parser.Name)}={Text(parser.Value)}");
            }
        }

        return string.Join('|', words);
    }

    private static List<string> Refused(string line)
    {
        List<string> words = [];
        BootOptionsParser parser = new(Encoding.UTF8.GetBytes(line), new byte[BootOptionsParser.MaxWord]);
        while (parser.Next())
        {
            if (parser.Outcome != BootOptionOutcome.Accepted)
            {
                words.Add($"{parser.Outcome} {Text(parser.Name)}={Text(parser.Value)}");
            }
        }

        return words;
    }

    private static List<string> Reports(byte[] line)
    {
        List<string> reports = [];
        byte[] buffer = new byte[BootOptionReport.MaxLine];
        BootOptionsParser parser = new(line, new byte[BootOptionsParser.MaxWord]);
        while (parser.Next())
        {
            if (parser.Outcome is not (BootOptionOutcome.Accepted or BootOptionOutcome.ForImage))
            {
                reports.Add(Encoding.Latin1.GetString(BootOptionReport.Refusal(parser, buffer)));
            }
        }

        return reports;
    }
}
