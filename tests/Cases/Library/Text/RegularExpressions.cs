// The interpreting regular expression engine: the compiling one needs code generation at run time, which an
// ahead-of-time image has not. Every expression is made by the constructor that takes nothing but the pattern, with
// options written inside it: the other constructors and the static methods reach the non-backtracking engine, and
// through it tasks and the thread pool. Kept in one small file, because the engine is the largest single library an
// image can pull in.
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Matching, capturing and replacing by the <see cref="Regex"/> interpreter.</summary>
public sealed class RegularExpressions
{
    /// <summary>Groups capture by number and name, and alternatives are tried from left to right.</summary>
    [Fact]
    public void GroupsCaptureByNumberAndName()
    {
        Match match = New(@"(?<name>\w+)=(?<value>[\w-]+)").Match("boot: exit=isa-debug mem=64");
        Assert.True(match.Success);
        Assert.Equal("exit", match.Groups["name"].Value);
        Assert.Equal("isa-debug", match.Groups[2].Value);
        Assert.Equal(6, match.Index);
        Assert.Equal("mem", match.NextMatch().Groups["name"].Value);
        Assert.False(match.NextMatch().NextMatch().Success);
    }

    /// <summary>Lazy and greedy quantifiers, look-around, back references and anchors do what they say.</summary>
    [Fact]
    public void TheLanguageOfPatternsIsComplete()
    {
        Assert.Equal("<a>", New("<.+?>").Match("<a><b>").Value);
        Assert.Equal("<a><b>", New("<.+>").Match("<a><b>").Value);
        Assert.Equal("abab", New(@"(ab)\1").Match("xababab").Value);
        Assert.Equal("12", New(@"\d+(?=em)").Match("px10 12em").Value);
        Assert.Equal("10", New(@"(?<=px)\d+").Match("v7 px10").Value);
        Assert.True(New("(?im)^two$").IsMatch("one\nTWO\nthree"));
        Assert.False(New(@"\Aa{2,3}\z").IsMatch("aaaa"));
    }

    /// <summary>Replace substitutes groups and calls an evaluator; Split cuts at matches.</summary>
    [Fact]
    public void ReplaceSubstitutesAndSplitCuts()
    {
        Assert.Equal("2024/02/29", New(@"(\d+)\.(\d+)\.(\d+)").Replace("29.02.2024", "$3/$2/$1"));
        Assert.Equal("<A>b<C>", New("[ac]").Replace("abc", m => "<" + m.Value.ToUpperInvariant() + ">"));
        Assert.Sequence(["a", "b", "c"], New(@"\d+").Split("a1b22c"));
        Assert.Equal(3, New(@"\d+").Count("a1b22c333"));
        Assert.Equal(@"1\+1=2\?", Regex.Escape("1+1=2?"));
    }

    /// <summary>A broken pattern is refused when the expression is made.</summary>
    [Fact]
    public void ABrokenPatternIsRefused()
    {
        Assert.Equal(
            RegexParseError.InsufficientClosingParentheses,
            Assert.Throws<RegexParseException>(() => New("(a")).Error);
    }

    private static Regex New(string pattern) => new(pattern);
}
