// What an event looks like, to the letter: somebody reads it at night.
using Cosmos.Runtime;
using Cosmos.Runtime.Logging;

namespace Cosmos.Tests.OnTarget.Logging;

/// <summary>Claims about texts of events.</summary>
public sealed class FormatterSuite
{
    private static LogEvent Event => new()
    {
        Time = new DateTime(2026, 11, 29, 1, 34, 52, 123, DateTimeKind.Utc),
        Level = LogLevel.Error,
    };

    /// <summary>One line: when, how bad, who, what, where, and what belongs to it.</summary>
    [Fact]
    public void One_line()
    {
        LogEvent item = Event with
        {
            Process = new Pid(42, 0),
            Name = "call_17",
            Component = "sip",
            Text = "the peer sent no contact",
            Member = "OnInvite",
            File = "/cosmos/apps/Switch/Call.cs",
            Line = 42,
            Fields = [new LogField("leg", 2), new LogField("peer", null)],
        };
        Assert.Equal(
            "2026-11-29 01:34:52.123 error     <0.42.0> call_17 sip: the peer sent no contact (Call.OnInvite:42) "
            + "leg=2 peer=null\n",
            item.ToString());
        Assert.Equal(
            "01:34 error     <0.42.0> call_17 sip: the peer sent no contact leg=2 peer=null\n",
            new LogFormatter { TimeFormat = "HH:mm", ShowsMember = false }.Format(item));
        Assert.Equal(
            "2026-11-29 01:34:52.123 debug     x\n", (Event with { Level = LogLevel.Debug, Text = "x" }).ToString());
    }

    /// <summary>What has more lines is indented, and cut when it is a book.</summary>
    [Fact]
    public void Many_lines()
    {
        Assert.Equal(
            "2026-11-29 01:34:52.123 error     first\n    second\n    \n    third\n",
            (Event with { Text = "first\r\n  second\n\nthird\n\n" }).ToString());
        string book = string.Join('\n', Enumerable.Range(0, 150).Select(static number => $"line {number}"));
        string[] lines = (Event with { Text = book }).ToString().Split('\n');
        Assert.Equal(102, lines.Length);
        Assert.Equal("    … and 50 lines more", lines[100]);
    }

    /// <summary>A report of the runtime says itself who it was: its kind stands where that would.</summary>
    [Fact]
    public void Reports_of_the_runtime() => Assert.Equal(
        "2026-11-29 01:34:52.123 error     CRASH <0.42.0> call_17 ended: error (oh)\n"
        + "    at Call.OnInvite()\n    links: <0.7.0>\n",
        (Event with
        {
            Process = new Pid(42, 0),
            Text = "=CRASH REPORT==== <0.42.0> call_17 ended: error (oh)\n   at Call.OnInvite()\n    links: <0.7.0>\n",
        }).ToString());
}
