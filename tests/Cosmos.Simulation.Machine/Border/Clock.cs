// The border's Clock: the time of the simulated node that runs, or the time under a test's hand.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Virtual time.</summary>
public static class Clock
{
    private const long BootUnixNs = 1_767_225_600_000_000_000;

    private static long s_now;

    /// <summary>Nanoseconds since the simulated boot.</summary>
    public static long Now
    {
        get
        {
            Simulator.Step();
            return Simulator.Running?.Now ?? s_now;
        }
    }

    /// <summary>UTC: the simulation boots at 2026-01-01.</summary>
    public static long UnixNanoseconds => BootUnixNs + Now;

    /// <summary>Lets time pass outside of a node.</summary>
    public static void Advance(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        s_now += nanoseconds;
    }

    /// <summary>Back to boot.</summary>
    public static void Reset() => s_now = 0;
}
