// The border's Preemption. In a simulated node the depth belongs to the running flow of control, and the outermost
// Enable is a point at which the core may be lost. Outside of one, threads of the host play cores: the depth is
// counted, so that a test sees an Enable that is missing, and what a test asks for happens at the outermost one.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Counts how deep preemption is held off.</summary>
internal static class Preemption
{
    private static readonly ThreadLocal<int> s_depth = new();

    /// <summary>How many Disables have no Enable yet.</summary>
    public static int Depth => Simulator.Running is { } simulator ? simulator.Current.Depth : s_depth.Value;

    /// <summary>What runs where the core may be given away; it may call the runtime. Outside of a node only.</summary>
    public static Action? Preempted { get; set; }

    public static void Disable()
    {
        Simulator.Step();
        if (Simulator.Running is { } simulator)
            simulator.Hold();
        else
            s_depth.Value++;
    }

    public static void Enable()
    {
        if (Simulator.Running is { } simulator)
        {
            Simulator.Step();
            simulator.Release();
            Simulator.Step();
            return;
        }

        if (--s_depth.Value < 0)
            throw new InvalidOperationException("Preemption was enabled more often than disabled.");

        if (Depth == 0)
            Preempted?.Invoke();
    }

    /// <summary>Back to the state of a machine that starts.</summary>
    public static void Reset()
    {
        s_depth.Value = 0;
        Preempted = null;
    }
}
