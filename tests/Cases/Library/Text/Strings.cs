// Strings are immutable sequences of UTF-16 units. What is claimed here are the ordinal operations: they look at
// units and at nothing else, so they have one right answer on every system and in every culture. Culture-sensitive
// comparison is left out on purpose: the kernel runs with invariant globalization, where it means the same as
// ordinal.
namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Ordinal operations of <see cref="string"/>.</summary>
public sealed class Strings
{
    /// <summary>IndexOf finds the first and LastIndexOf the last occurrence, and -1 says that there is none.</summary>
    [Fact]
    public void IndexOfFindsTheFirstAndLastIndexOfTheLast()
    {
        const string Text = "abracadabra";
        Assert.Equal(0, Text.IndexOf("abra", StringComparison.Ordinal));
        Assert.Equal(7, Text.LastIndexOf("abra", StringComparison.Ordinal));
        Assert.Equal(7, Text.IndexOf("abra", 1, StringComparison.Ordinal));
        Assert.Equal(-1, Text.IndexOf("abrac", 1, StringComparison.Ordinal));
        Assert.Equal(4, Text.IndexOf('c'));
        Assert.Equal(2, Text.IndexOfAny(['c', 'r']));
        Assert.Equal(0, Text.IndexOf("", StringComparison.Ordinal));
        Assert.Equal(5, Text.IndexOf("ADA", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Ordinal comparison orders by unit value, so that capitals come before small letters.</summary>
    [Fact]
    public void OrdinalComparisonOrdersByUnitValue()
    {
        Assert.True(string.CompareOrdinal("Zebra", "apple") < 0);
        Assert.True(string.Compare("Zebra", "apple", StringComparison.OrdinalIgnoreCase) > 0);
        Assert.Equal(0, string.Compare("straSSE", "STRAsse", StringComparison.OrdinalIgnoreCase));
        Assert.True(string.CompareOrdinal("abc", "abcd") < 0);
        Assert.True(string.CompareOrdinal(null, "") < 0);
    }

    /// <summary>Split cuts at every separator and obeys the count and the options.</summary>
    [Fact]
    public void SplitCutsAtEverySeparator()
    {
        Assert.Sequence(["a", "", "b", " c "], "a,,b, c ".Split(','));
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        Assert.Sequence(["a", "b", "c"], "a,,b, c ".Split(',', Tidy));
        Assert.Sequence(["a", ",b, c "], "a,,b, c ".Split(',', 2));
        Assert.Sequence(["1", "2", "3"], "1<>2<>3".Split("<>"));
        Assert.Sequence(["x", "y", "z"], "x+y-z".Split(['+', '-']));
        Assert.Sequence(["one", "two"], "one two".Split());
        Assert.Sequence([""], "".Split(','));
    }

    /// <summary>Join is the inverse of Split for a separator that occurs in no item.</summary>
    [Fact]
    public void JoinUndoesSplit()
    {
        const string Path = "usr/share//doc/";
        Assert.Equal(Path, string.Join('/', Path.Split('/')));
        Assert.Equal("1, 2, 3", string.Join(", ", (List<int>)[1, 2, 3]));
        Assert.Equal("b|c", string.Join("|", ["a", "b", "c", "d"], 1, 2));
        Assert.Equal("a--c", string.Join('-', "a", null, "c"));
        Assert.Equal("", string.Join(",", Array.Empty<string>()));
    }

    /// <summary>Trim without arguments removes Unicode white space, and with arguments just those characters.</summary>
    [Fact]
    public void TrimRemovesWhiteSpaceOrWhatItIsGiven()
    {
        Assert.Equal("x y", "\t\r\n\u00A0\u2003x y \u3000".Trim());
        Assert.Equal("  x", "  x  ".TrimEnd());
        Assert.Equal("x  ", "  x  ".TrimStart());
        Assert.Equal("7", "007".TrimStart('0'));
        Assert.Equal("core", "[(core)]".Trim('[', ']', '(', ')'));
        Assert.Equal("", " \t ".Trim());
    }

    /// <summary>Insert, Remove, Replace, Substring and padding build new strings and leave the old one alone.</summary>
    [Fact]
    public void EditingMakesNewStrings()
    {
        const string Text = "kernel";
        Assert.Equal("ker--nel", Text.Insert(3, "--"));
        Assert.Equal("keel", Text.Remove(2, 2));
        Assert.Equal("KernEl", Text.Replace("k", "K").Replace('e', 'E').Replace("KE", "Ke", StringComparison.Ordinal));
        Assert.Equal("nel", Text.Substring(3));
        Assert.Equal("ern", Text[1..4]);
        Assert.Equal("  kernel", Text.PadLeft(8));
        Assert.Equal("kernel..", Text.PadRight(8, '.'));
        Assert.Equal("KERNEL", Text.ToUpperInvariant());
        Assert.Equal("kernel", Text);
    }

    /// <summary>
    /// Indexes outside the string are refused with ArgumentOutOfRangeException or IndexOutOfRangeException.
    /// </summary>
    [Fact]
    public void IndexesOutsideTheStringAreRefused()
    {
        string text = "abc";
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Substring(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Remove(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => text.Insert(4, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = text[2..5]);
        Assert.Throws<IndexOutOfRangeException>(() => _ = text[3]);
        Assert.Throws<ArgumentNullException>(() => text.Contains(null!));
        Assert.Throws<ArgumentException>(() => text.Replace("", "x"));
    }

    /// <summary>string.Create hands out the characters of the new string once, before anybody can see it.</summary>
    [Fact]
    public void CreateFillsTheStringInPlace()
    {
        string squares = string.Create(10, 3, static (span, factor) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)('0' + (i * factor % 10));
            }
        });
        Assert.Equal("0369258147", squares);
        Assert.Equal("", string.Create(0, 1, static (_, _) => { }));
        Assert.Equal("xxxx", new string('x', 4));
        Assert.Equal("bcd", new string("abcde".ToCharArray(), 1, 3));
    }

    /// <summary>Equality is by content, concatenation treats null as empty, and literals are interned.</summary>
    [Fact]
    public void EqualityIsByContent()
    {
        string built = string.Concat("ab", null, "cd");
        Assert.Equal("abcd", built);
        Assert.NotSame("abcd", built);
        Assert.Same(string.Intern("abcd"), string.Intern(built));
        Assert.Equal("abcd".GetHashCode(), built.GetHashCode());
        Assert.True("ABCD".Equals(built, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            StringComparer.OrdinalIgnoreCase.GetHashCode("ABCD"),
            StringComparer.OrdinalIgnoreCase.GetHashCode(built));
        Assert.True(string.IsNullOrWhiteSpace(" \t"));
        Assert.False(string.IsNullOrEmpty(" "));
    }

    /// <summary>
    /// Every search agrees with a naive loop, over strings long enough for vector code and its tails.
    /// </summary>
    [Fact]
    public void SearchesAgreeWithANaiveLoopAtEveryLength()
    {
        for (int length = 0; length < 70; length++)
        {
            for (int place = 0; place < length; place++)
            {
                string text = new string('a', place) + "b" + new string('a', length - place - 1);
                Assert.Equal(place, text.IndexOf('b'));
                Assert.Equal(place, text.LastIndexOf('b'));
                Assert.Equal(place, text.IndexOfAny(['x', 'b', 'y']));
                Assert.Equal(place, text.IndexOf("b", StringComparison.Ordinal));
                Assert.Equal(place, text.AsSpan().IndexOfAnyExcept('a'));
                Assert.Equal(length - 1, text.Replace("b", "").Length);
            }
        }
    }
}
