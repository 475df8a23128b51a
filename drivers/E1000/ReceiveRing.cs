// The ring of what comes: legacy descriptors (manual §3.2.3), descriptor n with buffer n. The device fills them in
// order and marks each that is done; one is always kept back, because a full ring would look like an empty one
// (§3.2.6). Whether, how long and how well are the device's words and are read once.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Network;

namespace Cosmos.Drivers.E1000;

/// <summary>Receive descriptors and their buffers.</summary>
internal sealed class ReceiveRing
{
    /// <summary>Bytes of a descriptor.</summary>
    public const int DescriptorBytes = 16;

    /// <summary>Bytes of a buffer.</summary>
    public const int BufferBytes = 2048;

    private const int LengthOffset = 8;
    private const int StatusOffset = 12;
    private const int ErrorsOffset = 13;
    private const byte Done = 1;
    private const byte EndOfPacket = 2;

    // CE, SE, SEQ, CXE, RXE; the others are of checksums that nobody asked for.
    private const byte Damage = 0x97;

    private readonly DmaBuffer _descriptors;
    private readonly DmaBuffer _buffers;
    private readonly int _size;
    private int _next;
    private bool _isInPieces;

    /// <summary>A ring over zeroed memory, all of it the device's but one.</summary>
    public ReceiveRing(DmaBuffer descriptors, DmaBuffer buffers, int size)
    {
        _descriptors = descriptors;
        _buffers = buffers;
        _size = size;
        for (int i = 0; i < size; i++)
        {
            descriptors.Write(i * DescriptorBytes, buffers.Address + (ulong)(i * BufferBytes));
        }
    }

    /// <summary>One behind the last that the device may use, for RDT.</summary>
    public int Tail => (_next + _size - 1) % _size;

    /// <summary>Whether the next one is done.</summary>
    public bool HasNext => (_descriptors.Read<byte>((_next * DescriptorBytes) + StatusOffset) & Done) != 0;

    /// <summary>Takes the next one; it is the device's again when it is told of <see cref="Tail"/>.</summary>
    public Reception TryTake(out Binary? frame)
    {
        frame = null;
        int descriptor = _next * DescriptorBytes;
        byte status = _descriptors.Read<byte>(descriptor + StatusOffset);
        if ((status & Done) == 0)
        {
            return Reception.Nothing;
        }

        int length = _descriptors.Read<ushort>(descriptor + LengthOffset);
        byte errors = _descriptors.Read<byte>(descriptor + ErrorsOffset);
        Reception reception = Judge(status, errors, length);
        if (reception == Reception.Frame)
        {
            frame = Binary.Create(_buffers.Bytes(_next * BufferBytes, length));
        }

        _descriptors.Write(descriptor + StatusOffset, (byte)0);
        _next = (_next + 1) % _size;
        return reception;
    }

    // A frame in several buffers is longer than any that this driver is for; the last of them is no beginning either.
    private Reception Judge(byte status, byte errors, int length)
    {
        bool isRest = _isInPieces;
        _isInPieces = (status & EndOfPacket) == 0;
        return isRest || _isInPieces || length is < EthernetDriver.HeaderBytes or > EthernetDriver.LargestFrame
            ? Reception.BadLength
            : (errors & Damage) != 0 ? Reception.Damaged : Reception.Frame;
    }
}
