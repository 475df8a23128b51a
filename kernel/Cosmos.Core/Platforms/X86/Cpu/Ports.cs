// The I/O address space: 65,536 byte ports beside memory, reached only by IN and OUT. Old devices (serial line, PIT,
// RTC, PCI configuration, isa-debug-exit) live there. Nothing here knows what a port means.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>Port input and output, Intel SDM Vol. 1 §19.3. Any context; never blocks, never allocates.</summary>
internal static class Ports
{
    /// <summary>Reads one byte.</summary>
    [DllImport("*", EntryPoint = "cosmos_port_in8"), SuppressGCTransition]
    public static extern byte In8(ushort port);

    /// <summary>Reads two bytes.</summary>
    [DllImport("*", EntryPoint = "cosmos_port_in16"), SuppressGCTransition]
    public static extern ushort In16(ushort port);

    /// <summary>Reads four bytes.</summary>
    [DllImport("*", EntryPoint = "cosmos_port_in32"), SuppressGCTransition]
    public static extern uint In32(ushort port);

    /// <summary>Writes one byte.</summary>
    [DllImport("*", EntryPoint = "cosmos_port_out8"), SuppressGCTransition]
    public static extern void Out8(ushort port, byte value);

    /// <summary>Writes two bytes.</summary>
    [DllImport("*", EntryPoint = "cosmos_port_out16"), SuppressGCTransition]
    public static extern void Out16(ushort port, ushort value);

    /// <summary>Writes four bytes.</summary>
    [DllImport("*", EntryPoint = "cosmos_port_out32"), SuppressGCTransition]
    public static extern void Out32(ushort port, uint value);
}
