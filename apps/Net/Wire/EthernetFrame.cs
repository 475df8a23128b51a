// Ethernet II frames (IEEE 802.3 §3; RFC 894): two addresses, a type, a payload. The check sequence is the device's
// business and not part of what is seen here. Frames with a length in place of a type (RFC 1042) and VLAN tags are
// types that nothing here speaks.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>What a frame carries.</summary>
public enum EtherType : ushort
{
    /// <summary>IPv4 (RFC 894).</summary>
    Ipv4 = 0x0800,

    /// <summary>Address resolution (RFC 826).</summary>
    Arp = 0x0806,
}

/// <summary>A view of a frame.</summary>
public readonly ref struct EthernetFrame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 14;

    /// <summary>
    /// The shortest frame without its check sequence; whoever sends a shorter one pads it (IEEE 802.3 §4.2).
    /// </summary>
    public const int ShortestLength = 60;

    private EthernetFrame(ReadOnlySpan<byte> bytes)
    {
        Destination = MacAddress.Read(bytes);
        Source = MacAddress.Read(bytes[6..]);
        Type = (EtherType)BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
        Payload = bytes[HeaderLength..];
    }

    /// <summary>To whom.</summary>
    public MacAddress Destination { get; }

    /// <summary>From whom.</summary>
    public MacAddress Source { get; }

    /// <summary>What the payload is.</summary>
    public EtherType Type { get; }

    /// <summary>The rest of the frame, padding included.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out EthernetFrame frame, out DropReason reason)
    {
        frame = default;
        reason = DropReason.EthernetTruncated;
        if (bytes.Length < HeaderLength)
            return false;

        frame = new EthernetFrame(bytes);
        reason = frame.Source.IsStation ? DropReason.None : DropReason.EthernetBadSource;
        return frame.Source.IsStation;
    }

    /// <summary>Writes a header.</summary>
    public static void WriteHeader(Span<byte> bytes, MacAddress destination, MacAddress source, EtherType type)
    {
        destination.Write(bytes);
        source.Write(bytes[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[12..], (ushort)type);
    }
}
