// One measured number on its way from a measured program to the table: a line of text, because the console is what a
// bare machine has.
using System.Globalization;

namespace Cosmos.Tests.Bench.Programs;

/// <summary>The line format <c>@bench NAME UNIT VALUE</c>.</summary>
internal static class Sample
{
    private const string Prefix = "@bench ";

    /// <summary>Makes the line of a sample.</summary>
    public static string Format(string name, string unit, double value)
        => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{name} {unit} {value:F2}");

    /// <summary>Reads such a line; other lines are not samples.</summary>
    public static bool TryParse(string line, out string name, out string unit, out double value)
    {
        name = "";
        unit = "";
        value = 0;
        if (!line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = line[Prefix.Length..].Split(' ');
        if (parts.Length != 3)
        {
            return false;
        }

        name = parts[0];
        unit = parts[1];
        return double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
