// VGA text memory holds numbers of the font in the adapter's ROM: code page 437, the IBM PC's. This is the way there
// from Unicode, for what a kernel prints: ASCII is itself; the rest of the page is searched, 128 entries from its upper
// half. Source of the assignment: the Unicode consortium's mapping table CP437.TXT.
using System;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>Unicode to the character set of VGA text mode, and back.</summary>
internal static class CodePage437
{
    private const int FirstUpper = 0x80;

    private static ReadOnlySpan<char> UpperHalf =>
    [
        'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', // 80
        'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', // 90
        'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»', // A0
        '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', // B0
        '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', // C0
        '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀', // D0
        'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', // E0
        '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u00A0', // F0
    ];

    /// <summary>The byte that shows a character; the question mark if the page has none.</summary>
    /// <param name="character">Any UTF-16 unit.</param>
    public static byte Encode(char character)
    {
        if (character is >= ' ' and <= '~')
        {
            return (byte)character;
        }

        ReadOnlySpan<char> upper = UpperHalf;
        for (int i = 0; i < upper.Length; i++)
        {
            if (upper[i] == character)
            {
                return (byte)(FirstUpper + i);
            }
        }

        return (byte)'?';
    }

    /// <summary>The character that a byte of text memory shows; a blank for the pictures below 20h.</summary>
    /// <param name="value">The byte.</param>
    public static char Decode(byte value) =>
        value >= FirstUpper ? UpperHalf[value - FirstUpper] : value is >= 0x20 and < 0x7F ? (char)value : ' ';
}
