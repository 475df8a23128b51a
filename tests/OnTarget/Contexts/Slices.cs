// Two processes that take turns whether they want or not: the alarm rings every few ten microseconds, and whoever runs
// is taken off the core in the middle of what it does. What a case computes meanwhile must come out as if it had been
// alone.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Runs work under preemption.</summary>
internal sealed unsafe class Slices : IDisposable
{
    private const long SliceNs = 50_000;
    private const int EnoughPreemptions = 40;

    private readonly ScriptedRuntime _runtime = new();
    private nint _first;
    private nint _second;
    private int _running;
    private int _preemptions;

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();

    /// <summary>
    /// Runs <paramref name="work"/> alone, then in two processes at a time, again and again until both have been
    /// preempted often enough. Every result must be the same.
    /// </summary>
    public void Compare(Func<long> work)
    {
        long expected = work();
        int wrong = 0;
        _runtime.Preempted = OnPreempted;
        _preemptions = 0;
        _first = (nint)ScriptedRuntime.Create(Repeat, number: 1);
        _second = (nint)ScriptedRuntime.Create(Repeat, number: 2);
        _running = 2;
        CoreTimer.Arm(Clock.Now + SliceNs);
        Context.SwitchTo((ContextBlock*)_first);
        if (_running != 0)
        {
            // The first one to end comes back here; the other one has the core to itself from now on.
            ContextBlock* other = (ContextBlock*)(_first == 0 ? _second : _first);
            Context.SwitchTo(other);
        }

        _runtime.Preempted = null;
        Assert.Equal(0, wrong);
        Assert.InRange(_preemptions, EnoughPreemptions, int.MaxValue);

        void Repeat()
        {
            do
            {
                wrong += work() == expected ? 0 : 1;
            }
            while (Volatile.Read(ref _preemptions) < EnoughPreemptions);
            Leave();
        }
    }

    private void Leave()
    {
        Preemption.Disable();
        _running--;
        if ((nint)Context.CurrentBlock == _first)
        {
            _first = 0;
        }
        else
        {
            _second = 0;
        }

        Preemption.Enable();
    }

    // On the preempted process's stack, with preemption off; allocates nothing.
    private void OnPreempted()
    {
        _preemptions++;
        CoreTimer.Arm(Clock.Now + SliceNs);
        nint self = (nint)Context.CurrentBlock;
        nint next = self == _first ? _second : _first;
        if (next != 0 && next != self && (self == _first || self == _second))
        {
            Context.SwitchTo((ContextBlock*)next);
        }
    }
}
