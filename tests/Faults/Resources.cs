// What an exchange has in use, by its shell: processes, memory, calls. Compared before and after a campaign.
using System.Globalization;
using System.Text.RegularExpressions;
using Cosmos.Tests.Faults.Exchanges;

namespace Cosmos.Tests.Faults;

/// <summary>What is in use.</summary>
/// <param name="Processes">Processes.</param>
/// <param name="Memory">Memory that is used, in MiB.</param>
internal sealed partial record Resources(int Processes, double Memory)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Reads them.</summary>
    public static Resources Read(ExchangeConsole console) => new(
        (int)Number(console, "uptime", RunningProcesses()),
        Number(console, "memory", UsedMemory()));

    /// <summary>How many calls there are.</summary>
    public static int Calls(ExchangeConsole console) => (int)Number(console, "calls 1", CallsThere());

    private static double Number(ExchangeConsole console, string command, Regex pattern)
    {
        List<string>? lines = console.Ask(command, pattern.IsMatch, s_patience);
        return lines is null
            ? throw new LaboratoryException($"the shell did not answer to {command}")
            : double.Parse(pattern.Match(lines[^1]).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"core\(s\), (\d+) processes")]
    private static partial Regex RunningProcesses();

    [GeneratedRegex(@"^ *used +([\d.]+) MiB")]
    private static partial Regex UsedMemory();

    [GeneratedRegex(@"^(\d+) calls\.$")]
    private static partial Regex CallsThere();
}
