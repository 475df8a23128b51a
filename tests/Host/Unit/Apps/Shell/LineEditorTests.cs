// The shell's line editor, typed at: what a user of readline expects of these keys.
using System.Text;
using Cosmos.Apps.Shell;

namespace Cosmos.Tests.Host.Unit.Apps.Shell;

public class LineEditorTests
{
    private const string Up = "\x1b[A";
    private const string Down = "\x1b[B";
    private const string Left = "\x1b[D";
    private const string Home = "\x1b[H";
    private const string Delete = "\x1b[3~";

    private readonly LineEditor _editor = new("> ", ["help", "info", "irq", "kill"]);
    private readonly StringBuilder _screen = new();

    // A line is what was typed, trimmed, and Enter ends it.
    [Theory]
    [InlineData("help\n", "help")]
    [InlineData("  info  7 \n", "info  7")]
    [InlineData("\n", "")]
    [InlineData("größe €\n", "größe €")]
    [InlineData("𝄞\n", "𝄞")]
    public void EnterCompletesTheLine(string typed, string line) => Assert.Equal(line, Type(typed));

    // Editing keys, each by its control character or its escape sequence.
    [Theory]
    [InlineData("helo\x7fp\n", "help")]
    [InlineData("hlp" + Left + Left + "e\n", "help")]
    [InlineData("elp" + Home + "h\n", "help")]
    [InlineData("elp\x01h\x05!\n", "help!")]
    [InlineData("xhelp" + Home + Delete + "\n", "help")]
    [InlineData("help me now\x17\x17\n", "help")]
    [InlineData("rubbish\x15kill\n", "kill")]
    [InlineData("kill them all\x01\x06\x06\x06\x06\x0b\n", "kill")]
    public void KeysEdit(string typed, string line) => Assert.Equal(line, Type(typed));

    // Up and down walk through what was entered, and come back to what was begun.
    [Fact]
    public void HistoryIsWalked()
    {
        Type("first\n");
        Type("second\n");
        Type("second\n"); // twice is once
        Assert.Equal("first", Type(Up + Up + "\n"));
        Assert.Equal("second", Type(Up + Up + "\n"));
        Assert.Equal("begun", Type("begun" + Up + Down + "\n"));
    }

    // Tab completes what is unique, goes as far as words agree, and then lists them.
    [Fact]
    public void TabCompletes()
    {
        Assert.Equal("kill 7", Type("k\t7\n"));
        Assert.Equal("info", Type("in\t\n"));
        Type("i\t");
        Assert.Contains("info  irq", _screen.ToString(), StringComparison.Ordinal);
        Assert.Equal("irq", Type("r\t\n"));
        Type("zzz\t");
        Assert.EndsWith("\a", _screen.ToString(), StringComparison.Ordinal);
    }

    // Ctrl-C drops the line and tells.
    [Fact]
    public void InterruptDropsTheLine()
    {
        Type("kill everyb");
        Assert.Equal(EditorEvent.Interrupt, _editor.Feed(3).Event);
        Assert.Equal("", Type("\n"));
    }

    // A line has a bound, at which a bell rings.
    [Fact]
    public void LinesAreBounded()
    {
        string line = Type(new string('x', 2000) + "\n");
        Assert.Equal(500, line.Length);
        Assert.Contains("\a", _screen.ToString(), StringComparison.Ordinal);
    }

    // Whatever comes over the line, the editor goes on: any bytes, then a sane line.
    [Fact]
    public void AnyBytesAreSurvived()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        byte[] noise = new byte[20_000];
        random.NextBytes(noise);
        foreach (byte value in noise)
        {
            _editor.Feed(value);
        }

        // Out of any unfinished sequence, then an empty line.
        Type("~\x15\n");
        Type("\x15");
        Assert.True(Type("help\n").EndsWith("help", StringComparison.Ordinal), $"seed {seed}");
    }

    private string Type(string text)
    {
        string line = "";
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            EditorStep step = _editor.Feed(value);
            _screen.Append(step.Echo);
            line = step.Event == EditorEvent.Line ? step.Line : line;
        }

        return line;
    }
}
