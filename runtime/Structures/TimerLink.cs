// What a record needs to be a timer: when it is due, its neighbours in the wheel, and its neighbours among the
// timers of its owner. All of it lies in the record, so that a timer costs its slot and nothing else.
namespace Cosmos.Runtime.Structures;

/// <summary>
/// A timer's place in a wheel and among its owner's. The default value: it does not run, nobody owns it.
/// </summary>
internal struct TimerLink
{
    /// <summary>
    /// When it is due, as <see cref="Core.Abi.Clock.Now"/> counts; kept after it fired or was cancelled.
    /// </summary>
    internal long Deadline;

    /// <summary>The timer behind it in its list of the wheel; 0: none.</summary>
    internal int Next;

    /// <summary>The timer in front of it; 0: none.</summary>
    internal int Previous;

    /// <summary>The owner's next timer; 0: none.</summary>
    internal int OwnerNext;

    /// <summary>The owner's timer before; 0: none.</summary>
    internal int OwnerPrevious;

    /// <summary>Its list of the wheel, plus 1; 0: it does not run.</summary>
    internal int Place;

    /// <summary>Whether the timer was started, did not fire and was not cancelled.</summary>
    public readonly bool IsRunning => Place != 0;
}

/// <summary>Tells a wheel where its records keep their links.</summary>
internal interface ITimerNodes
{
    /// <summary>The link of a record.</summary>
    static abstract ref TimerLink Of(int slot);
}
