// The border's DmaBuffer: a simulated device reaches no memory; what counts is who has it (SimulatedDevices).
namespace Cosmos.Core.Abi;

/// <summary>Memory of a simulated device.</summary>
public sealed class DmaBuffer : DeviceHandle
{
    internal DmaBuffer()
    {
    }
}
