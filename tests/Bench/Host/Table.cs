// The samples of all runs, as a table for people and as out/bench.json for programs.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cosmos.Tests.Bench;

/// <summary>Collects samples by name and side.</summary>
internal sealed class Table
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Row> _rows = [];

    private sealed class Row(string unit)
    {
        public string Unit { get; } = unit;

        public List<double> Ours { get; } = [];

        public List<double> Stock { get; } = [];
    }

    /// <summary>
    /// Adds samples of our side; with <paramref name="rename"/>, those named "start" under that name only.
    /// </summary>
    public void AddOurs(List<Measurement> samples, string? rename = null)
    {
        foreach (Measurement sample in samples)
        {
            bool isStart = sample.Name == "start";
            if (rename == null || isStart)
            {
                Of(isStart ? rename ?? "start-linux" : sample.Name, sample.Unit).Ours.Add(sample.Value);
            }
        }
    }

    /// <summary>Adds samples of the stock runtime.</summary>
    public void AddStock(List<Measurement> samples)
    {
        foreach (Measurement sample in samples)
        {
            Of(sample.Name, sample.Unit).Stock.Add(sample.Value);
        }
    }

    /// <summary>Adds the size of a file.</summary>
    public void AddSize(string name, string path) => Of(name, "bytes").Ours.Add(new FileInfo(path).Length);

    /// <summary>Prints the table: medians, and the ratio ours/stock (below 1: ours is faster).</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{"name",-20} {"unit",-6} {"ours p50",12} {"ours min",12} {".NET p50",12} {"ratio",8}");
        foreach (string name in _order)
        {
            Row row = _rows[name];
            string stock = row.Stock.Count == 0 ? "" : Number(Quantile(row.Stock, 0.5));
            string ratio = row.Stock.Count == 0 ? "" : Number(Quantile(row.Ours, 0.5) / Quantile(row.Stock, 0.5));
            string median = Number(Quantile(row.Ours, 0.5));
            string best = Number(Quantile(row.Ours, 0));
            output.WriteLine($"{name,-20} {row.Unit,-6} {median,12} {best,12} {stock,12} {ratio,8}");
        }
    }

    /// <summary>Writes the same numbers as JSON.</summary>
    public void WriteJson(string path)
    {
        var array = new JsonArray();
        foreach (string name in _order)
        {
            Row row = _rows[name];
            var entry = new JsonObject { ["name"] = name, ["unit"] = row.Unit, ["ours"] = Spread(row.Ours) };
            if (row.Stock.Count != 0)
            {
                entry["dotnet"] = Spread(row.Stock);
                entry["ratio"] = Quantile(row.Ours, 0.5) / Quantile(row.Stock, 0.5);
            }

            entry["cores"] = 1;
            array.Add(entry);
        }

        File.WriteAllText(path, array.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private static JsonObject Spread(List<double> samples) => new()
    {
        ["min"] = Quantile(samples, 0),
        ["p50"] = Quantile(samples, 0.5),
        ["p99"] = Quantile(samples, 0.99),
        ["max"] = Quantile(samples, 1),
    };

    private static double Quantile(List<double> samples, double fraction)
    {
        List<double> sorted = [.. samples.Order()];
        return sorted[(int)Math.Round((sorted.Count - 1) * fraction)];
    }

    private static string Number(double value)
        => value.ToString(value < 100 ? "F2" : "N0", CultureInfo.InvariantCulture);

    private Row Of(string name, string unit)
    {
        if (!_rows.TryGetValue(name, out Row? row))
        {
            row = new Row(unit);
            _rows.Add(name, row);
            _order.Add(name);
        }

        return row;
    }
}
