// How long a core is held: the steps from a moment at which it could be had to the next one. Preemption on is such a
// moment, and so is the runtime's look at whether somebody wants the core in the middle of long work. Steps and not
// time, because time jumps. With several cores the steps of all are counted, so it says something of one core only.
namespace Cosmos.Simulation.Simulating;

/// <content>Holds.</content>
internal sealed partial class Simulator
{
    private long _heldSince;

    /// <summary>The longest hold so far.</summary>
    public long LongestHold { get; private set; }

    /// <summary>Forgets what was before.</summary>
    public void BeginHolds()
    {
        LongestHold = 0;
        OnHold();
    }

    /// <summary>A hold begins.</summary>
    public void OnHold() => _heldSince = Steps;

    /// <summary>The core can be had: a hold ends, and the next one may begin.</summary>
    public void OnOffer()
    {
        long now = Steps;
        LongestHold = Math.Max(LongestHold, now - _heldSince);
        _heldSince = now;
    }
}
