// A device register behind an I/O port, with what may be done to it in its type: a write to a read-only register does
// not compile. They are one number each and vanish when compiled.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>An 8-bit register that is only read (RO).</summary>
/// <param name="port">Its I/O port.</param>
internal readonly struct ReadPort8(ushort port)
{
    /// <summary>Reads the register; on some devices that has effects.</summary>
    public byte Read() => Ports.In8(port);
}

/// <summary>An 8-bit register that is only written (WO).</summary>
/// <param name="port">Its I/O port.</param>
internal readonly struct WritePort8(ushort port)
{
    /// <summary>Writes the register.</summary>
    /// <param name="value">All eight bits.</param>
    public void Write(byte value) => Ports.Out8(port, value);
}

/// <summary>An 8-bit register that is read and written (RW).</summary>
/// <param name="port">Its I/O port.</param>
internal readonly struct ReadWritePort8(ushort port)
{
    /// <summary>Reads the register.</summary>
    public byte Read() => Ports.In8(port);

    /// <summary>Writes the register.</summary>
    /// <param name="value">All eight bits.</param>
    public void Write(byte value) => Ports.Out8(port, value);
}
