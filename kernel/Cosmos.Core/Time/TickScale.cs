// The rate of a counter, as the two conversions that a clock needs. A rate is known either by name (CPUID says the
// crystal's frequency, the HPET states its period) or by measurement (so many ticks passed in so many nanoseconds);
// both are the same ratio. Deadlines are rounded up on the way to ticks: a sleeper may wake late, never early.
namespace Cosmos.Core.Time;

/// <summary>Converts between the ticks of one counter and nanoseconds. The default value knows no rate.</summary>
internal readonly struct TickScale
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private readonly BinaryScale _toNanoseconds;
    private readonly BinaryScale _toTicks;

    private TickScale(ulong ticks, ulong nanoseconds)
    {
        _toNanoseconds = BinaryScale.FromRatio(nanoseconds, ticks);
        _toTicks = BinaryScale.FromRatio(ticks, nanoseconds);
        IsKnown = ticks != 0 && nanoseconds != 0;
    }

    /// <summary>Whether a rate is known; without one every conversion gives 0 or 1.</summary>
    public bool IsKnown { get; }

    /// <summary>A counter of <paramref name="hertz"/> ticks a second.</summary>
    public static TickScale FromFrequency(ulong hertz) => new(hertz, NanosecondsPerSecond);

    /// <summary>
    /// A counter seen to advance by <paramref name="ticks"/> while <paramref name="nanoseconds"/> passed.
    /// </summary>
    public static TickScale FromMeasurement(ulong ticks, ulong nanoseconds) => new(ticks, nanoseconds);

    /// <summary>
    /// A counter whose tick lasts <paramref name="femtoseconds"/> (the unit of the HPET's capability register).
    /// </summary>
    public static TickScale FromPeriod(ulong femtoseconds) => new(1_000_000, femtoseconds);

    /// <summary>How long <paramref name="ticks"/> ticks last, rounded down, saturating at 292 years.</summary>
    public long ToNanoseconds(ulong ticks) => _toNanoseconds.Apply(ticks);

    /// <summary>
    /// The smallest number of ticks that last at least <paramref name="nanoseconds"/>; 0 for a negative duration.
    /// </summary>
    public ulong ToTicksCeiling(long nanoseconds)
        => nanoseconds <= 0 ? 0 : (ulong)_toTicks.Apply((ulong)nanoseconds) + 1;

    /// <summary>
    /// Whether two measurements of one counter may both be right: they differ by less than a hundredth.
    /// </summary>
    public bool AgreesWith(TickScale other)
    {
        ulong mine = Frequency;
        ulong theirs = other.Frequency;
        ulong difference = mine > theirs ? mine - theirs : theirs - mine;
        return IsKnown && other.IsKnown && difference < mine / 100;
    }

    /// <summary>Ticks a second, rounded down: for reports.</summary>
    public ulong Frequency => (ulong)_toTicks.Apply(NanosecondsPerSecond);
}
