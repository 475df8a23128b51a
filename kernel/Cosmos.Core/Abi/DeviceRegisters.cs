// Registers of a device as values: where, how wide, and what may be done to it, so that a write to a register that is
// only read does not compile. A driver keeps its device's in one file, with the names of the data sheet.
namespace Cosmos.Core.Abi;

/// <summary>A register that is only read (RO).</summary>
/// <typeparam name="T">byte, ushort or uint.</typeparam>
/// <param name="Offset">Bytes from the beginning of the registers.</param>
public readonly record struct ReadRegister<T>(int Offset)
    where T : unmanaged;

/// <summary>A register that is only written (WO).</summary>
/// <inheritdoc cref="ReadRegister{T}"/>
public readonly record struct WriteRegister<T>(int Offset)
    where T : unmanaged;

/// <summary>A register that is read and written (RW).</summary>
/// <inheritdoc cref="ReadRegister{T}"/>
public readonly record struct Register<T>(int Offset)
    where T : unmanaged;
