// Timers of one core: a hierarchical wheel (Varghese and Lauck, 1987) whose tick is one nanosecond and whose horizon
// is the end of time, so nothing is rounded and nothing is too far away.
//
// Eleven levels of 64 lists cover the 63 bits of a moment, six bits a level. A timer stands at the level of the
// highest six bits in which its deadline differs from the wheel's present, in the list of its deadline's bits there.
// So all timers of a lower level are due before all of a higher one, and within a level a bit map names the earliest
// list. When the present comes to a list above the lowest level, its timers are dealt out to the levels below, which
// are empty then. Starting and cancelling are a few stores; a timer is moved down at most ten times, mostly never:
//   - most timers are cancelled before their list's turn comes;
//   - a timer alone in its list is not moved, it fires from there.
//
// Order: by deadline, and in order of starting where deadlines are equal. That holds by itself, because timers of
// equal deadline always stand in the same list: while a list is dealt out - which may take many calls, each in
// bounded steps - a new timer that belongs into its range is put at its end.
//
// A deadline before the present means the present. The wheel's present is the time of the last TakeDue, or a little
// before; it only moves forward. No timer fires before its deadline. The value is 6 KB; it lies in a record of the
// runtime and is used by reference. Whoever owns it guards it.
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cosmos.Runtime.Structures;

/// <summary>Running timers in order. The default value is an empty wheel at time 0.</summary>
/// <typeparam name="TNodes">Where the timers keep their links.</typeparam>
internal struct TimerWheel<TNodes>
    where TNodes : struct, ITimerNodes
{
    private const int DigitBits = 6;
    private const int ListsPerLevel = 1 << DigitBits;
    private const int Levels = 11;

    /// <summary>
    /// How many timers of a list are looked at for the earliest; of longer lists the beginning is told.
    /// </summary>
    private const int LooksAhead = 16;

    private long _present;
    private int _count;

    // The list that is being dealt out, as TimerLink.Place has it; 0: none.
    private int _dealing;
    private uint _levelsInUse;
    private LevelMaps _listsInUse;
    private AllLists _lists;

    /// <summary>How many timers run.</summary>
    public readonly int Count => _count;

    /// <summary>
    /// When <see cref="TakeDue"/> has something to do: never later than the earliest deadline, earlier at times when
    /// that one is far away or in a crowd; <see cref="long.MaxValue"/> when no timer runs.
    /// </summary>
    public readonly long NextDeadline
    {
        get
        {
            if (_dealing != 0)
                return _present;

            return _levelsInUse == 0 ? long.MaxValue : EarliestOf(FirstList());
        }
    }

    /// <summary>Starts a timer that does not run.</summary>
    /// <param name="slot">The record.</param>
    /// <param name="deadlineNs">When it is due; in the past: at once.</param>
    public void Start(int slot, long deadlineNs)
    {
        ref TimerLink link = ref TNodes.Of(slot);
        Invariant.Holds(slot > 0 && !link.IsRunning, "A timer that runs cannot be started.");
        link.Deadline = Math.Max(deadlineNs, _present);
        int place = PlaceOf(link.Deadline);
        if (_dealing != 0 && IsWithin(_dealing - 1, link.Deadline))
            place = _dealing - 1;

        Append(slot, ref link, place);
        _count++;
    }

    /// <summary>Stops a timer; false: it does not run.</summary>
    public bool Cancel(int slot)
    {
        ref TimerLink link = ref TNodes.Of(slot);
        if (!link.IsRunning)
            return false;

        Unlink(ref link);
        _count--;
        return true;
    }

    /// <summary>
    /// Takes out the next timer that is due; it does not run any more. Between calls anything may be started and
    /// cancelled.
    /// </summary>
    /// <param name="nowNs">The time; not before that of earlier calls.</param>
    /// <param name="steps">
    /// How much may be done, counted down: each timer that is moved or taken is a step. When it reaches 0,
    /// <see cref="NextDeadline"/> tells whether there is more to do.
    /// </param>
    /// <returns>0: nothing is due, or the steps are used up.</returns>
    public int TakeDue(long nowNs, ref int steps)
    {
        while (steps > 0)
        {
            if (_dealing != 0)
            {
                steps--;
                DealOne();
                continue;
            }

            if (_levelsInUse == 0)
                break;

            int place = FirstList();
            long begin = BeginningOf(place);
            if (begin > nowNs)
                break;

            int slot = _lists[place].First;
            if (place >= ListsPerLevel && slot != _lists[place].Last)
            {
                _present = begin;
                _dealing = place + 1;
                continue;
            }

            ref TimerLink link = ref TNodes.Of(slot);
            if (link.Deadline > nowNs)
                return 0;

            steps--;
            _present = link.Deadline;
            Unlink(ref link);
            _count--;
            return slot;
        }

        if (_dealing == 0 && steps > 0)
            _present = Math.Max(_present, nowNs);
        return 0;
    }

    // Level and list of a deadline, seen from the present.
    private readonly int PlaceOf(long deadline)
    {
        int highestBit = BitOperations.Log2((ulong)(deadline ^ _present) | 1);
        int level = highestBit / DigitBits;
        int digit = (int)(deadline >> (level * DigitBits)) & (ListsPerLevel - 1);
        return (level * ListsPerLevel) + digit;
    }

    // The first moment that belongs to a list.
    private readonly long BeginningOf(int place)
    {
        int shift = place / ListsPerLevel * DigitBits;
        long above = shift + DigitBits < 63 ? _present >> (shift + DigitBits) << (shift + DigitBits) : 0;
        return above | ((long)(place % ListsPerLevel) << shift);
    }

    private readonly bool IsWithin(int place, long deadline) =>
        (deadline ^ _present) >> (place / ListsPerLevel * DigitBits) == 0;

    private readonly int FirstList()
    {
        int level = BitOperations.TrailingZeroCount(_levelsInUse);
        return (level * ListsPerLevel) + BitOperations.TrailingZeroCount(_listsInUse[level]);
    }

    private readonly long EarliestOf(int place)
    {
        long earliest = long.MaxValue;
        int slot = _lists[place].First;
        for (int looks = 0; looks < LooksAhead && slot != 0; looks++)
        {
            ref TimerLink link = ref TNodes.Of(slot);
            earliest = Math.Min(earliest, link.Deadline);
            slot = link.Next;
        }

        return slot == 0 ? earliest : BeginningOf(place);
    }

    private void DealOne()
    {
        int slot = _lists[_dealing - 1].First;
        if (slot == 0)
        {
            _dealing = 0;
            return;
        }

        ref TimerLink link = ref TNodes.Of(slot);
        Unlink(ref link);
        Append(slot, ref link, PlaceOf(link.Deadline));
    }

    private void Append(int slot, ref TimerLink link, int place)
    {
        ref TimerList list = ref _lists[place];
        link.Place = place + 1;
        link.Next = 0;
        link.Previous = list.Last;
        if (list.Last != 0)
        {
            TNodes.Of(list.Last).Next = slot;
        }
        else
        {
            list.First = slot;
            int level = place / ListsPerLevel;
            _listsInUse[level] |= 1ul << (place % ListsPerLevel);
            _levelsInUse |= 1u << level;
        }

        list.Last = slot;
    }

    private void Unlink(ref TimerLink link)
    {
        int place = link.Place - 1;
        ref TimerList list = ref _lists[place];
        if (link.Previous != 0)
            TNodes.Of(link.Previous).Next = link.Next;
        else
            list.First = link.Next;

        if (link.Next != 0)
            TNodes.Of(link.Next).Previous = link.Previous;
        else
            list.Last = link.Previous;

        link.Next = 0;
        link.Previous = 0;
        link.Place = 0;
        if (list.First != 0)
            return;

        int level = place / ListsPerLevel;
        _listsInUse[level] &= ~(1ul << (place % ListsPerLevel));
        if (_listsInUse[level] == 0)
            _levelsInUse &= ~(1u << level);
    }

    private struct TimerList
    {
        public int First;
        public int Last;
    }

    [InlineArray(Levels)]
    private struct LevelMaps
    {
        private ulong _first;
    }

    [InlineArray(Levels * ListsPerLevel)]
    private struct AllLists
    {
        private TimerList _first;
    }
}
