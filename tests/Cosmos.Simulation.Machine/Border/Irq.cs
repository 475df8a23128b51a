// The border's Irq: a line that no device is behind; tests raise it (SimulatedNode.Interrupt).
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>An interrupt line of the simulated machine.</summary>
public readonly record struct Irq
{
    internal Irq(int line) => Line = line;

    /// <summary>Its number; 0 for none.</summary>
    public int Line { get; }

    /// <summary>True for the default.</summary>
    public bool IsNone => Line == 0;

    /// <summary>How often it has interrupted.</summary>
    public long Count => Simulator.Required().Lines.Count(Line);

    /// <summary>Lets it interrupt once more.</summary>
    public void Unmask()
    {
        Simulator.Step();
        Simulator.Required().Lines.Unmask(Line);
    }

    /// <summary>Gives it back.</summary>
    public void Close()
    {
        Simulator.Step();
        Simulator.Required().Lines.Close(Line);
    }
}
