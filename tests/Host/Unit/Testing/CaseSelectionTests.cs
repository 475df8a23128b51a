using Cosmos.Testing;

namespace Cosmos.Tests.Host.Unit.Testing;

/// <summary>Claims about what the text of <c>run=</c> selects.</summary>
public sealed class CaseSelectionTests
{
    private static readonly TestCase[] s_table =
    [
        Case("A.One"), Case("A.Two"), new("A.Three", static () => { }, "boom"), Case("B.One"), Case("B.OneMore"),
    ];

    /// <summary>Crash cases run only when they are called by their whole name.</summary>
    [Theory]
    [InlineData(null, "A.One A.Two B.One B.OneMore")]
    [InlineData("", "A.One A.Two B.One B.OneMore")]
    [InlineData("*", "A.One A.Two B.One B.OneMore")]
    [InlineData("A.*", "A.One A.Two")]
    [InlineData("A.T*", "A.Two")]
    [InlineData("A.Three", "A.Three")]
    [InlineData("B.One", "B.One")]
    [InlineData("b.one", "")]
    [InlineData("*,after:A.Two", "B.One B.OneMore")]
    [InlineData("A.*,after:A.One", "A.Two")]
    [InlineData("*,after:B.OneMore", "")]
    [InlineData("*,after:Unknown", "")]
    public void A_text_selects(string? text, string names) =>
        Assert.Equal(names, string.Join(' ', new CaseSelection(text).Of(s_table).Select(static item => item.Name)));

    /// <summary>A run that goes on twice forgets where it went on the first time.</summary>
    [Fact]
    public void After_replaces_an_earlier_after()
    {
        string once = CaseSelection.After("B.*", "B.One");
        Assert.Equal("B.*,after:B.One", once);
        Assert.Equal("B.*,after:B.OneMore", CaseSelection.After(once, "B.OneMore"));
        Assert.Equal("*,after:A", CaseSelection.After(null, "A"));
    }

    private static TestCase Case(string name) => new(name, static () => { });
}
