// Text read back from VGA text memory: two bytes a cell, the character in code page 437 and its colours.
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Boot.Screens;

/// <summary>The screen of VGA mode 3.</summary>
internal static class VgaText
{
    /// <summary>Columns of mode 3.</summary>
    public const int Columns = 80;

    /// <summary>Rows of mode 3.</summary>
    public const int Rows = 25;

    /// <summary>Where its memory is.</summary>
    public const int PhysicalAddress = 0xB8000;

    /// <summary>Bytes of one screen.</summary>
    public const int Bytes = Columns * Rows * 2;

    /// <summary>The rows of text, without blanks at their ends and without empty rows at the end.</summary>
    public static List<string> Read(byte[] memory)
    {
        List<string> rows = [];
        for (int row = 0; row < Rows; row++)
        {
            string text = string.Create(Columns, (memory, row), static (characters, place) =>
            {
                for (int column = 0; column < characters.Length; column++)
                {
                    characters[column] = CodePage437.Decode(place.memory[((place.row * Columns) + column) * 2]);
                }
            });
            rows.Add(text.TrimEnd(' '));
        }

        return ScreenText.WithoutEmptyEnd(rows);
    }
}
