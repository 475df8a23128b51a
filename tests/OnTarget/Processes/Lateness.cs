// How late a process was, many times: a histogram of microseconds, because the worst of a million matters and keeping
// them all would be the heap that is measured. What is too late for it is counted in its last place; the worst is kept
// by itself.
namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A histogram of delays.</summary>
internal sealed class Lateness
{
    private const int Places = 20_000;
    private const int NanosecondsPerPlace = 1_000;

    private readonly int[] _places = new int[Places];

    /// <summary>Delays counted.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, in nanoseconds.</summary>
    public long Worst { get; private set; }

    /// <summary>Counts a delay. Allocates nothing.</summary>
    public void Add(long nanoseconds)
    {
        Count++;
        Worst = Math.Max(Worst, nanoseconds);
        _places[Math.Clamp(nanoseconds / NanosecondsPerPlace, 0, Places - 1)]++;
    }

    /// <summary>Adds another's delays.</summary>
    public void Add(Lateness other)
    {
        Count += other.Count;
        Worst = Math.Max(Worst, other.Worst);
        for (int place = 0; place < Places; place++)
        {
            _places[place] += other._places[place];
        }
    }

    /// <summary>The delay in microseconds that this part of all did not pass.</summary>
    public long Quantile(double part)
    {
        long left = (long)Math.Ceiling(Count * part);
        for (int place = 0; place < Places; place++)
        {
            left -= _places[place];
            if (left <= 0)
            {
                return place;
            }
        }

        return Places;
    }

    /// <summary>Delays of this many microseconds and more.</summary>
    public long From(int microseconds)
    {
        long count = 0;
        for (int place = microseconds; place < Places; place++)
        {
            count += _places[place];
        }

        return count;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"p50 {Quantile(0.5)} p99 {Quantile(0.99)} p99.9 {Quantile(0.999)} max {Worst / NanosecondsPerPlace} µs,"
        + $" {From(1_000)} of {Count} at 1 ms and above";
}
