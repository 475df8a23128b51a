// How long one core has waited for another. A virtual machine may stand still as a whole, for as long as its host
// likes, and whoever is run first afterwards would find by the clock that the others have been silent all that time. So
// the clock's jumps do not count: only time in which the waiting core was run, and the others could be.
namespace Cosmos.Core.Platforms;

/// <summary>A wait for another core that has an end. Any context, interrupts on or off.</summary>
/// <param name="ns">How long to wait.</param>
internal struct WaitingTime(long ns)
{
    // A thread of a busy host waits for its turn no longer than this, as a rule.
    private const long LongestStepNs = 10_000_000;

    private long _leftNs = ns;
    private long _seenNs = Platform.MonotonicNanoseconds();

    /// <summary>Whether it is over. To be asked between looks, without a pause of one's own.</summary>
    public bool IsOver()
    {
        Platform.Pause();
        long now = Platform.MonotonicNanoseconds();
        _leftNs -= System.Math.Min(now - _seenNs, LongestStepNs);
        _seenNs = now;
        return _leftNs <= 0;
    }
}
