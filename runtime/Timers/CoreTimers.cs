// The timers of one core: two wheels. Those of important processes, at high and max, stand in one of their own, so that
// whoever is more important never waits behind a crowd of others that are due at the same moment: a hundred thousand
// messages to be sent take a tenth of a second. Which wheel a timer is for is decided when it is started, by the
// priority of the process that it is for, and by that of whoever has the name just then. Within a wheel timers ring in
// order of deadline.
//
// Crowds ring in steps. Between two of them the core is the processes' for about as long as the step took: else the
// alarm for the next step would ring at once, and nothing else would run until the crowd is gone. An idle core makes no
// pause.
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Timers;

/// <summary>A core's running timers. Preemption off.</summary>
internal struct CoreTimers
{
    /// <summary>Guards the wheels: others cancel timers here.</summary>
    public Latch Latch;

    // Bounds of a pause: an alarm costs a microsecond or two; and a step takes some tens of microseconds, a millisecond
    // on an emulated machine, unless a host took the core in the middle of it.
    private const long ShortestPauseNs = 20_000;
    private const long LongestPauseNs = 5_000_000;

    private TimerWheel<TimerNodes> _ordinary;
    private TimerWheel<TimerNodes> _urgent;
    private long _ordinaryFromNs;
    private long _urgentFromNs;

    /// <summary>How many timers run.</summary>
    public readonly int Count => _urgent.Count + _ordinary.Count;

    /// <summary>
    /// When one of the wheels has something to do; see <see cref="TimerWheel{TNodes}.NextDeadline"/>.
    /// </summary>
    /// <param name="isIdle">Nobody runs: pauses do not count.</param>
    public readonly long NextDeadline(bool isIdle) => isIdle
        ? Math.Min(_urgent.NextDeadline, _ordinary.NextDeadline)
        : Math.Min(
            Math.Max(_urgent.NextDeadline, _urgentFromNs), Math.Max(_ordinary.NextDeadline, _ordinaryFromNs));

    /// <summary>Whether a wheel has something to do.</summary>
    public readonly bool IsDue(bool isUrgent, bool isIdle, long now)
    {
        long deadline = isUrgent ? _urgent.NextDeadline : _ordinary.NextDeadline;
        return deadline <= now && (isIdle || (isUrgent ? _urgentFromNs : _ordinaryFromNs) <= now);
    }

    /// <summary>A wheel had so much to do that there is more: the processes have the core for a while.</summary>
    /// <param name="isUrgent">Which wheel.</param>
    /// <param name="begun">When its step began.</param>
    /// <param name="ended">When it ended.</param>
    public void Pause(bool isUrgent, long begun, long ended)
    {
        long until = ended + Math.Clamp(ended - begun, ShortestPauseNs, LongestPauseNs);
        if (isUrgent)
        {
            _urgentFromNs = until;
        }
        else
        {
            _ordinaryFromNs = until;
        }
    }

    /// <summary>Starts a timer that does not run, in the wheel that its record names.</summary>
    public void Start(int slot, ref TimerRecord timer, long deadlineNs)
    {
        if (timer.IsUrgent)
        {
            _urgent.Start(slot, deadlineNs);
        }
        else
        {
            _ordinary.Start(slot, deadlineNs);
        }
    }

    /// <summary>Stops a timer; false: it does not run.</summary>
    public bool Cancel(int slot, ref TimerRecord timer) =>
        timer.IsUrgent ? _urgent.Cancel(slot) : _ordinary.Cancel(slot);

    /// <summary>Takes out the next timer of a wheel that is due.</summary>
    public int TakeDue(bool isUrgent, long now, ref int steps) =>
        isUrgent ? _urgent.TakeDue(now, ref steps) : _ordinary.TakeDue(now, ref steps);
}
