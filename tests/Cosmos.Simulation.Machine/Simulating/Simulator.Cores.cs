// Cores: their start, their sleep, their wishes to each other, and the end of time when all of them wait for ever.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Simulation.Simulating;

/// <content>Cores.</content>
internal sealed partial class Simulator
{
    private const long LongestWishNs = 50_000;

    // Cores look after each other once a second, so they never sleep for ever.
    private const int MostIdleJumps = 400_000;

    /// <summary>What is to be done once, when the runtime is up; its steps do not count.</summary>
    public Action? OnBooted { get; set; }

    /// <summary>The other cores begin.</summary>
    public void ReleaseCores()
    {
        Account();
        _planned = _left = int.MaxValue / 2;
        OnBooted?.Invoke();
        _planned = _left = 0;
        Plan();
        foreach (SimulatedCore core in _cores.Where(core => !core.IsStarted))
        {
            Flow idle = core.Idle;
            StackThread stack = StackThread.Take();
            _inUse.Add(stack);
            idle.Stack = stack;
            idle.Core = core.Number;
            core.IsStarted = true;
            stack.Prepare(() =>
            {
                if (IsUnwinding)
                    Refuse();
                _runtime.CallStartCore();
                Fail($"the idle loop of core {core.Number} returned.");
            });
        }
    }

    /// <summary>
    /// Whether no other core is in the middle of something: each runs a process with preemption on, or sleeps.
    /// </summary>
    public bool AreOthersOutside() => _cores.All(core =>
        core.Running == Current || !core.IsStarted || core.IsStopped || core.IsAsleep || core.Running.Depth == 0);

    /// <summary>Whether a core sleeps.</summary>
    public bool IsAsleep(int number) => _cores[number - 1].IsAsleep;

    /// <summary>Has a core look at what there is to do.</summary>
    public void Wake(int number)
    {
        RequireHeld("A wish to another core");
        SimulatedCore core = _cores[number - 1];
        Note(TraceKind.Wished, number);
        if (core == _active)
        {
            Current.IsWanted = true;
            return;
        }

        core.WishNs = Math.Min(core.WishNs, Now + (_fate.OneIn(2) ? 0 : _fate.Magnitude(1, LongestWishNs)));
    }

    /// <summary>The running core sleeps, in its idle loop.</summary>
    public void Sleep(long monotonicNs)
    {
        SimulatedCore core = _active;
        OnOffer();
        Check(!Current.IsProcess, "a process put its core to sleep; only the idle loop may.");
        if (Current.IsWanted || core.WishNs <= Now || monotonicNs <= Now)
        {
            Current.IsWanted = false;
            core.WishNs = core.WishNs <= Now ? long.MaxValue : core.WishNs;
            return;
        }

        Account();
        core.AlarmNs = long.MaxValue;
        core.SleepsUntilNs = monotonicNs;
        core.IsAsleep = true;
        Note(TraceKind.Slept, core.Number, monotonicNs);
        if (core.StopsSoon)
            Stop(core);
        PassTime();
        core.IsAsleep = false;
        core.WishNs = core.WishNs <= Now ? long.MaxValue : core.WishNs;
        Current.IsWanted = false;
        Note(TraceKind.Woke, core.Number);
        if (Faults.KillEvery != 0 && _fate.OneIn(8))
            InjectKill(isAsleep: true);
        Plan();
    }

    // Other cores go on while they have work; when none has, time jumps to whatever comes next.
    private void PassTime()
    {
        SimulatedCore here = _active;
        while (true)
        {
            if (_cores.Any(IsReady))
            {
                _ = TryGoOnElsewhere();
                return;
            }

            long next = NextMoment();
            if (next == long.MaxValue || ++_idleJumps > MostIdleJumps)
                Fail(DeadlockWords());

            _now = Math.Max(_now, next) + (_fate.OneIn(3) ? _fate.Magnitude(1, 100_000) : 0);
            if (!here.IsStopped && (here.SleepsUntilNs <= _now || here.WishNs <= _now))
                return;
        }
    }

    private long NextMoment() => _cores
        .Where(core => core.IsStarted && !core.IsStopped && core.IsAsleep)
        .Min(core => Math.Min(core.SleepsUntilNs, core.WishNs));

    private static string DeadlockWords() =>
        "every process waits, and nothing will come for any of them: the run would never end.";

    private void Check(bool fact, string claim)
    {
        if (!fact)
            Fail(claim);
    }
}
