// A fault, all of it out of one number: what is done, to whom, how much and for how long. A campaign takes the numbers
// that follow its seed, so any fault of it can be had alone: SEED=its number COUNT=1. A board, where only its shell can
// do harm, has other faults for the same numbers.
namespace Cosmos.Tests.Faults.Faults;

/// <summary>A fault.</summary>
/// <param name="Seed">Its number.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Target">To whom: a role, or the part of the machine.</param>
/// <param name="Number">Which of several; a seed for what goes on inside of it.</param>
/// <param name="Time">How long, of those that last.</param>
/// <param name="Share">How much of it, of those that come in shares.</param>
internal sealed record Fault(int Seed, FaultKind Kind, string Target, int Number, TimeSpan Time, double Share)
{
    private const int ShortestMs = 100;
    private const int LongestMs = 2000;

    // More than one place: more often.
    private static readonly string[] s_roles =
    [
        "call", "call", "transaction", "transaction", "registrar", "recorder", "steward", "heir", "transport", "port",
        "driver", "interface", "watch",
    ];

    private static readonly string[] s_crashing =
        ["call", "registrar", "recorder", "steward", "transport", "port", "driver", "driver", "interface"];

    // So often of a hundred.
    private static readonly (FaultKind Kind, int Weight)[] s_weights =
    [
        (FaultKind.Kill, 38), (FaultKind.Crash, 10), (FaultKind.Exhaust, 6), (FaultKind.Link, 7), (FaultKind.Nmi, 7),
        (FaultKind.MachineCheck, 7), (FaultKind.Loss, 5), (FaultKind.Duplication, 4), (FaultKind.Reordering, 4),
        (FaultKind.Corruption, 4), (FaultKind.Pause, 4), (FaultKind.ClockStep, 4),
    ];

    /// <summary>The fault of a number.</summary>
    /// <param name="seed">The number.</param>
    /// <param name="isBoard">Only what a shell can do.</param>
    /// <param name="cores">The machine's processors.</param>
    public static Fault Of(int seed, bool isBoard, int cores)
    {
        // Neighbouring seeds of Random begin alike; a fault and the next one shall have nothing in common.
        var random = new Random(unchecked((int)(((ulong)seed + 1) * 0x9E3779B97F4A7C15 >> 33)));
        FaultKind kind = KindOf(random, isBoard);
        string target = kind switch
        {
            FaultKind.Kill => s_roles[random.Next(s_roles.Length)],
            FaultKind.Crash => s_crashing[random.Next(s_crashing.Length)],
            FaultKind.Exhaust => "call",
            FaultKind.MachineCheck => $"core {random.Next(cores) + 1}",
            FaultKind.Nmi or FaultKind.Pause or FaultKind.ClockStep => "machine",
            _ => "wire",
        };
        return new Fault(
            seed,
            kind,
            target,
            random.Next(1, int.MaxValue),
            TimeSpan.FromMilliseconds(random.Next(ShortestMs, LongestMs)),
            0.02 + random.NextDouble() * 0.18);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Seed}: {NameOf(Kind)} {Target}";

    /// <summary>A kind's name in tables and files.</summary>
    public static string NameOf(FaultKind kind) => kind switch
    {
        FaultKind.MachineCheck => "machine-check",
        FaultKind.ClockStep => "clock-step",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static FaultKind KindOf(Random random, bool isBoard)
    {
        int kinds = isBoard ? 3 : s_weights.Length; // the first three are the shell's
        int left = random.Next(s_weights.Take(kinds).Sum(static item => item.Weight));
        foreach ((FaultKind kind, int weight) in s_weights)
        {
            left -= weight;
            if (left < 0)
            {
                return kind;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }
}
