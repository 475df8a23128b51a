// UDP (RFC 768). A checksum of zero means that the sender made none, and such datagrams are taken (RFC 1122 §4.1.3.4);
// one that comes out as zero is sent as all ones, which is the same number in ones' complement. This stack always sends
// one. Bytes of the packet behind the datagram's length are padding.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>A view of a UDP datagram.</summary>
public readonly ref struct UdpDatagram
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 8;

    /// <summary>The longest payload that fits an IPv4 packet.</summary>
    public const int LongestPayload = Ipv4Header.LongestPacket - Ipv4Header.ShortestLength - HeaderLength;

    private UdpDatagram(ReadOnlySpan<byte> bytes)
    {
        SourcePort = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        Payload = bytes[HeaderLength..];
    }

    /// <summary>Where an answer would go; 0: nowhere.</summary>
    public ushort SourcePort { get; }

    /// <summary>Whom it is for.</summary>
    public ushort DestinationPort { get; }

    /// <summary>What it carries.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a datagram out of a packet's payload.</summary>
    public static bool TryParse(
        Ipv4Address source,
        Ipv4Address destination,
        ReadOnlySpan<byte> bytes,
        out UdpDatagram datagram,
        out DropReason reason)
    {
        datagram = default;
        reason = DropReason.UdpTruncated;
        if (bytes.Length < HeaderLength)
            return false;

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        reason = DropReason.UdpBadLength;
        if (length < HeaderLength || length > bytes.Length)
            return false;

        bytes = bytes[..length];
        reason = DropReason.UdpBadChecksum;
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) != 0)
        {
            InternetChecksum sum = InternetChecksum.OfPseudoHeader(source, destination, IpProtocol.Udp, length);
            sum.Add(bytes);
            if (sum.Value != 0)
                return false;
        }

        reason = DropReason.None;
        datagram = new UdpDatagram(bytes);
        return true;
    }

    /// <summary>Writes the eight bytes of a header for a payload that follows it, at most 65,507 bytes.</summary>
    public static void WriteHeader(
        Span<byte> bytes,
        Ipv4Address source,
        ushort sourcePort,
        Ipv4Address destination,
        ushort destinationPort,
        ReadOnlySpan<byte> payload)
    {
        int length = HeaderLength + payload.Length;
        BinaryPrimitives.WriteUInt16BigEndian(bytes, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], 0);
        InternetChecksum sum = InternetChecksum.OfPseudoHeader(source, destination, IpProtocol.Udp, length);
        sum.Add(bytes[..HeaderLength]);
        sum.Add(payload);
        ushort checksum = sum.Value;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
