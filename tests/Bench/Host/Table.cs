// The samples of all runs, as a table for people and as out/bench.json for programs.
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cosmos.Tests.Bench;

/// <summary>Whose samples they are.</summary>
internal enum Side
{
    /// <summary>This project's.</summary>
    Ours,

    /// <summary>Erlang/OTP's.</summary>
    Beam,

    /// <summary>The stock .NET runtime's.</summary>
    Dotnet,
}

/// <summary>Collects samples by name and side.</summary>
/// <param name="cores">How many cores both sides had.</param>
internal sealed class Table(int cores)
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Line> _lines = [];

    private sealed class Line(string unit)
    {
        public string Unit { get; } = unit;

        public double Floor { get; set; }

        public List<double> Ours { get; } = [];

        public List<double> Beam { get; } = [];

        public List<double> Dotnet { get; } = [];

        public List<double> Of(Side side) => side switch
        {
            Side.Ours => Ours,
            Side.Beam => Beam,
            _ => Dotnet,
        };
    }

    /// <summary>Whether nothing was measured.</summary>
    public bool IsEmpty => _order.Count == 0;

    /// <summary>Adds samples of a side.</summary>
    public void Add(Side side, IEnumerable<Measurement> samples)
    {
        foreach (Measurement sample in samples)
        {
            Of(sample.Name, sample.Unit).Of(side).Add(sample.Value);
        }
    }

    /// <summary>
    /// Adds a turn at a row. Where every operation is a sample, the turn's 99th percentile is one of a line of its own.
    /// </summary>
    public void Add(Side side, Row row, List<Measurement> samples)
    {
        Add(side, samples);
        Of(row.Name, samples[0].Unit).Floor = row.Floor;
        if (row.Measure == Measure.Each && row.HasTwin)
        {
            List<double> values = [.. samples.Select(sample => sample.Value)];
            foreach ((string name, double fraction) in new[] { ("p99", 0.99), ("p99.9", 0.999) })
            {
                Line line = Of($"{row.Name}-{name}", samples[0].Unit);
                line.Of(side).Add(Quantile(values, fraction));
                line.Floor = row.Floor;
            }
        }
    }

    /// <summary>Adds the size of a file.</summary>
    public void AddSize(string name, string path) => Of(name, "bytes").Ours.Add(new FileInfo(path).Length);

    /// <summary>
    /// Prints the table: medians, and the ratios ours/other (below 1: ours is faster), with a mark where the race's
    /// floor is missed.
    /// </summary>
    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(
            $"{"name",-22} {"unit",-5} {"ours p50",13} {"p99",13} {"BEAM p50",13} {"p99",13} {"ratio",7} {"floor",6}"
            + $" {".NET p50",10} {"ratio",7}");
        foreach (string name in _order)
        {
            Line line = _lines[name];
            string missed = line.Beam.Count != 0 && Ratio(line, Side.Beam) > line.Floor ? " missed" : "";
            output.WriteLine(
                $"{name,-22} {line.Unit,-5} {At(line.Ours, 0.5),13} {At(line.Ours, 0.99),13}"
                + $" {At(line.Beam, 0.5),13} {At(line.Beam, 0.99),13}"
                + $" {(line.Beam.Count == 0 ? "" : Number(Ratio(line, Side.Beam))),7}"
                + $" {(line.Floor == 0 || line.Beam.Count == 0 ? "" : Number(line.Floor)),6}"
                + $" {At(line.Dotnet, 0.5),10} {(line.Dotnet.Count == 0 ? "" : Number(Ratio(line, Side.Dotnet))),7}"
                + missed);
        }
    }

    /// <summary>Writes the same numbers as JSON.</summary>
    public void WriteJson(string path)
    {
        var array = new JsonArray();
        foreach (string name in _order)
        {
            Line line = _lines[name];
            var entry = new JsonObject { ["name"] = name, ["unit"] = line.Unit, ["ours"] = Spread(line.Ours) };
            foreach (Side side in new[] { Side.Beam, Side.Dotnet })
            {
                if (line.Of(side).Count != 0)
                {
                    entry[side == Side.Beam ? "beam" : "dotnet"] = Spread(line.Of(side));
                    entry["ratio"] = Ratio(line, side);
                }
            }

            entry["cores"] = cores;
            array.Add(entry);
        }

        File.WriteAllText(path, array.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private static double Ratio(Line line, Side side) => Quantile(line.Ours, 0.5) / Quantile(line.Of(side), 0.5);

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

    private static string At(List<double> samples, double fraction)
        => samples.Count == 0 ? "" : Number(Quantile(samples, fraction));

    private static string Number(double value)
        => value.ToString(value < 100 ? "F2" : "N0", CultureInfo.InvariantCulture);

    private Line Of(string name, string unit)
    {
        if (!_lines.TryGetValue(name, out Line? line))
        {
            line = new Line(unit);
            _lines.Add(name, line);
            _order.Add(name);
        }

        return line;
    }
}
