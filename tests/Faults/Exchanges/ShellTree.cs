// The exchange's supervision trees as its shell draws them, without what comes and goes: which children with an id
// there are, and whether they run. Two that are equal are the same system.
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Faults.Exchanges;

/// <summary>The children with an id of all supervisors.</summary>
internal static partial class ShellTree
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>The trees now, a line for each such child; empty: the shell did not answer.</summary>
    public static string Read(ExchangeConsole console)
    {
        // A tree has no last line of its own; the command behind it has.
        List<string>? lines = console.Ask(
            "tree\nuptime", static line => line.Contains("core(s)", StringComparison.Ordinal), s_patience);
        return string.Join('\n', (lines ?? []).Select(static line => Child().Match(line))
            .Where(static match => match.Success)
            .Select(static match => $"{match.Groups[1].Value} {State(match.Groups[2].Value)}"));
    }

    [GeneratedRegex(@"[├└]─ ([^<… ]\S*) (<\S+>|does not run|is being restarted)")]
    private static partial Regex Child();

    private static string State(string words) => words.StartsWith('<') ? "runs" : words;
}
