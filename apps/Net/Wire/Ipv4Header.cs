// IPv4 headers as values (RFC 791 §3.1), without options; Ipv4Packet is the view of a whole packet. Headers that are
// written here have no options: nothing that this stack sends needs one.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>What a packet carries.</summary>
public enum IpProtocol : byte
{
    /// <summary>Control messages (RFC 792).</summary>
    Icmp = 1,

    /// <summary>Streams (RFC 9293).</summary>
    Tcp = 6,

    /// <summary>User datagrams (RFC 768).</summary>
    Udp = 17,
}

/// <summary>An IPv4 header's values.</summary>
public readonly record struct Ipv4Header
{
    /// <summary>Bytes of a header without options.</summary>
    public const int ShortestLength = 20;

    /// <summary>The longest packet.</summary>
    public const int LongestPacket = ushort.MaxValue;

    private const int DontFragmentBit = 0x4000;
    private const int MoreFragmentsBit = 0x2000;

    /// <summary>Differentiated services and congestion bits (RFC 2474, RFC 3168), not interpreted.</summary>
    public byte Service { get; init; }

    /// <summary>Tells a datagram's fragments from another's.</summary>
    public ushort Identification { get; init; }

    /// <summary>Nobody may cut it.</summary>
    public bool DontFragment { get; init; }

    /// <summary>It is not the last fragment.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where its payload lies in the datagram, in bytes; a multiple of eight.</summary>
    public int FragmentOffset { get; init; }

    /// <summary>How many hops it may yet make.</summary>
    public byte TimeToLive { get; init; }

    /// <summary>What it carries.</summary>
    public IpProtocol Protocol { get; init; }

    /// <summary>From whom.</summary>
    public Ipv4Address Source { get; init; }

    /// <summary>To whom.</summary>
    public Ipv4Address Destination { get; init; }

    /// <summary>Whether it is a part of a datagram.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>Reads the fixed part of a header; 20 bytes at least, which the caller has judged.</summary>
    internal static Ipv4Header Read(ReadOnlySpan<byte> bytes)
    {
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        return new Ipv4Header
        {
            Service = bytes[1],
            Identification = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]),
            DontFragment = (flags & DontFragmentBit) != 0,
            MoreFragments = (flags & MoreFragmentsBit) != 0,
            FragmentOffset = (flags & 0x1FFF) * 8,
            TimeToLive = bytes[8],
            Protocol = (IpProtocol)bytes[9],
            Source = Ipv4Address.Read(bytes[12..]),
            Destination = Ipv4Address.Read(bytes[16..]),
        };
    }

    /// <summary>Writes 20 bytes, checksum included.</summary>
    /// <param name="bytes">Where.</param>
    /// <param name="payloadLength">How many bytes will follow the header; at most 65,515.</param>
    public void Write(Span<byte> bytes, int payloadLength)
    {
        int flags = FragmentOffset / 8
            | (DontFragment ? DontFragmentBit : 0)
            | (MoreFragments ? MoreFragmentsBit : 0);
        bytes[0] = 4 << 4 | ShortestLength / 4;
        bytes[1] = Service;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)(ShortestLength + payloadLength));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[4..], Identification);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)flags);
        bytes[8] = TimeToLive;
        bytes[9] = (byte)Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[10..], 0);
        Source.Write(bytes[12..]);
        Destination.Write(bytes[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[10..], InternetChecksum.Of(bytes[..ShortestLength]));
    }

    /// <summary>Makes the header of a first fragment that of the whole datagram (RFC 791 §3.2).</summary>
    /// <param name="packet">The whole packet, with that header in front.</param>
    /// <param name="headerLength">The header's length, options included.</param>
    internal static void MakeWhole(Span<byte> packet, int headerLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Of(packet[..headerLength]));
    }
}
