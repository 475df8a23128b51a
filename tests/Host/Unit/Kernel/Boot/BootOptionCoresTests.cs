// Numbers of cores come from people: claims about what is read and what is refused.
using System.Text;
using Cosmos.Core.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

public class BootOptionCoresTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    [InlineData("64", 64)]
    [InlineData("007", 7)]
    [InlineData("all", 64)]
    public void ReadsANumberOrAll(string text, int expected)
    {
        Assert.True(BootOptionCores.TryParse(Encoding.UTF8.GetBytes(text), out int cores));
        Assert.Equal(expected, cores);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("2x")]
    [InlineData("ALL")]
    [InlineData("18446744073709551617")]
    public void RefusesTheRest(string text) =>
        Assert.False(BootOptionCores.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
