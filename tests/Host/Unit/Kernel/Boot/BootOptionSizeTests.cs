// Sizes come from people: claims about what is read and what is refused.
using System.Text;
using Cosmos.Core.Boot;

namespace Cosmos.Tests.Host.Unit.Kernel.Boot;

public class BootOptionSizeTests
{
    // Units are powers of two, as in QEMU's -m, in either case.
    [Theory]
    [InlineData("1", 1ul)]
    [InlineData("4096", 4096ul)]
    [InlineData("64K", 64ul << 10)]
    [InlineData("256M", 256ul << 20)]
    [InlineData("2g", 2ul << 30)]
    [InlineData("999999999G", 999999999ul << 30)]
    public void ReadsDigitsAndAUnit(string text, ulong expected)
    {
        Assert.True(BootOptionSize.TryParse(Encoding.UTF8.GetBytes(text), out ulong bytes));
        Assert.Equal(expected, bytes);
    }

    // No machine has no memory, and nothing may overflow.
    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0M")]
    [InlineData("M")]
    [InlineData("-1")]
    [InlineData("1.5G")]
    [InlineData("256MB")]
    [InlineData("1T")]
    [InlineData("12 M")]
    [InlineData("1234567890")]
    public void RefusesTheRest(string text)
        => Assert.False(BootOptionSize.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
