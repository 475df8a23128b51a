// What is to go wrong in a run. Nothing does unless it is asked for; what happens when, the seed decides. The numbers
// may be changed while the node runs, so that a test can set up in peace and then let the storm begin.
namespace Cosmos.Simulation;

/// <summary>The faults of a simulated node.</summary>
public sealed class Faults
{
    private int _killEvery;

    /// <summary>A random process is killed once in about so many steps; 0: none is.</summary>
    public int KillEvery
    {
        get => _killEvery;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _killEvery = value;
            Changed?.Invoke();
        }
    }

    /// <summary>
    /// A random process is killed at exactly this step, counted from the start of the node; 0: none is. Running the
    /// same program with every number in turn kills between any two steps.
    /// </summary>
    public long KillAtStep { get; set; }

    /// <summary>Kills so far.</summary>
    public int Kills { get; internal set; }

    /// <summary>
    /// Memory for a copy, a process, a timer or a message is refused once in about so many times; 0: never.
    /// </summary>
    public int RefuseMemoryEvery { get; set; }

    /// <summary>
    /// A process that is interrupted takes its signals later, once in about so many times; 0: never. On the machine
    /// that is a process inside of a lock that all share.
    /// </summary>
    public int DelaySignalsEvery { get; set; }

    /// <summary>Told of a new rate of kills.</summary>
    internal Action? Changed { get; set; }
}
