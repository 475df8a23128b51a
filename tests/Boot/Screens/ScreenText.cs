// The serial line and the screen show the same bytes, but not the same way: firmware and boot loader leave terminal
// control sequences on the serial line, and the screen wraps at its width.
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Boot.Screens;

/// <summary>Makes the text of a serial line and the text of a screen comparable.</summary>
internal static partial class ScreenText
{
    /// <summary>A line of the serial console without the control sequences of a terminal (ECMA-48 §5.4).</summary>
    public static string WithoutControls(string line) => Controls().Replace(line, string.Empty);

    /// <summary>Lines as a screen of this many columns shows them.</summary>
    public static List<string> Wrap(IEnumerable<string> lines, int columns)
    {
        List<string> rows = [];
        foreach (string line in lines)
        {
            rows.Add(line[..Math.Min(columns, line.Length)].TrimEnd(' '));
            for (int start = columns; start < line.Length; start += columns)
            {
                rows.Add(line[start..Math.Min(start + columns, line.Length)].TrimEnd(' '));
            }
        }

        return WithoutEmptyEnd(rows);
    }

    /// <summary>Rows without the empty ones at the end.</summary>
    public static List<string> WithoutEmptyEnd(List<string> rows)
    {
        int count = rows.FindLastIndex(row => row.Length > 0) + 1;
        return rows[..count];
    }

    [GeneratedRegex("\u001b\\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f]")]
    private static partial Regex Controls();
}
