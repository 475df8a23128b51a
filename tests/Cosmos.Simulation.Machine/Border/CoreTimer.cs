// The border's CoreTimer: the running core's alarm and sleep, in virtual time.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Alarm and sleep of the running core.</summary>
internal static class CoreTimer
{
    public static void Arm(long monotonicNs)
    {
        Simulator.Step();
        Simulator.Required().Arm(monotonicNs);
    }

    public static void Sleep(long monotonicNs)
    {
        Simulator.Step();
        Simulator.Required().Sleep(monotonicNs);
    }
}
