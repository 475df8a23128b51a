namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>
/// Random numbers from a seed: SplitMix64 (Steele et al. 2014). One word of state, because each process of the soak has
/// a generator of its own; .NET's with a seed fills a table of 56 numbers first.
/// </summary>
internal sealed class Dice(int seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = (uint)seed * Step;

    /// <summary>Any number from 0.</summary>
    public int Next() => (int)(Draw() >> 33);

    /// <summary>A number from 0, below a limit.</summary>
    public int Next(int limit) => (int)(((Draw() >> 32) * (uint)limit) >> 32);

    /// <summary>A number from 0 to less than 1.</summary>
    public double NextDouble() => (Draw() >> 11) * (1.0 / (1ul << 53));

    private ulong Draw()
    {
        _state += Step;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
