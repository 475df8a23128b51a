// Where every decision of a run comes from: one generator (SplitMix64, Steele et al. 2014), so that a seed is a run.
// It is our own because the base library does not promise the same numbers in its next release.
namespace Cosmos.Simulation.Simulating;

/// <summary>Random numbers of a run.</summary>
internal struct Fate(int seed)
{
    private ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15);

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, and without, a bound.</summary>
    public int Below(int bound) => (int)(Next() % (uint)bound);

    /// <summary>True once in so many times; never for 0.</summary>
    public bool OneIn(int times) => times > 0 && Below(times) == 0;

    /// <summary>A number between two bounds, each order of magnitude as likely as the others.</summary>
    public long Magnitude(long low, long high)
    {
        double share = (Next() >> 11) * (1.0 / (1UL << 53));
        return (long)(low * Math.Pow((double)high / low, share));
    }

    /// <summary>How many steps until something that happens once in so many.</summary>
    public int Steps(int mean) => 1 + (int)Math.Min(int.MaxValue / 4, (uint)Below(2 * mean));
}
