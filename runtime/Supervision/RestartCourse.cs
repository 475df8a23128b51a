// How the restarts of one child go: whether it waits for another attempt, and how long it will have to. Each wait has a
// number, because the message that ends it may come when the child was terminated and started anew meanwhile.
namespace Cosmos.Runtime.Supervision;

/// <summary>The restarts of one child.</summary>
internal struct RestartCourse
{
    private long _startNs;
    private int _inARow;

    /// <summary>Whether it waits for another attempt. OTP: <c>{restarting, Pid}</c>.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>The number of its latest wait.</summary>
    public int Attempt { get; private set; }

    /// <summary>How often it was started again.</summary>
    public int Count { get; private set; }

    /// <summary>Another attempt will be made.</summary>
    public void Wait()
    {
        IsWaiting = true;
        Attempt++;
    }

    /// <summary>None will be.</summary>
    public void Cancel() => IsWaiting = false;

    /// <summary>It runs, or chose not to.</summary>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <param name="isAgain">It is a restart.</param>
    public void Begin(long now, bool isAgain)
    {
        IsWaiting = false;
        _startNs = now;
        Count += isAgain ? 1 : 0;
    }

    /// <summary>How long the restart that is wanted now has to wait.</summary>
    /// <param name="backOff">The policy; null: not at all.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    public TimeSpan NextWait(BackOff? backOff, long now)
    {
        if (backOff is null)
        {
            return TimeSpan.Zero;
        }

        if ((now - _startNs) / 100 >= backOff.Longest.Ticks && !IsWaiting)
        {
            _inARow = 0;
        }

        return backOff.WaitOf(_inARow++);
    }
}
