// An ARP exchange (RFC 826) over Ethernet and IPv4 as QEMU's user network answers it: 10.0.2.2 is there.
using System.Buffers.Binary;
using Cosmos.Core.Abi;

namespace Cosmos.Tests.OnTarget.Drivers;

/// <summary>Frames that ask for the gateway, and those that answer.</summary>
internal static class ArpExchange
{
    private const int Bytes = 42;
    private const ushort Arp = 0x0806;
    private const ushort Request = 1;
    private const ushort Reply = 2;
    private const uint Self = 0x0A00_020F;
    private const uint Gateway = 0x0A00_0202;

    /// <summary>Who has 10.0.2.2?</summary>
    public static Binary Ask(ulong station)
    {
        Span<byte> frame = stackalloc byte[Bytes];
        frame[..6].Fill(0xFF);
        WriteStation(frame[6..], station);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], Arp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], 0x0800);
        frame[18] = 6;
        frame[19] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], Request);
        WriteStation(frame[22..], station);
        BinaryPrimitives.WriteUInt32BigEndian(frame[28..], Self);
        frame[32..38].Clear();
        BinaryPrimitives.WriteUInt32BigEndian(frame[38..], Gateway);
        return Binary.Create(frame);
    }

    /// <summary>Whether a frame says, to this station, where 10.0.2.2 is.</summary>
    public static bool IsAnswer(Binary frame, ulong station)
    {
        ReadOnlySpan<byte> bytes = frame.Span;
        Span<byte> self = stackalloc byte[6];
        WriteStation(self, station);
        return bytes.Length >= Bytes
            && bytes[..6].SequenceEqual(self)
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) == Arp
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[20..]) == Reply
            && BinaryPrimitives.ReadUInt32BigEndian(bytes[28..]) == Gateway;
    }

    private static void WriteStation(Span<byte> to, ulong station)
    {
        for (int i = 0; i < 6; i++)
        {
            to[i] = (byte)(station >> (40 - (8 * i)));
        }
    }
}
