// The border's PacketPort: a simulated machine has none.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>A port for Ethernet frames: there is none.</summary>
public readonly record struct PacketPort
{
    /// <summary>None.</summary>
    public Irq Irq => default;

    /// <summary>There is nothing to open.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> name, out PacketPort port)
    {
        Simulator.Step();
        port = default;
        return false;
    }

    /// <summary>The interface is gone.</summary>
    public int Read(Span<byte> frame) => -1;

    /// <summary>It was not sent.</summary>
    public bool Write(ReadOnlySpan<byte> frame) => false;
}
