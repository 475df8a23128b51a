// The border's contexts: flows of control of the simulator, by number, because the runtime's records hold no
// references.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>A flow of control. The default value is none.</summary>
internal readonly record struct ProcessContext(int Id)
{
    public bool IsNone => Id == 0;

    public void Prefetch()
    {
    }
}

/// <summary>Making, switching and ending contexts.</summary>
internal static class ProcessContexts
{
    private const long StackBytes = 16 * 1024;
    private const long ControlBytes = 1024;

    public static int CurrentNumber => Simulator.Running?.Current.Number ?? 0;

    public static ProcessContext Current => new(Simulator.Required().Current.Id);

    public static object? Local
    {
        get => Simulator.Required().Current.Local;
        set => Simulator.Required().Current.Local = value;
    }

    public static bool IsCollecting => false;

    public static bool IsWaiting => false;

    public static long Collections => Simulator.Required().Current.Collections;

    public static ProcessContext TryCreate(int number, in HeapOptions options, Parcel root)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.RequireHeld("A context is made");
        long bytes = root.Bytes;
        object? graph = root.Take();
        if (simulator.IsMemoryRefused())
            return default;

        Flow flow = simulator.NewFlow(number, options);
        flow.Root = graph;
        flow.LivingBytes = bytes;
        return new ProcessContext(flow.Id);
    }

    public static void SwitchTo(ProcessContext next)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.SwitchTo(simulator.FlowOf(next.Id));
    }

    [DoesNotReturn]
    public static void Park(object? root, ProcessContext next)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.Park(root, simulator.FlowOf(next.Id));
    }

    [DoesNotReturn]
    public static void End(ProcessContext next)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.End(simulator.FlowOf(next.Id));
    }

    public static void Discard(ProcessContext unborn)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.Discard(simulator.FlowOf(unborn.Id));
    }

    [DoesNotReturn]
    public static void AbandonStack() => Simulator.Required().Abandon(new ProcessFailure(FailureKind.Abandoned));

    public static bool Forsake(ProcessContext lost)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        return simulator.Forsake(simulator.FlowOf(lost.Id));
    }

    public static bool HoldsSharedLock()
    {
        Simulator.Step();
        return Simulator.Required().IsLockHeld();
    }

    public static bool TryTakeFailure(out ProcessFailure failure)
    {
        failure = default;
        return false;
    }

    public static void RequestPreemption() => Simulator.Required().Current.IsWanted = true;

    public static bool TakePreemptionRequest()
    {
        var simulator = Simulator.Required();
        simulator.OnOffer();
        Flow flow = simulator.Current;
        bool wasWanted = flow.IsWanted;
        flow.IsWanted = false;
        return wasWanted;
    }

    public static void Collect()
    {
        Simulator.Step();
        Simulator.Required().Collect();
    }

    public static object Compact(object root)
    {
        Collect();
        return root;
    }

    public static void CollectSoon() => Simulator.Required().Current.CollectsSoon = true;

    public static void RunFinalizers()
    {
        Simulator.Step();
        Simulator.Required().CollectIfDue();
    }

    public static void ReleaseHeap()
    {
        Simulator.Step();
        Flow flow = Simulator.Required().Current;
        flow.HasHeap = false;
        flow.Kept = null;
        flow.TakenBytes = flow.LivingBytes = 0;
        Simulator.Step();
    }

    public static void SetLimit(long maximumBytes, HeapLimitAction action)
    {
        Flow flow = Simulator.Required().Current;
        flow.Heap = flow.Heap with { MaximumBytes = maximumBytes, Action = action };
    }

    public static HeapStatistics Statistics(ProcessContext context)
    {
        var simulator = Simulator.Required();

        // Another core may have ended it since this one looked whether it is there. On the machine its block can be
        // read as long as preemption is off, with whatever is in it.
        if (simulator.FlowOrEnded(context.Id) is not { } flow)
            return default;

        // Whoever is spared holds nothing, so that nobody ends it for its size.
        long used = flow.Number == simulator.Spared ? 0 : flow.LivingBytes + flow.TakenBytes;
        return new HeapStatistics(
            used, Math.Max(used, flow.Heap.MinimumBytes), flow.Stack is null ? 0 : StackBytes, ControlBytes,
            flow.Collections, flow.LimitBreaches);
    }

    public static ulong CurrentInstruction(ProcessContext context) => 0;

    public static string NameOf(ulong instructionPointer) => $"0x{instructionPointer:X}";
}
