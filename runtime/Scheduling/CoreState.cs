// What one core's scheduler knows: who waits to run, who runs, and when the core's alarm rings. Cores look at each
// other's records when they have nothing to do, so each has cache lines of its own.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Scheduling;

/// <summary>A core's scheduler. One record per core in Pool&lt;CoreState&gt;, by the core's number.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CoreState
{
    /// <summary>Keeps the record before it in the pool off these cache lines.</summary>
    public CacheLines Before;

    /// <summary>Ready processes.</summary>
    public RunQueues Ready;

    /// <summary>The core's timers.</summary>
    public CoreTimers Timers;

    /// <summary>The context that runs when no process does.</summary>
    public ProcessContext Idle;

    /// <summary>Number of the running process; 0: none.</summary>
    public int Current;

    /// <summary>Its priority, as the run queues see it.</summary>
    public Priority CurrentPriority;

    /// <summary>When the alarm rings; long.MaxValue: never.</summary>
    public long AlarmNs;

    /// <summary>When the slice ends; long.MaxValue: nobody waits for the core.</summary>
    public long SliceEndNs;

    /// <summary>When a sleeping core is to be called to help, if things are then as they are now.</summary>
    public long HelpNs;

    /// <summary><see cref="Switches"/> when <see cref="HelpNs"/> was set.</summary>
    public ulong HelpSwitches;

    /// <summary>
    /// The core that asks this one to take over somebody more important than who runs here; 0: none. See
    /// <see cref="Balance.OfferImportant"/>.
    /// </summary>
    public int TakesFrom;

    /// <summary>Switches so far.</summary>
    public ulong Switches;

    /// <summary>The process that ran when the slice began.</summary>
    public int SliceOwner;

    /// <summary>Preemptions so far.</summary>
    public ulong Preemptions;

    /// <summary>Signs of life, besides <see cref="Switches"/>.</summary>
    public ulong Pulse;

    /// <summary>When to look after the neighbouring core; long.MaxValue: there is none.</summary>
    public long WatchNs;

    /// <summary>The neighbour at the last look.</summary>
    public int Watched;

    /// <summary>Its signs of life then.</summary>
    public ulong SeenPulse;

    /// <summary>How often in a row it was found to give none.</summary>
    public int SilentLooks;

    /// <summary>The core sleeps, or is about to: it is in the middle of nothing.</summary>
    public bool IsResting;

    /// <summary>Processes made here.</summary>
    public ulong Made;

    /// <summary>Processes that ended here.</summary>
    public ulong Ended;

    /// <summary>The highest serial number that a record got here when its process ended.</summary>
    public uint LatestSerial;

    /// <summary>The next of the unique numbers that this core has taken from the node's.</summary>
    public ulong NextUnique;

    /// <summary>One past the last of them.</summary>
    public ulong UniqueEnd;

    /// <summary>Space that nobody touches: two cache lines, because processors fetch them in pairs.</summary>
    [InlineArray(16)]
    internal struct CacheLines
    {
        private ulong _first;
    }
}
