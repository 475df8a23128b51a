// A core that stops answering, and what the border offers to those that notice.
using Cosmos.Core.Abi;

namespace Cosmos.Simulation.Simulating;

/// <content>Losing cores.</content>
internal sealed partial class Simulator
{
    /// <summary>
    /// Stops a core for good: in its sleep, or where its process could be interrupted. In the middle of the runtime's
    /// own work nobody could go on without it, nor without the first process, which is spared.
    /// </summary>
    public void StopCore(int number)
    {
        SimulatedCore core = _cores[number - 1];
        core.StopsSoon = true;
        if (core.IsAsleep)
            Stop(core);
        Plan();
    }

    /// <summary>Whether a core still does anything; takes the time of waiting for it if it does not.</summary>
    public bool Answers(int number, long timeoutNs)
    {
        RequireHeld("A question to a core");
        if (!_cores[number - 1].IsStopped)
            return true;

        Account();
        _now += timeoutNs;
        Plan();
        return false;
    }

    /// <summary>Nothing of a core will ever run.</summary>
    public void Retire(int number)
    {
        RequireHeld("A core is retired");
        SimulatedCore core = _cores[number - 1];
        Check(core != _active, "a core retires itself.");
        Stop(core);
    }

    /// <summary>Has a process of a retired core lose its frames.</summary>
    public bool Forsake(Flow lost)
    {
        Check(lost.Core != 0 && _cores[lost.Core - 1].IsStopped, $"{lost} is forsaken, but its core is not lost.");
        if (lost.Depth != 0)
            return false;

        Note(TraceKind.Abandoned, lost.Number);
        Leave(lost);
        lost.Core = 0;
        lost.Depth = 1;
        lost.IsForsaken = true;
        return true;
    }

    private void Stop(SimulatedCore core)
    {
        core.StopsSoon = false;
        core.IsStopped = true;
        Note(TraceKind.Stopped, core.Number);
    }

    // On the core itself, at a point; returns when the run is over, if at all.
    private void StopHere()
    {
        Stop(_active);
        if (!TryGoOnElsewhere())
            PassTime();
    }
}
