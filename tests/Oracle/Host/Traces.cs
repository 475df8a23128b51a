// What a side printed, cut into one text a program. A program that a side says nothing about has no trace, which
// differs from every trace.
using System.Text;

namespace Cosmos.Tests.Oracle;

/// <summary>Traces by the number of their program.</summary>
internal static class Traces
{
    private const string Begin = "@program ";
    private const string End = "@end";

    /// <summary>Cuts a side's output; lines outside of a program are not its business.</summary>
    public static Dictionary<int, string> Read(IEnumerable<string> lines)
    {
        Dictionary<int, string> traces = [];
        StringBuilder? text = null;
        int number = 0;
        foreach (string line in lines)
        {
            if (line.StartsWith(Begin, StringComparison.Ordinal))
            {
                number = int.Parse(line[Begin.Length..]);
                text = new StringBuilder();
            }
            else if (line == End && text is not null)
            {
                traces[number] = text.ToString();
                text = null;
            }
            else
            {
                // Blanks at a line's end are a note without words.
                text?.Append(line.TrimEnd()).Append('\n');
            }
        }

        return traces;
    }

    /// <summary>Two traces line by line, what only one of them has marked.</summary>
    public static string SideBySide(string erlang, string ours)
    {
        string[] left = erlang.Split('\n');
        string[] right = ours.Split('\n');
        var text = new StringBuilder();
        text.Append("    lines of both; < of Erlang/OTP only; > of our runtime only\n");
        foreach (string line in left.Concat(right.Except(left)).Where(static line => line.Length != 0))
        {
            char mark = !right.Contains(line) ? '<' : !left.Contains(line) ? '>' : ' ';
            text.Append("  ").Append(mark).Append(' ').Append(line).Append('\n');
        }

        return text.ToString();
    }
}
