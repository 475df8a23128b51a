// The ring of what is sent: legacy descriptors (manual §3.3.3), each with its buffer and a wish for a report. The
// device reports in order. A report that comes too early costs the frame, no more.
using Cosmos.Core.Abi;

namespace Cosmos.Drivers.E1000;

/// <summary>Transmit descriptors and their buffers.</summary>
internal sealed class TransmitRing
{
    private const int DescriptorBytes = ReceiveRing.DescriptorBytes;
    private const int BufferBytes = ReceiveRing.BufferBytes;
    private const int LengthOffset = 8;
    private const int CommandOffset = 11;
    private const int StatusOffset = 12;
    private const byte Done = 1;

    // EOP, IFCS, RS: a whole frame, with a checksum, to be reported.
    private const byte WholeFrame = 1 | 2 | 8;

    private readonly DmaBuffer _descriptors;
    private readonly DmaBuffer _buffers;
    private readonly int _size;
    private int _first;

    /// <summary>An empty ring over zeroed memory.</summary>
    public TransmitRing(DmaBuffer descriptors, DmaBuffer buffers, int size)
    {
        _descriptors = descriptors;
        _buffers = buffers;
        _size = size;
        for (int i = 0; i < size; i++)
        {
            descriptors.Write(i * DescriptorBytes, buffers.Address + (ulong)(i * BufferBytes));
        }
    }

    /// <summary>Frames that it has room for: a full ring would look like an empty one.</summary>
    public int Room => _size - 1;

    /// <summary>One behind the last to be sent, for TDT.</summary>
    public int Tail { get; private set; }

    /// <summary>Whether the oldest one is reported.</summary>
    public bool HasDone =>
        _first != Tail && (_descriptors.Read<byte>((_first * DescriptorBytes) + StatusOffset) & Done) != 0;

    /// <summary>
    /// Adds a frame, which is the device's when it is told of <see cref="Tail"/>. False: there is no room.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<byte> frame)
    {
        int next = (Tail + 1) % _size;
        if (next == _first)
        {
            return false;
        }

        int descriptor = Tail * DescriptorBytes;
        frame.CopyTo(_buffers.Bytes(Tail * BufferBytes, BufferBytes));
        _descriptors.Write(descriptor + LengthOffset, (ushort)frame.Length);
        _descriptors.Write(descriptor + CommandOffset, WholeFrame);
        _descriptors.Write(descriptor + StatusOffset, (byte)0);
        Tail = next;
        return true;
    }

    /// <summary>Takes back what is reported: how many.</summary>
    public int Reclaim()
    {
        int count = 0;
        for (; HasDone; count++)
        {
            _first = (_first + 1) % _size;
        }

        return count;
    }
}
