// Text algorithms over spans: nothing is allocated, so these are the calls for hot paths of a kernel and its
// protocols. SearchValues precomputes a set of characters, bytes or words and may choose any algorithm; what it finds
// may not depend on that choice, so it is compared with a plain loop.
using System.Buffers;
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Searching, splitting and comparing of text in spans.</summary>
public sealed class SpanText
{
    private static readonly SearchValues<char> s_vowels = SearchValues.Create("aeiouAEIOU");
    private static readonly SearchValues<byte> s_separators = SearchValues.Create(" ,;\t"u8);

    /// <summary>SearchValues finds what a loop finds, in random text of every length.</summary>
    [Fact]
    public void SearchValuesFindWhatALoopFinds()
    {
        const int Seed = 99;
        Random random = new(Seed);
        for (int length = 0; length < 150; length++)
        {
            char[] text = [.. Enumerable.Range(0, length).Select(_ => "bfjnbfjnbfje"[random.Next(12)])];
            int expected = Array.FindIndex(text, c => "aeiouAEIOU".Contains(c));
            Assert.True(expected == text.AsSpan().IndexOfAny(s_vowels), $"seed {Seed}, length {length}");
            Assert.Equal(expected >= 0, text.AsSpan().ContainsAny(s_vowels));
        }

        Assert.Equal(5, "hello world"u8.IndexOfAny(s_separators));
        Assert.True(s_vowels.Contains('E') && !s_vowels.Contains('x'));
    }

    /// <summary>SearchValues over words finds the first of several words, in either case.</summary>
    [Fact]
    public void SearchValuesFindWords()
    {
        string[] names = ["panic", "fault", "abort"];
        SearchValues<string> words = SearchValues.Create(names, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(9, "the page Fault and the panic".AsSpan().IndexOfAny(words));
        Assert.Equal(-1, "all is well".AsSpan().IndexOfAny(words));
    }

    /// <summary>Split over a span gives ranges, and Split into ranges says how many there are.</summary>
    [Fact]
    public void SplittingASpanGivesRanges()
    {
        ReadOnlySpan<char> line = "mem=64,smp=2,,quiet";
        List<string> parts = [];
        foreach (Range range in line.Split(','))
        {
            parts.Add(line[range].ToString());
        }

        Assert.Sequence(["mem=64", "smp=2", "", "quiet"], parts);
        Span<Range> ranges = stackalloc Range[3];
        Assert.Equal(3, line.Split(ranges, ',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("quiet", line[ranges[2]].ToString());
        Assert.Equal(2, "a=b=c".AsSpan().SplitAny(ranges[..2], "=;"));
        Assert.Equal("b=c", "a=b=c".AsSpan()[ranges[1]].ToString());
    }

    /// <summary>Lines end at CR, LF, CRLF and the Unicode line ends.</summary>
    [Fact]
    public void LinesEndAtEveryKindOfLineEnd()
    {
        List<string> lines = [];
        foreach (ReadOnlySpan<char> line in "one\ntwo\r\nthree\rfour\u2028five\n".AsSpan().EnumerateLines())
        {
            lines.Add(line.ToString());
        }

        Assert.Sequence(["one", "two", "three", "four", "five", ""], lines);
    }

    /// <summary>Spans compare, trim, count, replace and change case like the strings they show.</summary>
    [Fact]
    public void SpansBehaveLikeTheStringsTheyShow()
    {
        ReadOnlySpan<char> text = "  Kernel Panic  ";
        Assert.True(text.Trim().Equals("kernel panic", StringComparison.OrdinalIgnoreCase));
        Assert.True(text.TrimStart().StartsWith("Kernel", StringComparison.Ordinal));
        Assert.Equal(2, text.Count('n'));
        Assert.Equal(2, "abcabc".AsSpan().Count("bc"));
        Span<char> copy = stackalloc char[text.Length];
        Assert.Equal(text.Length, text.ToUpperInvariant(copy));
        Assert.Equal("  KERNEL PANIC  ", copy.ToString());
        copy.Replace(' ', '_');
        Assert.Equal("__KERNEL_PANIC__", copy.ToString());
        Assert.Equal(3, "abcXef".AsSpan().CommonPrefixLength("abcdef"));
        Assert.True("b".AsSpan().CompareTo("a", StringComparison.Ordinal) > 0);
    }

    /// <summary>Parsing works from a slice in the middle of a text.</summary>
    [Fact]
    public void NumbersAreParsedFromSlices()
    {
        ReadOnlySpan<char> text = "x=12;y=-7;z=0x1F";
        Assert.Equal(12, int.Parse(text[2..4], CultureInfo.InvariantCulture));
        Assert.Equal(-7, int.Parse(text[7..9], CultureInfo.InvariantCulture));
        Assert.Equal(0x1F, int.Parse(text[^2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
