// A core: what it runs, its alarm, and whether it sleeps. All cores of a node take turns on one thread at a time.
namespace Cosmos.Simulation.Simulating;

/// <summary>A core of the simulated machine.</summary>
internal sealed class SimulatedCore(int number, Flow idle)
{
    /// <summary>From 1.</summary>
    public int Number { get; } = number;

    /// <summary>Its idle loop.</summary>
    public Flow Idle { get; } = idle;

    /// <summary>What it runs.</summary>
    public Flow Running { get; set; } = idle;

    /// <summary>
    /// What it is about to run, once another core has let go of it: that core said so before it had switched.
    /// </summary>
    public Flow? Next { get; set; }

    /// <summary>When its alarm rings; long.MaxValue: never.</summary>
    public long AlarmNs { get; set; } = long.MaxValue;

    /// <summary>It has begun; before, it waits for the boot core.</summary>
    public bool IsStarted { get; set; }

    /// <summary>It sleeps.</summary>
    public bool IsAsleep { get; set; }

    /// <summary>When its sleep ends at the latest.</summary>
    public long SleepsUntilNs { get; set; }

    /// <summary>It answers no more: a fault.</summary>
    public bool IsStopped { get; set; }

    /// <summary>It will, as soon as it is in nobody's way: where it could be interrupted.</summary>
    public bool StopsSoon { get; set; }

    /// <summary>When somebody's wish to wake it arrives; long.MaxValue: there is none.</summary>
    public long WishNs { get; set; } = long.MaxValue;
}
