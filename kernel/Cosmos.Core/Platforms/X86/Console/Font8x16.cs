// The letters of the framebuffer console: Spleen 8x16, a bitmap font, because it can be drawn with shifts and stores
// before anything else works. Three contiguous ranges are kept (ASCII, Latin-1, box drawing and block elements: 351
// glyphs, 5.6 KB of read-only data), so finding a glyph is arithmetic and no search. Whatever is not there is drawn as
// a question mark. Boot tests read a screenshot back with this same table, so no two of its glyphs look alike (but for
// blank and no-break space); a unit test holds that.
using System;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>
/// An 8x16 bitmap font: ASCII, Latin-1, box drawing (U+2500..257F) and block elements (U+2580..259F).
/// </summary>
internal static partial class Font8x16
{
    /// <summary>Pixels across a glyph.</summary>
    public const int Width = 8;

    /// <summary>Pixel rows, and bytes, in a glyph.</summary>
    public const int Height = 16;

    /// <summary>How many glyphs there are.</summary>
    public const int Count = Latin1Start + Latin1Count + BoxCount;

    private const char FirstAscii = '\u0020';
    private const int AsciiCount = 0x7E - 0x20 + 1;
    private const char FirstLatin1 = '\u00A0';
    private const int Latin1Start = AsciiCount;
    private const int Latin1Count = 0xFF - 0xA0 + 1;
    private const char FirstBox = '\u2500';
    private const int BoxStart = Latin1Start + Latin1Count;
    private const int BoxCount = 0x259F - 0x2500 + 1;

    /// <summary>
    /// The glyph of a character, top row first, leftmost pixel in bit 7; the question mark if there is none.
    /// </summary>
    /// <param name="character">Any UTF-16 unit.</param>
    public static ReadOnlySpan<byte> Glyph(char character)
    {
        int index = IndexOf(character);
        return Glyphs.Slice((index < 0 ? IndexOf('?') : index) * Height, Height);
    }

    /// <summary>Whether the font has a glyph of its own for a character.</summary>
    /// <param name="character">Any UTF-16 unit.</param>
    public static bool Has(char character) => IndexOf(character) >= 0;

    /// <summary>The character that the glyph at an index stands for: the inverse of the table, for tests.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public static char CharacterAt(int index) => index switch
    {
        < Latin1Start => (char)(FirstAscii + index),
        < BoxStart => (char)(FirstLatin1 + (index - Latin1Start)),
        _ => (char)(FirstBox + (index - BoxStart)),
    };

    private static int IndexOf(char character)
    {
        // One unsigned comparison for each range: what is below a range wraps round to a large number.
        uint ascii = (uint)character - FirstAscii;
        uint latin1 = (uint)character - FirstLatin1;
        uint box = (uint)character - FirstBox;
        return ascii < AsciiCount ? (int)ascii
            : latin1 < Latin1Count ? Latin1Start + (int)latin1
            : box < BoxCount ? BoxStart + (int)box
            : -1;
    }
}
