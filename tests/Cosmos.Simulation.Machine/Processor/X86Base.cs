// The processor's pause, as code of the namespace Cosmos finds it: whoever spins waits for another core, and that one
// runs only when it gets the baton.
using Cosmos.Simulation.Simulating;

namespace Cosmos;

/// <summary>Stands in for the intrinsics of the same name.</summary>
internal static class X86Base
{
    public static bool IsSupported => true;

    public static void Pause()
    {
        if (Simulator.Running is { } simulator)
            simulator.Spin();
        else
            Thread.SpinWait(1);
    }
}
