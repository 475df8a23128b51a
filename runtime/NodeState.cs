// What there is once on a node: the source of unique numbers, the packed reasons that the runtime gives itself, and
// counters. One record in a pool, because the runtime has no mutable statics.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime;

/// <summary>The node's one record.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NodeState
{
    private const int Only = 1;

    // Cores take numbers in such lots, so that they do not all write one word.
    private const ulong UniqueStep = 1 << 16;

    /// <summary>Where references get their numbers.</summary>
    public UniqueNumbers Numbers;

    /// <summary>
    /// <see cref="ExitReason.Killed"/>, packed: it is shared, so it needs no memory and can be sent often.
    /// </summary>
    public Parcel Killed;

    /// <summary><see cref="ExitReason.NoProcess"/>, packed.</summary>
    public Parcel NoProcess;

    /// <summary>Reason of a process whose mailbox outgrew its limit, packed.</summary>
    public Parcel MailboxLimit;

    /// <summary>Reason of a process that was ended because the machine had no more memory, packed.</summary>
    public Parcel SystemLimit;

    /// <summary>
    /// The first process: when it ends by itself the machine is switched off, otherwise the machine has failed.
    /// </summary>
    public Pid Init;

    /// <summary>Reason of a process whose core was lost, packed.</summary>
    public Parcel CoreLost;

    /// <summary>Reason of a process that held the most of a budget's memory, packed.</summary>
    public Parcel MemoryBudget;

    /// <summary>The cores that are lost, a bit each.</summary>
    public ulong Lost;

    /// <summary>The cores that sleep, a bit each: number 1 is the lowest.</summary>
    public ulong Asleep;

    /// <summary>Processes that ended by an error.</summary>
    public ulong Crashed;

    /// <summary>Reports of heaps that outgrew their limit.</summary>
    public long HeapReports;

    /// <summary>Half of the secret under which keys of tables are hashed.</summary>
    public ulong HashKey0;

    /// <summary>The other half.</summary>
    public ulong HashKey1;

    /// <summary>Held by who changes a persistent term.</summary>
    public Latch TermLatch;

    /// <summary>Persistent terms that have a value.</summary>
    public long Terms;

    /// <summary>Bytes of them.</summary>
    public long TermBytes;

    /// <summary>Bytes of values that were replaced or erased.</summary>
    public long OldTermBytes;

    /// <summary>The number of the latest event of the log.</summary>
    public ulong LogNumber;

    /// <summary>The primary level of the log, see Logging/LogLevels.</summary>
    public byte LogLevel;

    /// <summary>The log has been started and not been stopped.</summary>
    public bool LogIsUp;

    /// <summary>The record.</summary>
    public static ref NodeState Current => ref Pool<NodeState>.At(Only);

    /// <summary>Processes alive: about how many, while other cores make and end some.</summary>
    public static long Processes
    {
        get
        {
            long alive = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                ref CoreState state = ref Pool<CoreState>.At(core);
                alive += (long)(state.Made - state.Ended);
            }

            return alive;
        }
    }

    /// <summary>A number that no reference of this node had. Preemption off.</summary>
    public static ulong NextUnique()
    {
        ref CoreState core = ref Scheduler.Core;
        if (core.NextUnique == core.UniqueEnd)
        {
            core.NextUnique = Current.Numbers.Take(UniqueStep);
            core.UniqueEnd = core.NextUnique + UniqueStep;
        }

        return core.NextUnique++;
    }
}
