// quoted-string of RFC 3261 §25.1. Values keep it as it came; who shows or compares the text takes the quotes off here.
using System.Text;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Text in quotes with its quoted-pairs.</summary>
internal static class QuotedText
{
    /// <summary>What a quoted-string says; any other text says itself.</summary>
    public static string Read(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '"')
        {
            return text.ToString();
        }

        text = text[1..^1];
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var plain = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    /// <summary>Puts a text into quotes. CR and LF, which cannot be said, become spaces.</summary>
    public static string Write(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char character in text)
        {
            if (character is '\r' or '\n')
            {
                quoted.Append(' ');
                continue;
            }

            if (character is '"' or '\\' || (char.IsAscii(character) && char.IsControl(character)))
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
