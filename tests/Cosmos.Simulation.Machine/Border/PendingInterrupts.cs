// The border's PendingInterrupts.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>The simulated interrupts that nobody has been told of yet.</summary>
internal static class PendingInterrupts
{
    public const int MostLines = SimulatedLines.Most;

    public static bool Any => Simulator.Required().Lines.ArePending;

    public static Irq Take()
    {
        Simulator.Step();
        return new Irq(Simulator.Required().Lines.TakePending());
    }
}
