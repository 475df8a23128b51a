// How often children were started again lately. No more times are kept than there may be restarts, so it is as large as
// what is going on and never larger than the intensity.
namespace Cosmos.Runtime.Supervision;

/// <summary>The restarts of a supervisor within its period. OTP: add_restart.</summary>
internal sealed class RestartLog
{
    private readonly Queue<long> _times = new();

    /// <summary>Restarts that count now, as of the latest note.</summary>
    public int Count => _times.Count;

    /// <summary>Notes a restart.</summary>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <param name="intensity">How many there may be.</param>
    /// <param name="period">In which time.</param>
    /// <returns>False: it is one too many.</returns>
    public bool TryNote(long now, int intensity, TimeSpan period)
    {
        long periodNs = period.Ticks < long.MaxValue / 100 ? period.Ticks * 100 : long.MaxValue;
        while (_times.TryPeek(out long oldest) && now - oldest > periodNs)
        {
            _times.Dequeue();
        }

        if (_times.Count >= intensity)
        {
            return false;
        }

        _times.Enqueue(now);
        return true;
    }
}
