// Text read back from pixels. The kernel draws every cell with Font8x16; here each cell is looked up in the same table.
// A pixel too many or too few makes a cell unreadable, so equal text means equal pixels.
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Boot.Screens;

/// <summary>Recognises the text of the kernel's framebuffer console in a screenshot.</summary>
internal static class FramebufferText
{
    /// <summary>What stands for a cell that shows no glyph of the font.</summary>
    public const char Unreadable = '\uFFFD';

    // The cursor is an underline of two rows in an empty cell, which is also what this block element looks like.
    private const char Cursor = '\u2581';

    private static readonly Dictionary<UInt128, char> s_characters = Characters();

    /// <summary>The rows of text, without blanks at their ends and without empty rows at the end.</summary>
    public static List<string> Read(Picture picture)
    {
        int columns = picture.Width / Font8x16.Width;
        List<string> rows = [];
        for (int row = 0; row < picture.Height / Font8x16.Height; row++)
        {
            string text = string.Create(columns, (picture, row), static (characters, place) =>
            {
                for (int column = 0; column < characters.Length; column++)
                {
                    characters[column] = Character(place.picture, column, place.row);
                }
            });
            rows.Add(text.Replace(Cursor, ' ').TrimEnd(' '));
        }

        return ScreenText.WithoutEmptyEnd(rows);
    }

    private static char Character(Picture picture, int column, int row)
    {
        UInt128 shape = 0;
        for (int y = 0; y < Font8x16.Height; y++)
        {
            for (int x = 0; x < Font8x16.Width; x++)
            {
                bool lit = picture.IsLit((column * Font8x16.Width) + x, (row * Font8x16.Height) + y);
                shape = (shape << 1) | (lit ? 1u : 0u);
            }
        }

        return s_characters.GetValueOrDefault(shape, Unreadable);
    }

    private static Dictionary<UInt128, char> Characters()
    {
        Dictionary<UInt128, char> characters = [];
        for (int index = 0; index < Font8x16.Count; index++)
        {
            char character = Font8x16.CharacterAt(index);
            UInt128 shape = 0;
            foreach (byte row in Font8x16.Glyph(character))
            {
                shape = (shape << 8) | row;
            }

            characters.TryAdd(shape, character);
        }

        return characters;
    }
}
