// The rows that are run against BEAM: what stands in /tests/Bench/Erlang and /tests/Bench/Image/Rows under the same
// name, how large, how often, and how it must end. Both sides are given the same numbers; a sample is one run of the
// row's size, or every single value of it where a distribution is wanted.
namespace Cosmos.Tests.Bench;

/// <summary>What kind of number a row gives, and so what is compared.</summary>
internal enum Measure
{
    /// <summary>A mean for each run; medians are compared.</summary>
    Mean,

    /// <summary>Every operation by itself; medians are compared, and the 99th percentiles of the runs.</summary>
    Each,

    /// <summary>The program's memory, seen from outside.</summary>
    Resident,
}

/// <summary>A row of the race.</summary>
/// <param name="Name">Its name on both sides.</param>
/// <param name="Size">Operations, processes or whatever the row counts.</param>
/// <param name="Samples">Runs in a pair's turn.</param>
/// <param name="WarmUps">Runs before them that do not count.</param>
/// <param name="QuickSize">The size with QUICK=1.</param>
/// <param name="Floor">The ratio that must not be exceeded.</param>
/// <param name="Measure">What kind of number it gives.</param>
/// <param name="HasTwin">Whether BEAM runs it, too.</param>
/// <param name="IsOfOneCore">Whether it is about one core, however many there are: what two processes there do.</param>
internal sealed record Row(
    string Name,
    int Size,
    int Samples,
    int WarmUps,
    int QuickSize,
    double Floor,
    Measure Measure = Measure.Mean,
    bool HasTwin = true,
    bool IsOfOneCore = false)
{
    private const int QuickSamples = 3;

    /// <summary>All rows, in the order of the table.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        new("spawn", 200_000, 5, 1, 20_000, 1),
        new("pingpong", 200_000, 5, 1, 30_000, 1),
        new("pingpong-10", 200_000, 5, 1, 30_000, 1),
        new("pingpong-100", 100_000, 5, 1, 15_000, 1),
        new("pingpong-1000", 20_000, 5, 1, 4_000, 1),
        new("pingpong-list-10", 200_000, 5, 1, 30_000, 1),
        new("pingpong-list-100", 100_000, 5, 1, 15_000, 1),
        new("pingpong-list-1000", 20_000, 5, 1, 4_000, 1),
        new("send", 1_000_000, 5, 1, 100_000, 1),
        new("ring", 1_000_000, 3, 1, 60_000, 1),
        new("call", 200_000, 5, 1, 20_000, 1),
        new("cast", 1_000_000, 5, 1, 100_000, 1),
        new("skynet", 1_000_000, 1, 0, 10_000, 1),
        new("memory", 1_000_000, 1, 0, 100_000, 1.5, Measure.Resident),
        new("bang", 1_000, 2, 1, 50, 1),
        new("big", 500, 2, 1, 150, 1),
        new("timers", 200_000, 5, 1, 20_000, 1),
        new("selective", 100_000, 5, 1, 10_000, 1),
        new("restart", 2_000, 2, 1, 500, 1, Measure.Each),
        new("cascade", 100_000, 2, 1, 10_000, 1),
        new("gc-pause", 2_000, 1, 0, 200, 1),
        new("latency", 5_000, 2, 1, 1_000, 1, Measure.Each),
        new("lateness", 500, 1, 0, 100, 0.2, Measure.Each),
        new("voluntary-switch", 500_000, 5, 1, 50_000, 0, HasTwin: false, IsOfOneCore: true),
        new("preemptive-switch", 200, 1, 0, 40, 0, Measure.Each, HasTwin: false, IsOfOneCore: true),
    ];

    /// <summary>The row as both sides are asked for it.</summary>
    public Turn TurnOf(bool isQuick)
        => isQuick
            ? new Turn(Name, QuickSize, Math.Min(Samples, QuickSamples), WarmUps, IsOfOneCore)
            : new Turn(Name, Size, Samples, WarmUps, IsOfOneCore);
}

/// <summary>One contestant's turn at a row.</summary>
internal readonly record struct Turn(string Name, int Size, int Samples, int WarmUps, bool IsOfOneCore);
