// The making of a process. What it runs is copied first, by the parent and with preemption on; then its record, its
// context and its ties are made in one short step, so that nobody ever sees half a process.
using Cosmos.Core;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Budgets;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Processes;

/// <summary>Making processes.</summary>
internal static class Spawning
{
    /// <summary>Makes a process as the child of the running one.</summary>
    /// <returns>Its pid, and the monitor if one was asked for.</returns>
    public static (Pid Pid, Ref Monitor) Spawn(object root, SpawnOptions? options, SpawnTies ties) =>
        TrySpawn(root, options, ties, out Pid pid, out Ref monitor)
            ? (pid, monitor)
            : throw new ArgumentException($"The name {options!.Name} is taken.", nameof(options));

    /// <summary>As <see cref="Spawn"/>; false: the name is another's.</summary>
    public static bool TrySpawn(object root, SpawnOptions? options, SpawnTies ties, out Pid pid, out Ref monitor)
    {
        ArgumentNullException.ThrowIfNull(root);
        int parent = ProcessTable.Self;
        var plan = SpawnPlan.From(options, ref Pool<ProcessRecord>.At(parent));
        plan.Validate();
        while (true)
        {
            Parcel parcel = Packing.PackForHeap(root, plan.Heap);
            Preemption.Disable();
            SpawnResult result = TryMake(parent, parcel, plan, ties, out pid, out monitor, out int full);
            Preemption.Enable();
            switch (result)
            {
                case SpawnResult.Made:
                    return true;
                case SpawnResult.NameTaken:
                    return false;
                case SpawnResult.OverBudget:
                    Refusal.Refuse(full);
                    break;
                case SpawnResult.TooMany:
                    throw new OutOfMemoryException(
                        $"There are {ProcessTable.Capacity} processes: no more are possible.");
            }

            if (!MemoryRelief.TryRelieve(0))
            {
                throw new OutOfMemoryException("No memory for another process.");
            }
        }
    }

    /// <summary>As <see cref="Spawn"/>, with the answer as a message.</summary>
    public static Ref Request(Action body, SpawnOptions? options, SpawnTies ties)
    {
        int parent = ProcessTable.Self;
        Pid self = ProcessTable.PidOf(parent);
        Pid child = default;
        Ref request = default;
        ExitReason? error = null;
        try
        {
            (child, request) = Spawn(body, options, ties);
        }
        catch (OutOfMemoryException)
        {
            error = new ExitReason(Atom.SystemLimit);
        }
        catch (ProcessExitException overBudget)
        {
            error = overBudget.Reason;
        }

        Parcel reason = Packing.Pack(error);
        if (request.IsNone)
        {
            request = Process.MakeRef();
        }

        // Not through the inbox: nothing that the child sends can come first.
        Preemption.Disable();
        Outbox.Post(SignalKind.SpawnReply, child, self, request, reason);
        Preemption.Enable();
        return request;
    }

    /// <summary>Makes the first process, which runs the image. In a system context, preemption off.</summary>
    public static void SpawnInit(Cosmos.Core.Kernel image)
    {
        SpawnPlan plan = default;
        _ = Parcel.TryPackForHeap(image, plan.Heap, out Parcel parcel, out _);
        plan.Priority = Priority.Normal;
        _ = TryMake(0, parcel, plan, SpawnTies.None, out Pid init, out _, out _);
        NodeState.Current.Init = init;
    }

    private static SpawnResult TryMake(
        int parent, Parcel root, in SpawnPlan plan, SpawnTies ties, out Pid pid, out Ref monitor, out int full)
    {
        pid = default;
        monitor = default;
        full = 0;
        if (!plan.Name.IsNone && Registry.WhereIs(plan.Name) != 0)
        {
            root.Discard();
            return SpawnResult.NameTaken;
        }

        SpawnResult taken = TryTakeNumber(parent, out int number, out full);
        if (taken != SpawnResult.Made)
        {
            root.Discard();
            return taken;
        }

        ref ProcessRecord child = ref Pool<ProcessRecord>.At(number);
        ProcessContext context = ProcessContexts.TryCreate(number, plan.Heap, root);
        if (context.IsNone)
        {
            Charging.Leave(ref child);
            ProcessTable.Free(ref child, number);
            return SpawnResult.NoMemory;
        }

        child.Context = context;
        plan.Apply(ref child);

        // From the name on others may find it: it is alive, and runs when it is put into a queue below.
        child.State = ProcessState.Runnable;
        pid = ProcessTable.PidOf(number);
        if (!plan.Name.IsNone
            && Registry.Register(plan.Name, pid, ref child.Name, in child.Serial) != RegisterResult.Done)
        {
            pid = default;
            child.State = ProcessState.Free; // nobody may look at its heap any more
            Charging.Leave(ref child);
            ProcessTable.Free(ref child, number);
            ProcessContexts.Discard(context);
            return SpawnResult.NameTaken;
        }

        Scheduler.Core.Made++;
        if (parent != 0)
        {
            monitor = Tie(parent, ref child, pid, ties);
        }

        Scheduler.MakeReady(number, ref child);
        return SpawnResult.Made;
    }

    // A number for a process, charged to the budget that its parent's children are under. Made: there is one.
    private static SpawnResult TryTakeNumber(int parent, out int number, out int full)
    {
        full = 0;
        number = ProcessTable.TryTake();
        if (number == 0)
        {
            return NodeState.Processes >= ProcessTable.Capacity ? SpawnResult.TooMany : SpawnResult.NoMemory;
        }

        ref ProcessRecord child = ref Pool<ProcessRecord>.At(number);
        int budget = parent == 0 ? 0 : Charging.BudgetOfChildren(ref Pool<ProcessRecord>.At(parent));
        if (budget == 0 || Charging.TryEnter(ref child, number, budget, out full))
        {
            return SpawnResult.Made;
        }

        ProcessTable.Free(ref child, number);
        return full != 0 ? SpawnResult.OverBudget : SpawnResult.NoMemory;
    }

    private static Ref Tie(int parent, ref ProcessRecord child, Pid childPid, SpawnTies ties)
    {
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(parent);
        Pid pid = ProcessTable.PidOf(parent);
        child.Parent = pid;
        self.Reductions++;
        if ((ties & SpawnTies.Link) != 0)
        {
            LinkSignals.Tie(ref self, pid, ref child, childPid);
        }

        if ((ties & SpawnTies.Monitor) == 0)
        {
            return default;
        }

        Ref reference = References.Create(ref self, pid, out int slot);
        ref ReferenceRecord monitor = ref Pool<ReferenceRecord>.At(slot);
        monitor.Target = childPid;
        monitor.IsMonitor = true;
        MonitorSignals.Tie(pid, ref child, reference);
        Mailboxes.Markers.Set(ref self, reference.Unique);
        return reference;
    }
}

/// <summary>What became of a spawn.</summary>
internal enum SpawnResult
{
    /// <summary>The process is there.</summary>
    Made,

    /// <summary>Its name is another's.</summary>
    NameTaken,

    /// <summary>There are as many processes as there may be.</summary>
    TooMany,

    /// <summary>The machine is out of memory.</summary>
    NoMemory,

    /// <summary>There are as many processes as a budget allows.</summary>
    OverBudget,
}
