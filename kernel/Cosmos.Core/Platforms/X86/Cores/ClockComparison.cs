// Whether two counters agree, by messages between their cores: this core reads its counter, asks, and reads it again
// when the answer has come; the other one's reading was taken between the two. Each exchange so bounds how far the
// other is ahead, from both sides, and the bounds of many exchanges narrow it down. However slow one was, it is not
// wrong.
//
// When zero lies within the bounds, no exchange between the cores was ever seen to arrive before it was sent, which is
// all that is asked of clocks. When the bounds contradict each other, the counters run at different rates.
namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>The exchanges between two cores so far. Pure.</summary>
internal struct ClockComparison
{
    private long _atLeast;
    private long _atMost;

    /// <summary>Nothing is known yet.</summary>
    public static ClockComparison Begin() => new() { _atLeast = long.MinValue, _atMost = long.MaxValue };

    /// <summary>Whether nothing seen contradicts that the counters show the same.</summary>
    public readonly bool Agrees => _atLeast <= 0 && _atMost >= 0;

    /// <summary>Whether one distance explains all that was seen.</summary>
    public readonly bool IsSteady => _atLeast <= _atMost;

    /// <summary>How many ticks the other counter is ahead, in the middle of the bounds.</summary>
    public readonly long Ahead => _atLeast + ((_atMost - _atLeast) / 2);

    /// <summary>Takes an exchange in.</summary>
    /// <param name="asked">This core's counter before it asked.</param>
    /// <param name="other">The other core's when it answered.</param>
    /// <param name="answered">This core's when the answer was there.</param>
    public void Add(ulong asked, ulong other, ulong answered)
    {
        long atLeast = (long)(other - answered);
        long atMost = (long)(other - asked);
        _atLeast = atLeast > _atLeast ? atLeast : _atLeast;
        _atMost = atMost < _atMost ? atMost : _atMost;
    }
}
