using System.Text;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Claims about how console bytes become lines, whatever the bytes and however the pipe cuts them.</summary>
public sealed class LineSplitterTests
{
    private const int Longest = 16;

    /// <summary>The same text cut at every place gives the same lines, also inside a UTF-8 sequence.</summary>
    [Fact]
    public void The_cuts_of_the_pipe_do_not_show()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("grün\r\n€ 5\n\nrest");
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(["grün", "€ 5", "", "rest"], Lines(bytes[..cut], bytes[cut..]));
        }
    }

    /// <summary>A line that never ends is delivered in pieces and does not grow in memory.</summary>
    [Fact]
    public void An_endless_line_comes_in_pieces()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(new string('x', (2 * Longest) + 3));
        Assert.Equal([Longest, Longest, 3], Lines(bytes).Select(static line => line.Length));
    }

    /// <summary>Bytes that are not UTF-8 cost no line and throw nothing.</summary>
    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters() =>
        Assert.Equal(["\uFFFD\uFFFDok", "\uFFFD"], Lines([0xFF, 0xC3, (byte)'o', (byte)'k', (byte)'\n', 0xE2, 0x82]));

    private static List<string> Lines(params byte[][] pieces)
    {
        var splitter = new LineSplitter(Longest);
        var lines = new List<string>();
        foreach (byte[] piece in pieces)
        {
            splitter.Add(piece, lines.Add);
        }

        splitter.Finish(lines.Add);
        return lines;
    }
}
