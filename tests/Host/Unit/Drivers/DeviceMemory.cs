// Memory that a test and a ring share as a driver and its device do.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;

namespace Cosmos.Tests.Unit.Drivers;

/// <summary>Zeroed memory with a made-up address on the bus; it lives as long as the test.</summary>
internal sealed unsafe class DeviceMemory : IDisposable
{
    private readonly byte* _start;

    public DeviceMemory(int length, ulong address = 0x1_0000_0000)
    {
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)length, 4096);
        new Span<byte>(_start, length).Clear();
        Buffer = new DmaBuffer(_start, address, length);
    }

    public DmaBuffer Buffer { get; }

    public void Dispose() => NativeMemory.AlignedFree(_start);
}
