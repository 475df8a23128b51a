// The border's Clock under the test's hand.
namespace Cosmos.Core.Abi;

/// <summary>Virtual time.</summary>
internal static class Clock
{
    /// <summary>Nanoseconds since the simulated boot.</summary>
    public static long Now { get; private set; }

    /// <summary>UTC: the simulation boots at 2026-01-01.</summary>
    public static long UnixNanoseconds => 1_767_225_600_000_000_000 + Now;

    /// <summary>Lets time pass.</summary>
    public static void Advance(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        Now += nanoseconds;
    }

    /// <summary>Back to boot.</summary>
    public static void Reset() => Now = 0;
}
