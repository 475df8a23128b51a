// The interpreting regular expression engine: the compiling one needs code generation at run time, which an
// ahead-of-time image has not. Kept in one small file, because the engine is the largest single library an image can
// pull in.
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Matching, capturing and replacing by the <see cref="Regex"/> interpreter.</summary>
public sealed class RegularExpressions
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    /// <summary>Groups capture by number and name, and alternatives are tried from left to right.</summary>
    [Fact]
    public void GroupsCaptureByNumberAndName()
    {
        Match match = Regex.Match("boot: exit=isa-debug mem=64", @"(?<name>\w+)=(?<value>[\w-]+)", Options);
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
        Assert.Equal("<a>", Regex.Match("<a><b>", "<.+?>", Options).Value);
        Assert.Equal("<a><b>", Regex.Match("<a><b>", "<.+>", Options).Value);
        Assert.Equal("abab", Regex.Match("xababab", @"(ab)\1", Options).Value);
        Assert.Equal("12", Regex.Match("px10 12em", @"\d+(?=em)", Options).Value);
        Assert.Equal("10", Regex.Match("v7 px10", @"(?<=px)\d+", Options).Value);
        const RegexOptions Lines = Options | RegexOptions.Multiline | RegexOptions.IgnoreCase;
        Assert.True(Regex.IsMatch("one\nTWO\nthree", "^two$", Lines));
        Assert.False(Regex.IsMatch("aaaa", @"\Aa{2,3}\z", Options));
    }

    /// <summary>Replace substitutes groups and calls an evaluator; Split cuts at matches.</summary>
    [Fact]
    public void ReplaceSubstitutesAndSplitCuts()
    {
        Assert.Equal("2024/02/29", Regex.Replace("29.02.2024", @"(\d+)\.(\d+)\.(\d+)", "$3/$2/$1", Options));
        Assert.Equal("<A>b<C>", Regex.Replace("abc", "[ac]", m => "<" + m.Value.ToUpperInvariant() + ">", Options));
        Assert.Sequence(["a", "b", "c"], Regex.Split("a1b22c", @"\d+", Options));
        Assert.Equal(3, Regex.Count("a1b22c333", @"\d+", Options));
        Assert.Equal(@"1\+1=2\?", Regex.Escape("1+1=2?"));
    }

    /// <summary>A broken pattern is refused when the expression is made.</summary>
    [Fact]
    public void ABrokenPatternIsRefused()
    {
        Assert.Equal(
            RegexParseError.InsufficientClosingParentheses,
            Assert.Throws<RegexParseException>(() => new Regex("(a", Options)).Error);
    }
}
