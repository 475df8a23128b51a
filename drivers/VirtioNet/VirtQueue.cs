// A split virtqueue (VirtIO 1.2 §2.7) in which descriptor n always describes buffer n, of one fixed size. So nothing is
// chained, no address is ever taken from the device, and what the device says is a number that is checked: whether the
// driver gave it that buffer, whether it has taken more than it was given, how much it wrote.
//
// The layout: descriptors of 16 bytes, the ring of what is available, which the driver writes, and the ring of what is
// used, which the device writes. Each index is read once.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Network;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>A queue between a driver and its device.</summary>
internal sealed class VirtQueue
{
    /// <summary>Bytes of a buffer.</summary>
    public const int BufferBytes = 2048;

    private const int DescriptorBytes = 16;
    private const int RingHeader = 4;
    private const int UsedBytes = 8;
    private const int IndexOffset = 2;
    private const ushort DeviceWrites = 2;
    private const ushort NoInterrupt = 1;
    private const ushort NoNotify = 1;

    private readonly DmaBuffer _rings;
    private readonly DmaBuffer _buffers;
    private readonly bool[] _isGiven;
    private readonly int[] _free;
    private readonly int _available;
    private readonly int _used;
    private readonly bool _isForDevice;
    private int _freeCount;
    private ushort _next;
    private ushort _seen;

    /// <summary>A queue with all buffers the driver's. The memory is zeroed.</summary>
    /// <param name="rings">At least <see cref="RingBytes"/>.</param>
    /// <param name="buffers">A buffer for each descriptor.</param>
    /// <param name="size">Descriptors: a power of two.</param>
    /// <param name="isForDevice">Whether the device writes to the buffers; else it reads them.</param>
    public VirtQueue(DmaBuffer rings, DmaBuffer buffers, int size, bool isForDevice)
    {
        _rings = rings;
        _buffers = buffers;
        _isForDevice = isForDevice;
        _available = size * DescriptorBytes;
        _used = UsedOffset(size);
        _isGiven = new bool[size];
        _free = new int[size];
        for (int i = size - 1; i >= 0; i--)
        {
            _free[_freeCount++] = i;
            rings.Write(i * DescriptorBytes, buffers.Address + (ulong)(i * BufferBytes));
        }
    }

    /// <summary>Descriptors.</summary>
    public int Size => _isGiven.Length;

    /// <summary>Buffers that the device has.</summary>
    public int Given => Size - _freeCount;

    /// <summary>Where the descriptors are, for the device.</summary>
    public ulong DescriptorsAddress => _rings.Address;

    /// <summary>Where the ring of what is available is.</summary>
    public ulong AvailableAddress => _rings.Address + (ulong)_available;

    /// <summary>Where the ring of what is used is.</summary>
    public ulong UsedAddress => _rings.Address + (ulong)_used;

    /// <summary>Whether the device has used something that was not taken yet.</summary>
    public bool HasUsed => _rings.Read<ushort>(_used + IndexOffset) != _seen;

    /// <summary>Whether the device wants to be told of what is available. After a full barrier (§2.7.13.4).</summary>
    public bool WantsNotice
    {
        get
        {
            Interlocked.MemoryBarrier();
            return (_rings.Read<ushort>(_used) & NoNotify) == 0;
        }
    }

    /// <summary>Bytes of the rings of a queue.</summary>
    public static int RingBytes(int size) => UsedOffset(size) + RingHeader + (size * UsedBytes);

    /// <summary>The bytes of a buffer.</summary>
    public Span<byte> Bytes(int buffer) => _buffers.Bytes(buffer * BufferBytes, BufferBytes);

    /// <summary>A buffer that the device does not have. False: it has all of them.</summary>
    public bool TryRent(out int buffer)
    {
        buffer = 0;
        if (_freeCount == 0)
        {
            return false;
        }

        buffer = _free[--_freeCount];
        _isGiven[buffer] = true;
        return true;
    }

    /// <summary>Gives a rented buffer to the device.</summary>
    /// <param name="buffer">Which.</param>
    /// <param name="length">Bytes of it that the device may read, or write.</param>
    public void Give(int buffer, int length)
    {
        int descriptor = buffer * DescriptorBytes;
        _rings.Write(descriptor + 8, (uint)length);
        _rings.Write(descriptor + 12, _isForDevice ? DeviceWrites : (ushort)0);
        _rings.Write(_available + RingHeader + (_next % Size * sizeof(ushort)), (ushort)buffer);
        _next++;
        _rings.Write(_available + IndexOffset, _next);
    }

    /// <summary>Takes back a buffer that the device has used. False: there is none.</summary>
    /// <param name="buffer">Which.</param>
    /// <param name="length">Bytes that the device says it wrote; not more than there is room for.</param>
    /// <exception cref="DeviceFaultException">The device gave back what it did not have.</exception>
    public bool TryTake(out int buffer, out int length)
    {
        buffer = length = 0;
        ushort index = _rings.Read<ushort>(_used + IndexOffset);
        var waiting = (ushort)(index - _seen);
        if (waiting == 0)
        {
            return false;
        }

        if (waiting > Given)
        {
            throw new DeviceFaultException($"It has used {waiting} buffers of {Given}.");
        }

        int entry = _used + RingHeader + (_seen % Size * UsedBytes);
        uint id = _rings.Read<uint>(entry);
        uint written = _rings.Read<uint>(entry + sizeof(uint));
        if (id >= (uint)Size || !_isGiven[id])
        {
            throw new DeviceFaultException($"It has used buffer {id}, which it does not have.");
        }

        _seen++;
        _isGiven[id] = false;
        _free[_freeCount++] = (int)id;
        buffer = (int)id;
        length = (int)Math.Min(written, BufferBytes);
        return true;
    }

    /// <summary>Tells the device whether to interrupt. It may do so all the same: this is a hint (§2.7.7).</summary>
    public void AllowInterrupts(bool isOn)
    {
        _rings.Write(_available, isOn ? (ushort)0 : NoInterrupt);
        Interlocked.MemoryBarrier();
    }

    private static int UsedOffset(int size)
    {
        int end = (size * DescriptorBytes) + RingHeader + (size * sizeof(ushort)) + sizeof(ushort);
        return (end + 3) & ~3;
    }
}
