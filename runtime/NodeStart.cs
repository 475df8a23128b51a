// The runtime's first moments: pools are reserved, and what must be shared by all processes is made while everything
// that is made is shared.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Budgets;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Logging;
using Cosmos.Runtime.PersistentTerms;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Tables;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime;

/// <summary>Starting the runtime, once, in a system context with preemption off.</summary>
internal static class NodeStart
{
    private const int Records = 1 << 27;

    /// <summary>Readies the pools and the node's record.</summary>
    public static void Run()
    {
        Pool<NodeState>.Initialize(1);
        Pool<CoreState>.Initialize(Cores.Count);
        Pool<ProcessRecord>.Initialize(ProcessTable.Capacity);
        Pool<Signal>.Initialize(SignalSlots.Capacity);
        Pool<LinkRecord>.Initialize(Records);
        Pool<WatcherRecord>.Initialize(Records);
        Pool<ReferenceRecord>.Initialize(Records);
        Pool<TimerRecord>.Initialize(Records);
        Pool<InfoSnapshot>.Initialize(Records);
        Devices.InterruptSignals.Initialize();
        Devices.DeviceClaims.Initialize();
        Pool<BudgetRecord>.Initialize(ProcessTable.Capacity);
        Pool<MemberRecord>.Initialize(ProcessTable.Capacity);
        TableMaking.Initialize();
        TermTable.Initialize();
        Pool<HandlerRecord>.Initialize(HandlerRecord.Most, isInOrder: true);
        if (!AtomTable.Initialize())
        {
            Machine.Fail("The runtime cannot start: no memory for its table of names. Give the machine more memory.");
        }

        Clear(ref Pool<NodeState>.At(Pool<NodeState>.Rent()));
        for (int core = 1; core <= Cores.Count; core++)
        {
            // Slots are given out in order, so a core's number is its record's.
            ref CoreState state = ref Pool<CoreState>.At(Pool<CoreState>.Rent());
            state = default;
            state.AlarmNs = long.MaxValue;
            state.SliceEndNs = long.MaxValue;
        }
    }

    private static void Clear(ref NodeState node)
    {
        node = default;
        TableMaking.Begin(ref node);
        Dispatch.Begin(ref node);
        node.Killed = Shared(ExitReason.Killed);
        node.NoProcess = Shared(ExitReason.NoProcess);
        node.MailboxLimit = Shared(new ExitReason(Atom.MailboxLimit));
        node.SystemLimit = Shared(new ExitReason(Atom.SystemLimit));
        node.CoreLost = Shared(ExitReason.Of("core_lost"));
        node.MemoryBudget = Shared(ExitReason.Of("memory_budget"));
        _ = ExitReason.Normal;
        _ = ExitReason.Shutdown;
        _ = ExitReason.Kill;
        _ = ExitReason.NoConnection;
    }

    // Made in a system context, a reason is nobody's own: the parcel needs no memory and may be sent again and again.
    private static Parcel Shared(ExitReason reason)
    {
        _ = Parcel.TryPack(reason, out Parcel parcel, out _);
        return parcel;
    }
}
