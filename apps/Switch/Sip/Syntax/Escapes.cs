// "escaped" of RFC 3261 §25.1: % HEX HEX. Texts keep their escapes as they came, so that what is passed on is unchanged
// and nothing is unescaped twice; a comparison looks through them (§19.1.4), and only for characters that are not
// reserved: %3B in a user part is another user than one with a semicolon.
using System.Globalization;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Percent escapes in URIs.</summary>
internal static class Escapes
{
    /// <summary>Whether two hexadecimal digits follow each percent sign.</summary>
    public static bool AreValid(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOf('%'); at >= 0;)
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }

            int next = text[(at + 3)..].IndexOf('%');
            at = next < 0 ? -1 : at + 3 + next;
        }

        return true;
    }

    /// <summary>Whether two texts with valid escapes mean the same.</summary>
    public static bool Equal(ReadOnlySpan<char> left, ReadOnlySpan<char> right, bool ignoreCase)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            if (Fold(Take(ref left), ignoreCase) != Fold(Take(ref right), ignoreCase))
            {
                return false;
            }
        }

        return left.IsEmpty && right.IsEmpty;
    }

    // A character, or a negative number for an escape that stands for a reserved one.
    private static int Take(ref ReadOnlySpan<char> text)
    {
        if (text[0] != '%' || text.Length < 3
            || !byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
        {
            int character = text[0];
            text = text[1..];
            return character;
        }

        text = text[3..];
        return SipCharacters.Reserved.Contains((char)value) ? -value : value;
    }

    private static int Fold(int character, bool ignoreCase) =>
        ignoreCase && character is >= 'A' and <= 'Z' ? character | 0x20 : character;
}
