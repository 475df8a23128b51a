// Memory that a device reads and writes: neighbouring pages at an address on the bus that never changes. It belongs to
// the claim of a device and is taken back with it, when the device can reach it no more. What the device writes there
// is the device's word, and may change between two looks: a driver reads an index or a length once, checks it, and goes
// on with what it read.
using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Cosmos.Core.Abi;

/// <summary>Memory that is shared with a device. Does not block or allocate.</summary>
public sealed unsafe class DmaBuffer : DeviceHandle
{
    private readonly byte* _start;

    /// <summary>Memory that is there for as long as the handle can be reached.</summary>
    /// <param name="start">Where the processor sees it.</param>
    /// <param name="address">Where the device does.</param>
    /// <param name="length">Bytes.</param>
    internal DmaBuffer(byte* start, ulong address, int length)
    {
        _start = start;
        Address = address;
        Length = length;
    }

    /// <summary>Where it is for the device; a multiple of 4096.</summary>
    public ulong Address { get; }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>Reads a number that the device may be writing: at once, and not before what was read earlier.</summary>
    /// <typeparam name="T">byte, ushort, uint or ulong.</typeparam>
    /// <param name="offset">A multiple of its size.</param>
    public T Read<T>(int offset)
        where T : unmanaged
    {
        byte* at = Place(offset, sizeof(T));
        T value = Unsafe.ReadUnaligned<T>(at);
        Volatile.ReadBarrier();
        return value;
    }

    /// <summary>Writes a number: at once, and after all that was written earlier.</summary>
    /// <inheritdoc cref="Read{T}(int)"/>
    public void Write<T>(int offset, T value)
        where T : unmanaged
    {
        byte* at = Place(offset, sizeof(T));
        Volatile.WriteBarrier();
        Unsafe.WriteUnaligned(at, value);
    }

    /// <summary>A part of it, to be filled or copied. The device may change it meanwhile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside.</exception>
    public Span<byte> Bytes(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + length, Length);

        // Safety: it lies inside, and a span lives on the stack of the process that the memory outlives.
        return new Span<byte>(_start + offset, length);
    }

    // Aligned accesses of up to eight bytes are one access on the bus (Intel SDM Vol. 3A §8.1.1).
    private byte* Place(int offset, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)width, (uint)sizeof(ulong));
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)offset + width, Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(offset & (width - 1), 0);
        return _start + offset;
    }
}
