// Registers of a device in memory: a stretch of one of its BARs, mapped uncached, each access checked against its ends
// and its alignment. What a register means is the driver's business. The registers through which a device's interrupts
// are directed (the table of MSI-X) are never in it.
using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Cosmos.Core.Abi;

/// <summary>Memory-mapped registers of a claimed device. Does not block or allocate.</summary>
public sealed unsafe class Mmio : DeviceHandle
{
    private readonly byte* _start;

    /// <summary>Registers at an address that stays mapped for as long as the handle can be reached.</summary>
    internal Mmio(byte* start, int length)
    {
        _start = start;
        Length = length;
    }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>Reads a register; on some devices that has effects.</summary>
    public T Read<T>(ReadRegister<T> register)
        where T : unmanaged => Load<T>(register.Offset);

    /// <inheritdoc cref="Read{T}(ReadRegister{T})"/>
    public T Read<T>(Register<T> register)
        where T : unmanaged => Load<T>(register.Offset);

    /// <summary>Writes a register. What was written to memory before is seen by the device first.</summary>
    public void Write<T>(WriteRegister<T> register, T value)
        where T : unmanaged => Store(register.Offset, value);

    /// <inheritdoc cref="Write{T}(WriteRegister{T}, T)"/>
    public void Write<T>(Register<T> register, T value)
        where T : unmanaged => Store(register.Offset, value);

    // Safety (both): Place has checked that the access lies inside; devices take accesses of the register's own width,
    // so each is one instruction.
    private T Load<T>(int offset)
        where T : unmanaged
    {
        byte* at = Place(offset, sizeof(T));
        if (sizeof(T) == sizeof(byte))
        {
            return Unsafe.BitCast<byte, T>(Volatile.Read(ref *at));
        }

        return sizeof(T) == sizeof(ushort)
            ? Unsafe.BitCast<ushort, T>(Volatile.Read(ref *(ushort*)at))
            : Unsafe.BitCast<uint, T>(Volatile.Read(ref *(uint*)at));
    }

    private void Store<T>(int offset, T value)
        where T : unmanaged
    {
        byte* at = Place(offset, sizeof(T));
        if (sizeof(T) == sizeof(byte))
        {
            Volatile.Write(ref *at, Unsafe.BitCast<T, byte>(value));
        }
        else if (sizeof(T) == sizeof(ushort))
        {
            Volatile.Write(ref *(ushort*)at, Unsafe.BitCast<T, ushort>(value));
        }
        else
        {
            Volatile.Write(ref *(uint*)at, Unsafe.BitCast<T, uint>(value));
        }
    }

    private byte* Place(int offset, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)width, (uint)sizeof(uint));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + width, Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset & (width - 1), 0);
        return _start + offset;
    }
}
