using Cosmos.Testing;

namespace Cosmos.Tests.Host.Unit.Testing;

/// <summary>Claims about the runner inside the machine.</summary>
public sealed class CaseRunnerTests
{
    private readonly List<string> _lines = [];

    /// <summary>What a case throws is reported, and the next case runs all the same.</summary>
    [Fact]
    public void A_failing_case_does_not_disturb_the_others()
    {
        CaseTotals totals = Run(
            "*",
            new("A", static () => throw new InvalidOperationException("first\nsecond", new FormatException("inner"))),
            new("B", static () => { }));
        Assert.Equal(new CaseTotals(1, 1), totals);
        Assert.Equal(5, _lines.Count);
        Assert.Equal("@test begin A", _lines[0]);
        Assert.StartsWith(
            @"@test fail A System.InvalidOperationException: first\nsecond\n", _lines[1], StringComparison.Ordinal);
        Assert.Contains(@"\ncaused by System.FormatException: inner", _lines[1], StringComparison.Ordinal);
        Assert.Equal("@test begin B", _lines[2]);
        Assert.StartsWith("@test pass B ", _lines[3], StringComparison.Ordinal);
        Assert.Equal("@test end 1 1", _lines[4]);
    }

    /// <summary>What a crash case throws is not caught: going unhandled is its point.</summary>
    [Fact]
    public void A_crash_case_is_not_protected() => Assert.Throws<InvalidOperationException>(() =>
        Run("A", new TestCase("A", static () => throw new InvalidOperationException(), "boom")));

    /// <summary>A crash case that does not crash has failed.</summary>
    [Fact]
    public void A_crash_case_that_returns_has_failed() =>
        Assert.Equal(new CaseTotals(0, 1), Run("A", new TestCase("A", static () => { }, "boom")));

    /// <summary>Where an image brings processes, ordinary cases run there; cases that end the machine do not.</summary>
    [Fact]
    public void An_image_says_where_its_cases_run()
    {
        var sent = new List<string>();
        TestCase ordinary = new("A", static () => throw new InvalidOperationException());
        new CaseRunner(_lines.Add, item => Note(sent, item)).Run([ordinary], "A");
        new CaseRunner(_lines.Add, item => Note(sent, item)).Run([new("B", static () => { }, "boom")], "B");
        Assert.Equal(["A"], sent);
        Assert.Equal("@test fail A it died", _lines[1]);

        static string Note(List<string> sent, TestCase item)
        {
            sent.Add(item.Name);
            return "it died";
        }
    }

    /// <summary>A misspelt name must not pass for a run without failures.</summary>
    [Fact]
    public void A_selection_of_nothing_has_failed() =>
        Assert.Equal(new CaseTotals(0, 1), Run("Z", new TestCase("A", static () => { })));

    /// <summary>
    /// But when the case that hung was the last one, there is nothing left to run, and nothing wrong with that.
    /// </summary>
    [Fact]
    public void A_continuation_may_be_empty() =>
        Assert.Equal(new CaseTotals(0, 0), Run("*,after:A", new TestCase("A", static () => { })));

    private CaseTotals Run(string selection, params TestCase[] table) =>
        new CaseRunner(_lines.Add).Run(table, selection);
}
