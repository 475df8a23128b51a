// The timers of one owner, so that they can be cancelled one by one when it ends. A list and no more: order means
// nothing, the newest is first.
namespace Cosmos.Runtime.Structures;

/// <summary>
/// An owner's timers. The default value is empty. Lies in the owner's record; whoever owns it guards it.
/// </summary>
/// <typeparam name="TNodes">Where the timers keep their links.</typeparam>
internal struct OwnedTimers<TNodes>
    where TNodes : struct, ITimerNodes
{
    private int _first;

    /// <summary>Any one of them; 0: there is none.</summary>
    public readonly int First => _first;

    /// <summary>The one after another; 0: none.</summary>
    public static int After(int slot) => TNodes.Of(slot).OwnerNext;

    /// <summary>Enters a timer that nobody owns.</summary>
    public void Add(int slot)
    {
        ref TimerLink link = ref TNodes.Of(slot);
        link.OwnerNext = _first;
        link.OwnerPrevious = 0;
        if (_first != 0)
            TNodes.Of(_first).OwnerPrevious = slot;
        _first = slot;
    }

    /// <summary>Strikes out a timer that is the owner's.</summary>
    public void Remove(int slot)
    {
        ref TimerLink link = ref TNodes.Of(slot);
        if (link.OwnerPrevious != 0)
        {
            TNodes.Of(link.OwnerPrevious).OwnerNext = link.OwnerNext;
        }
        else
        {
            Invariant.Holds(_first == slot, "Only an owner's timer can be struck out of its list.");
            _first = link.OwnerNext;
        }

        if (link.OwnerNext != 0)
            TNodes.Of(link.OwnerNext).OwnerPrevious = link.OwnerPrevious;
        link.OwnerNext = 0;
        link.OwnerPrevious = 0;
    }
}
