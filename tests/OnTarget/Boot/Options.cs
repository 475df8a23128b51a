using Cosmos.Core.Boot;

namespace Cosmos.Tests.OnTarget.Boot;

/// <summary>Claims about boot options as an image reads them; the parser itself is tested on the host.</summary>
public sealed class Options
{
    /// <summary>An option that does not exist has no value.</summary>
    [Fact]
    public void An_unknown_option_has_no_value()
    {
        Assert.Null(BootOptions.Find("no-such-option"));
        Assert.Null(BootOptions.Find(string.Empty));
        Assert.Null(BootOptions.Find("grün"));
    }

    /// <summary>An option that was not given has its default.</summary>
    [Fact]
    public void An_option_that_was_not_given_has_its_default() => Assert.Equal("both", BootOptions.Find("console"));

    /// <summary>A programmer's error is told as one.</summary>
    [Fact]
    public void A_null_name_is_refused() =>
        Assert.Throws<ArgumentNullException>(static () => BootOptions.Find(null!));
}
