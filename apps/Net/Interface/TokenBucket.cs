// A rate limit with a burst (RFC 1812 §4.3.2.8): a credit that grows with time up to the burst, and of which each event
// takes one. Counted in ticks of time, so that nothing is lost to rounding however often it is asked.
namespace Cosmos.Apps.Net.Interface;

/// <summary>A rate limit.</summary>
public sealed class TokenBucket
{
    private readonly long _ticksPerToken;
    private readonly long _fullTicks;
    private long _ticks;
    private TimeSpan _asked;

    /// <summary>So many events a second, so many at once after a pause.</summary>
    public TokenBucket(int perSecond, int burst)
    {
        _ticksPerToken = TimeSpan.TicksPerSecond / perSecond;
        _fullTicks = burst * _ticksPerToken;
        _ticks = _fullTicks;
    }

    /// <summary>Whether one more is allowed now; then it is taken.</summary>
    public bool TryTake(TimeSpan now)
    {
        long passed = Math.Max(0, (now - _asked).Ticks);
        _asked = now;
        _ticks = Math.Min(_fullTicks, _ticks + Math.Min(passed, _fullTicks));
        if (_ticks < _ticksPerToken)
            return false;

        _ticks -= _ticksPerToken;
        return true;
    }
}
