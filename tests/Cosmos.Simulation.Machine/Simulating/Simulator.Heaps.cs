// What the simulator knows of heaps. The stock runtime has one heap for all, so what lives in a process's is estimated:
// what a collection leaves is what the process keeps where the simulator can see it - what hangs off the runtime's
// object of it (its dictionary) and off the object that it began with (a server's state, what a body captured) - and
// until the next one, all messages that it took count as well. What its frames alone hold is not seen.
//
// That is enough for a limit to mean something: who keeps more than it may ends, reports, or goes on, at a collection,
// as on the machine. Only a process with a limit is looked at, because looking costs a copy.
using Cosmos.Core.Abi;
using Cosmos.Simulation.Copying;

namespace Cosmos.Simulation.Simulating;

/// <content>Heaps.</content>
internal sealed partial class Simulator
{
    /// <summary>
    /// The running process could collect: it does if it was asked to, or if messages brought it to its limit.
    /// Preemption on.
    /// </summary>
    public void CollectIfDue()
    {
        Flow flow = Current;
        long limit = flow.Heap.MaximumBytes;
        if (flow.CollectsSoon || (limit != 0 && flow.LivingBytes + flow.TakenBytes > limit))
            Collect();
    }

    /// <summary>
    /// Collects the running process's heap. Does not return when that finds it too large. Preemption on.
    /// </summary>
    public void Collect()
    {
        Flow flow = Current;
        flow.TakenBytes = 0;
        flow.Collections++;
        flow.CollectsSoon = false;
        long limit = flow.Heap.MaximumBytes;
        if (limit == 0 || !flow.IsProcess)
            return;

        flow.LivingBytes = SizeOf(flow.Local) + SizeOf(flow.Kept);
        if (flow.LivingBytes <= limit)
            return;

        flow.LimitBreaches++;
        _runtime.CallOnHeapLimit(flow.LivingBytes, limit);
        if (flow.Heap.Action == HeapLimitAction.Kill)
            Abandon(new ProcessFailure(FailureKind.HeapLimit, Address: (ulong)flow.LivingBytes));
    }

    private static long SizeOf(object? graph)
    {
        if (graph is null)
            return 0;

        var copier = new GraphCopier();
        _ = copier.Copy(graph);
        return copier.Bytes; // of what cannot travel: what was seen before it
    }
}
