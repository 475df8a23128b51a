// A network interface that whoever runs this machine lends to it: on Linux a TAP device. Real machines have devices
// with registers in its place, and drivers for them. One process owns a port.
using System;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>
/// A port for Ethernet frames without their checksum. A value; the default is none. Nothing here blocks or allocates.
/// </summary>
public readonly unsafe record struct PacketPort
{
    private PacketPort(int line) => Irq = new Irq(line);

    /// <summary>Its interrupts: there may be frames. Closing the line closes the port.</summary>
    public Irq Irq { get; }

    /// <summary>
    /// Opens a port; its line begins masked. Preemption off: who opens it is to own it (Process.TryAttachPackets)
    /// before it can be ended.
    /// </summary>
    /// <param name="name">The interface's name, in UTF-8.</param>
    /// <param name="port">The port.</param>
    /// <returns>False: this machine has no such interface, or somebody has it.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> name, out PacketPort port)
    {
        port = new PacketPort(Platform.OpenPackets(name));
        return !port.Irq.IsNone;
    }

    /// <summary>Takes the next frame. For the owner; preemption on.</summary>
    /// <param name="frame">Where to; what does not fit is lost.</param>
    /// <returns>Its length; 0: there is none; -1: the interface is gone.</returns>
    public int Read(Span<byte> frame)
    {
        // Safety: the span is pinned while the platform writes to it.
        fixed (byte* buffer = frame)
        {
            return Platform.ReadPacket(Irq.Line, buffer, (nuint)frame.Length);
        }
    }

    /// <summary>Sends a frame. For the owner; preemption on.</summary>
    /// <returns>False: there is no room for it, or the interface is gone; it was not sent.</returns>
    public bool Write(ReadOnlySpan<byte> frame)
    {
        // Safety: the span is pinned while the platform reads it.
        fixed (byte* buffer = frame)
        {
            return Platform.WritePacket(Irq.Line, buffer, (nuint)frame.Length);
        }
    }
}
