// The font's table is made by a script from somebody else's font: these claims would catch a wrong conversion, and they
// are what lets the boot tests read a screenshot back.
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Host.Unit.Kernel.Consoles;

public class Font8x16Tests
{
    // The index arithmetic and its inverse agree over the whole table.
    [Fact]
    public void EveryGlyphIsFoundByItsCharacter()
    {
        for (int index = 0; index < Font8x16.Count; index++)
        {
            Assert.True(Font8x16.Has(Font8x16.CharacterAt(index)));
        }

        Assert.Equal(' ', Font8x16.CharacterAt(0));
        Assert.Equal('\u259F', Font8x16.CharacterAt(Font8x16.Count - 1));
    }

    // ASCII, Latin-1, box drawing and block elements are there, their neighbours are not.
    [Theory]
    [InlineData(' ', true)]
    [InlineData('~', true)]
    [InlineData('\u001F', false)]
    [InlineData('\u007F', false)]
    [InlineData('\u009F', false)]
    [InlineData('\u00A0', true)]
    [InlineData('ÿ', true)]
    [InlineData('\u0100', false)]
    [InlineData('\u24FF', false)]
    [InlineData('─', true)]
    [InlineData('█', true)]
    [InlineData('\u259F', true)]
    [InlineData('\u25A0', false)]
    [InlineData('\uFFFF', false)]
    public void CoversTheRangesItPromises(char character, bool covered) =>
        Assert.Equal(covered, Font8x16.Has(character));

    // A letter that anyone can check by eye, and the full block.
    [Fact]
    public void GlyphsAreTheRightWayUp()
    {
        IEnumerable<string> rows = Font8x16.Glyph('L').ToArray().Select(row => $"{row:b8}");
        string drawn = string.Join('\n', rows).Replace('0', '.').Replace('1', '#');
        Assert.Equal(
            """
            ........
            ........
            ##......
            ##......
            ##......
            ##......
            ##......
            ##......
            ##......
            ##......
            ##......
            .######.
            ........
            ........
            ........
            ........
            """.ReplaceLineEndings("\n"),
            drawn);
        Assert.All(Font8x16.Glyph('█').ToArray(), row => Assert.Equal(0xFF, row));
    }

    // What the font does not know is a question mark, visibly.
    [Fact]
    public void UnknownCharactersLookLikeQuestionMarks() => Assert.Equal(Font8x16.Glyph('?'), Font8x16.Glyph('漢'));

    // Two characters that look alike could not be told apart in a screenshot; the blank and the no-break space are
    // such a pair.
    [Fact]
    public void GlyphsAreAllDifferent()
    {
        Dictionary<string, char> seen = [];
        List<string> twins = [];
        for (int index = 0; index < Font8x16.Count; index++)
        {
            char character = Font8x16.CharacterAt(index);
            if (!seen.TryAdd(Convert.ToHexString(Font8x16.Glyph(character)), character))
            {
                twins.Add($"U+{(int)character:X4}");
            }
        }

        Assert.Equal(["U+00A0"], twins);
    }
}
