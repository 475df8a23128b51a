// Who waits to run on a core. Max goes before high, high before the rest; normal and low share a queue in which a
// process at low lets eight turns pass before it takes one (OTP's rule, which starves neither). Other cores come here
// to steal, so a latch guards the queues; how many wait may be read without it, as a hint.
//
// A process's record says on which core it is queued, and as what: both are written under that core's latch only.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Scheduling;

/// <summary>The ready processes of one core. The default value is empty. Preemption off.</summary>
internal struct RunQueues
{
    /// <summary>Turns at normal for one at low.</summary>
    public const byte TurnsOfLow = 8;

    // How far a thief looks past processes that are bound to the core.
    private const int LooksOfThief = 64;

    private Latch _latch;
    private int _count;
    private int _movable;
    private int _important;
    private ProcessQueue<RunLink> _max;
    private ProcessQueue<RunLink> _high;
    private ProcessQueue<RunLink> _normal;

    /// <summary>How many wait. A hint for other cores, and for the own one unless it has just looked.</summary>
    public readonly int Count => _count;

    /// <summary>
    /// Whether so many wait that another core may have one of them, who is bound to no core. A hint, as above.
    /// </summary>
    public readonly bool HasForOthers(int least) => _movable > 0 && _count >= least;

    /// <summary>Whether one of them is at high or max.</summary>
    public readonly bool HasImportantForOthers => _important > 0;

    /// <summary>Whether somebody waits who goes before a process at a priority.</summary>
    public readonly bool HasAbove(Priority priority) =>
        (!_max.IsEmpty && priority < Priority.Max) || (!_high.IsEmpty && priority < Priority.High);

    /// <summary>Whether somebody waits who shares turns with a process at a priority.</summary>
    public readonly bool HasEquals(Priority priority) => priority switch
    {
        Priority.Max => !_max.IsEmpty,
        Priority.High => !_high.IsEmpty,
        _ => !_normal.IsEmpty,
    };

    /// <summary>Puts a process behind its equals.</summary>
    /// <param name="core">Number of the core whose queues these are.</param>
    /// <param name="number">The process; it is in no queue.</param>
    public void Append(int core, int number) => Append(core, number, ref Pool<ProcessRecord>.At(number));

    /// <summary>The same, for who has its record at hand.</summary>
    public void Append(int core, int number, ref ProcessRecord process)
    {
        _latch.Take();
        Enter(core, ref process).Append(number, ref process.Link);
        _latch.Open();
    }

    /// <summary>Puts a process before its equals: its turn is not over.</summary>
    public void Prepend(int core, int number)
    {
        _latch.Take();
        Enter(core, ref Pool<ProcessRecord>.At(number)).Prepend(number);
        _latch.Open();
    }

    /// <summary>Takes whoever is next; 0: nobody waits.</summary>
    public int Take()
    {
        if (_count == 0)
        {
            return 0; // others only put something here together with a wake-up
        }

        _latch.Take();
        int next = _max.First;
        if (next == 0 && (next = _high.First) == 0)
        {
            next = NextOfNormal();
        }

        if (next != 0)
        {
            ref ProcessRecord process = ref Pool<ProcessRecord>.At(next);
            QueueOf(process.QueuedAs).TakeFirst(ref process.Link);
            process.QueuedOn = 0;
            _count--;
            CountMovable(ref process, -1);
        }

        _latch.Open();
        return next;
    }

    /// <summary>Takes a process out if it is queued here, whatever its turn.</summary>
    /// <returns>False: it is not here.</returns>
    public bool TryRemove(int core, int number)
    {
        _latch.Take();
        bool isHere = Pool<ProcessRecord>.At(number).QueuedOn == core;
        if (isHere)
        {
            Leave(number);
        }

        _latch.Open();
        return isHere;
    }

    /// <summary>Takes a process out if it is queued here with another priority than it has by now.</summary>
    public bool TryRemoveMisplaced(int core, int number)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        _latch.Take();
        bool isHere = process.QueuedOn == core && process.QueuedAs != process.Effective;
        if (isHere)
        {
            Leave(number);
        }

        _latch.Open();
        return isHere;
    }

    /// <summary>Puts a process that is queued here behind its equals.</summary>
    public void MoveToEnd(int core, int number)
    {
        _latch.Take();
        if (Pool<ProcessRecord>.At(number).QueuedOn == core)
        {
            Leave(number);
            Enter(core, ref Pool<ProcessRecord>.At(number)).Append(number);
        }

        _latch.Open();
    }

    /// <summary>Takes up to half of those who wait, the most important first; who is bound to the core stays.</summary>
    /// <param name="taken">Where their numbers go; its length is a bound.</param>
    /// <returns>How many were taken.</returns>
    public int Steal(Span<int> taken)
    {
        _latch.Take();
        int most = Math.Min(taken.Length, (_movable + 1) / 2);
        int looks = LooksOfThief;
        int count = 0;
        StealFrom(ref _max, taken, most, ref count, ref looks);
        StealFrom(ref _high, taken, most, ref count, ref looks);
        StealFrom(ref _normal, taken, most, ref count, ref looks);
        _latch.Open();
        return count;
    }

    /// <summary>
    /// Takes the most important of those who go before a process at a priority and are bound to no core.
    /// </summary>
    /// <returns>0: there is none.</returns>
    public int StealAbove(Priority priority)
    {
        Span<int> taken = stackalloc int[1];
        int looks = LooksOfThief;
        int count = 0;
        _latch.Take();
        if (priority < Priority.Max)
        {
            StealFrom(ref _max, taken, 1, ref count, ref looks);
        }

        if (priority < Priority.High)
        {
            StealFrom(ref _high, taken, 1, ref count, ref looks);
        }

        _latch.Open();
        return taken[0];
    }

    private void StealFrom(
        ref ProcessQueue<RunLink> queue, Span<int> taken, int most, ref int count, ref int looks)
    {
        int next;
        for (int number = queue.First; number != 0 && count < most && looks > 0; number = next, looks--)
        {
            next = ProcessQueue<RunLink>.After(number);
            if (Pool<ProcessRecord>.At(number).BoundTo == 0)
            {
                Leave(number);
                taken[count++] = number;
            }
        }
    }

    private int NextOfNormal()
    {
        while (true)
        {
            int next = _normal.First;
            if (next == 0)
            {
                return 0;
            }

            ref ProcessRecord process = ref Pool<ProcessRecord>.At(next);
            if (process.QueuedAs != Priority.Low)
            {
                return next;
            }

            if (process.TurnsToSkip == 0)
            {
                process.TurnsToSkip = TurnsOfLow - 1;
                return next;
            }

            process.TurnsToSkip--;
            _normal.Remove(next);
            _normal.Append(next);
        }
    }

    [UnscopedRef]
    private ref ProcessQueue<RunLink> Enter(int core, ref ProcessRecord process)
    {
        process.QueuedOn = (byte)core;
        process.QueuedAs = process.Effective;
        _count++;
        CountMovable(ref process, 1);
        return ref QueueOf(process.QueuedAs);
    }

    private void Leave(int number)
    {
        ref ProcessRecord process = ref Pool<ProcessRecord>.At(number);
        QueueOf(process.QueuedAs).Remove(number);
        process.QueuedOn = 0;
        _count--;
        CountMovable(ref process, -1);
    }

    private void CountMovable(ref ProcessRecord process, int change)
    {
        if (process.BoundTo == 0)
        {
            _movable += change;
            _important += process.QueuedAs > Priority.Normal ? change : 0;
        }
    }

    [UnscopedRef]
    private ref ProcessQueue<RunLink> QueueOf(Priority priority)
    {
        switch (priority)
        {
            case Priority.Max:
                return ref _max;
            case Priority.High:
                return ref _high;
            default:
                return ref _normal;
        }
    }
}
