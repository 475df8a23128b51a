using Cosmos.Testing;
using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Claims about the parser of the line protocol: it reads what a runner writes, and nothing else.</summary>
public sealed class CaseReportLineTests
{
    /// <summary>Whatever a failure message holds, it comes out as it went in.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two\nlines\r\nand a tab\t")]
    [InlineData(@"a path C:\new\u0041\\")]
    [InlineData("escape \u001b[31m and nul \0 and line separator \u2028 and next line \u0085")]
    [InlineData("@test pass Other.Case 3")]
    public void A_message_survives_the_console(string message)
    {
        string line = CaseProtocol.Fail("Some.Case", message);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.True(CaseReportLine.TryParse(line, out CaseReportLine read));
        Assert.Equal(new CaseReportLine(CaseReportKind.Fail, "Some.Case", message), read);
    }

    /// <summary>All four lines are read as they are written.</summary>
    [Fact]
    public void Every_line_of_the_protocol_is_read()
    {
        Assert.Equal(new CaseReportLine(CaseReportKind.Begin, "A.B"), Read(CaseProtocol.Begin("A.B")));
        Assert.Equal(new CaseReportLine(CaseReportKind.Pass, "A.B", First: 17), Read(CaseProtocol.Pass("A.B", 17)));
        Assert.Equal(
            new CaseReportLine(CaseReportKind.End, string.Empty, First: 3, Second: 1),
            Read(CaseProtocol.End(3, 1)));
    }

    /// <summary>A case that printed without a line end does not hide its result.</summary>
    [Fact]
    public void A_report_behind_other_text_is_found() =>
        Assert.Equal(new CaseReportLine(CaseReportKind.Pass, "A", First: 1), Read("....@test pass A 1"));

    /// <summary>What is not exactly a line of the protocol is not one.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("@test")]
    [InlineData("@test ")]
    [InlineData("@test begin")]
    [InlineData("@test begin ")]
    [InlineData("@test begin Two Words")]
    [InlineData("@test begin Bad\uFFFDName")]
    [InlineData("@test pass A")]
    [InlineData("@test pass A -1")]
    [InlineData("@test pass A 1 2")]
    [InlineData("@test pass A 99999999999999999999")]
    [InlineData("@test fail A")]
    [InlineData("@test end 1")]
    [InlineData("@test end one two")]
    [InlineData("@TEST begin A")]
    [InlineData("@test began A")]
    public void Anything_else_is_console_output(string line) => Assert.False(CaseReportLine.TryParse(line, out _));

    /// <summary>A backslash at the end, or before what is no escape, stands for itself.</summary>
    [Theory]
    [InlineData(@"\", @"\")]
    [InlineData(@"\x", @"\x")]
    [InlineData(@"\u12", @"\u12")]
    [InlineData(@"\u12G4", @"\u12G4")]
    [InlineData(@"\u0041", "A")]
    [InlineData(@"\\n", @"\n")]
    public void A_damaged_escape_is_shown_as_it_is(string escaped, string text) =>
        Assert.Equal(text, CaseProtocol.Unescape(escaped));

    /// <summary>
    /// Any text at all is either a report or not; it never throws. The seed of a failure is in its message.
    /// </summary>
    [Fact]
    public void No_text_upsets_the_parser()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        string[] words = ["@test", " ", "begin", "pass", "fail", "end", "A.B", "7", "\\", "\\u00", "\0", "\uD800"];
        for (int round = 0; round < 20_000; round++)
        {
            string line = string.Concat(random.GetItems(words, random.Next(8)));
            Exception? thrown = Record.Exception(() => CaseReportLine.TryParse(line, out _));
            Assert.True(thrown is null, $"seed {seed}, line {line}: {thrown}");
        }
    }

    private static CaseReportLine Read(string line)
    {
        Assert.True(CaseReportLine.TryParse(line, out CaseReportLine read));
        return read;
    }
}
