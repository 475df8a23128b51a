// The border's ConsoleOutput: a simulated machine's console takes everything at once.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Output of the console: nobody has to send it.</summary>
public static class ConsoleOutput
{
    /// <summary>Nothing waits.</summary>
    public static void Send(Irq irq) => Simulator.Step();
}
