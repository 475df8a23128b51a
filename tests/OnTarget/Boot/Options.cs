using System.Text;
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

    /// <summary>Every option that was not given has its default; which these are is the caller's business.</summary>
    [Fact]
    public void An_option_that_was_not_given_has_its_default()
    {
        int checkedOptions = 0;
        for (int row = 0; row < BootOptionTable.Count; row++)
        {
            BootOption option = BootOptionTable.At(row);
            if (!BootOptions.IsGiven(option.Name) && !option.Default.IsEmpty)
            {
                Assert.Equal(
                    Encoding.UTF8.GetString(option.Default), BootOptions.Find(Encoding.UTF8.GetString(option.Name)));
                checkedOptions++;
            }
        }

        Assert.NotEqual(0, checkedOptions);
    }

    /// <summary>A programmer's error is told as one.</summary>
    [Fact]
    public void A_null_name_is_refused() =>
        Assert.Throws<ArgumentNullException>(static () => BootOptions.Find(null!));
}
