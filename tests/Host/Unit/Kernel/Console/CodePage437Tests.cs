// VGA text memory speaks code page 437.
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Host.Unit.Kernel.Consoles;

public class CodePage437Tests
{
    // Known places of the page, from the Unicode consortium's CP437.TXT.
    [Theory]
    [InlineData('A', 0x41)]
    [InlineData('~', 0x7E)]
    [InlineData('Ç', 0x80)]
    [InlineData('é', 0x82)]
    [InlineData('£', 0x9C)]
    [InlineData('░', 0xB0)]
    [InlineData('│', 0xB3)]
    [InlineData('┐', 0xBF)]
    [InlineData('└', 0xC0)]
    [InlineData('─', 0xC4)]
    [InlineData('═', 0xCD)]
    [InlineData('┘', 0xD9)]
    [InlineData('┌', 0xDA)]
    [InlineData('█', 0xDB)]
    [InlineData('ß', 0xE1)]
    [InlineData('µ', 0xE6)]
    [InlineData('°', 0xF8)]
    [InlineData('■', 0xFE)]
    [InlineData('\u00A0', 0xFF)]
    [InlineData('õ', '?')] // Latin-1, but not in the page
    [InlineData('漢', '?')]
    public void EncodesWhatThePageHas(char character, int value) =>
        Assert.Equal((byte)value, CodePage437.Encode(character));

    // There and back again, for every byte that shows a character.
    [Fact]
    public void DecodeInvertsEncode()
    {
        for (int value = 0x20; value <= 0xFF; value++)
        {
            if (value != 0x7F)
            {
                Assert.Equal((byte)value, CodePage437.Encode(CodePage437.Decode((byte)value)));
            }
        }
    }
}
