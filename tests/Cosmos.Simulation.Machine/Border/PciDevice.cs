// The border's PciDevice: there is nothing behind it but the count of its memory.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>A claimed simulated function.</summary>
public sealed class PciDevice : DeviceHandle
{
    internal PciDevice(int claim)
    {
        Claim = claim;
        Function = new PciAddress((ushort)Simulator.Required().Devices.FunctionOf(claim));
    }

    public PciAddress Function { get; }

    public int Claim { get; }

    /// <summary>Memory that only its count tells from none.</summary>
    public bool TryAllocate(int bytes, bool is32Bit, out DmaBuffer buffer)
    {
        _ = (bytes, is32Bit);
        Simulator.Step();
        Preemption.Disable();
        Simulator.Required().Devices.Allocate(Claim);
        Preemption.Enable();
        buffer = new DmaBuffer();
        return true;
    }
}
