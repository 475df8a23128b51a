// What one core's scheduler knows: who waits to run, who runs, and when the core's alarm rings.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Scheduling;

/// <summary>A core's scheduler. One record per core in Pool&lt;CoreState&gt;, numbered from 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CoreState
{
    /// <summary>Ready processes at max.</summary>
    public ProcessQueue<RunLink> Max;

    /// <summary>Ready processes at high.</summary>
    public ProcessQueue<RunLink> High;

    /// <summary>Ready processes at normal and low.</summary>
    public ProcessQueue<RunLink> Normal;

    /// <summary>The core's timers.</summary>
    public TimerWheel<TimerNodes> Timers;

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

    /// <summary>Switches so far.</summary>
    public ulong Switches;

    /// <summary>The process that ran when the slice began.</summary>
    public int SliceOwner;

    /// <summary>Preemptions so far.</summary>
    public ulong Preemptions;
}
