// What a campaign found, for people and for programs: a row for each kind of fault and target, and the file of all of
// them.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cosmos.Tests.Faults.Faults;

namespace Cosmos.Tests.Faults;

/// <summary>The table and the file.</summary>
internal static class ResultTable
{
    private static readonly JsonSerializerOptions s_oneInALine = new() { WriteIndented = false };

    /// <summary>Prints the table.</summary>
    public static void Print(IReadOnlyList<FaultResult> results, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(
            $"{"FAULT",-14} {"TARGET",-12} {"COUNT",5} {"MASKED",7} {"RECOVERED",9} {"DEGRADED",8} {"REBOOT",6} "
            + $"{"HANG",5} {"WRONG",5} {"MEDIAN ms",10} {"MAX ms",9}");
        foreach (IGrouping<(FaultKind Kind, string Target), FaultResult> row in results
            .GroupBy(static result => (result.Fault.Kind, result.Fault.Target))
            .OrderBy(static group => group.Key))
        {
            WriteRow(Fault.NameOf(row.Key.Kind), row.Key.Target, [.. row], output);
        }

        WriteRow("all", "", results, output);
    }

    /// <summary>Writes the file.</summary>
    public static void WriteJson(IReadOnlyList<FaultResult> results, string file)
    {
        IEnumerable<string> rows = results.Select(static result => new JsonObject
        {
            ["seed"] = result.Fault.Seed,
            ["kind"] = Fault.NameOf(result.Fault.Kind),
            ["target"] = result.Fault.Target,
            ["outcome"] = result.Outcome.ToString().ToLowerInvariant(),
            ["recovery_ms"] = result.RecoveryMs is { } ms ? Math.Round(ms, 3) : null,
        }.ToJsonString(s_oneInALine));
        File.WriteAllText(file, $"[\n{string.Join(",\n", rows)}\n]\n");
    }

    private static void WriteRow(string kind, string target, IReadOnlyList<FaultResult> results, TextWriter output)
    {
        int Of(Outcome outcome) => results.Count(result => result.Outcome == outcome);
        double[] times = [.. results.Where(static item => item.RecoveryMs is not null)
            .Select(static item => item.RecoveryMs!.Value).Order()];
        string median = times.Length == 0 ? "-" : Text(times[times.Length / 2]);
        string most = times.Length == 0 ? "-" : Text(times[^1]);
        output.WriteLine(
            $"{kind,-14} {target,-12} {results.Count,5} {Of(Outcome.Masked),7} {Of(Outcome.Recovered),9} "
            + $"{Of(Outcome.Degraded),8} {Of(Outcome.Reboot),6} {Of(Outcome.Hang),5} {Of(Outcome.Wrong),5} "
            + $"{median,10} {most,9}");
    }

    private static string Text(double ms) => ms.ToString("F1", CultureInfo.InvariantCulture);
}
