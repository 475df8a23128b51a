// The border's ConsoleInput: nobody types at a simulated machine.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Input of the console: there is none.</summary>
public static class ConsoleInput
{
    /// <summary>There is nothing to take over.</summary>
    public static bool TryOpen(out Irq irq)
    {
        Simulator.Step();
        irq = default;
        return false;
    }

    /// <summary>Nothing was typed.</summary>
    public static int Read(Span<byte> bytes) => 0;
}
