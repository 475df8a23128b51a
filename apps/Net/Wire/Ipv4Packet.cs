// A view of an IPv4 packet (RFC 791 §3.1). What is judged here is form: lengths, version, checksum, and that options
// lie within their room. Who may have sent it to whom is the interface's business. Options are otherwise skipped, which
// RFC 1122 §3.2.1.8 allows for those that are not known; only source routes are refused, because what they are for is
// spoofing (RFC 7126 §4.3 and §4.4).
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>A view of an IPv4 packet.</summary>
public readonly ref struct Ipv4Packet
{
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte LooseSourceRoute = 131;
    private const byte StrictSourceRoute = 137;

    private Ipv4Packet(ReadOnlySpan<byte> bytes, int headerLength)
    {
        Bytes = bytes;
        Header = Ipv4Header.Read(bytes);
        HeaderLength = headerLength;
    }

    /// <summary>The header's values.</summary>
    public Ipv4Header Header { get; }

    /// <summary>Bytes of the header, options included.</summary>
    public int HeaderLength { get; }

    /// <summary>The whole packet, without what padded the frame.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What it carries.</summary>
    public ReadOnlySpan<byte> Payload => Bytes[HeaderLength..];

    /// <summary>Reads a packet; what follows its total length is padding.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Ipv4Packet packet, out DropReason reason)
    {
        packet = default;
        reason = JudgeLengths(bytes, out int headerLength, out int totalLength);
        if (reason == DropReason.None && InternetChecksum.Of(bytes[..headerLength]) != 0)
            reason = DropReason.Ipv4BadChecksum;
        if (reason == DropReason.None)
            reason = JudgeOptions(bytes[Ipv4Header.ShortestLength..headerLength]);
        if (reason != DropReason.None)
            return false;

        packet = new Ipv4Packet(bytes[..totalLength], headerLength);
        return true;
    }

    /// <summary>
    /// Reads the packet that an ICMP error quotes: its header and at least eight bytes are there, the rest need not be,
    /// and its checksum is not looked at, for a hop may have changed the time to live.
    /// </summary>
    public static bool TryParseQuoted(ReadOnlySpan<byte> bytes, out Ipv4Packet packet)
    {
        packet = default;
        if (bytes.Length < Ipv4Header.ShortestLength + 8 || bytes[0] >> 4 != 4)
            return false;

        int headerLength = (bytes[0] & 15) * 4;
        if (headerLength < Ipv4Header.ShortestLength || bytes.Length < headerLength + 8)
            return false;

        packet = new Ipv4Packet(bytes, headerLength);
        return true;
    }

    private static DropReason JudgeLengths(ReadOnlySpan<byte> bytes, out int headerLength, out int totalLength)
    {
        headerLength = 0;
        totalLength = 0;
        if (bytes.Length < Ipv4Header.ShortestLength)
            return DropReason.Ipv4Truncated;
        if (bytes[0] >> 4 != 4)
            return DropReason.Ipv4BadVersion;

        headerLength = (bytes[0] & 15) * 4;
        totalLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (headerLength < Ipv4Header.ShortestLength || totalLength < headerLength)
            return DropReason.Ipv4BadLength;

        return bytes.Length < totalLength ? DropReason.Ipv4Truncated : DropReason.None;
    }

    private static DropReason JudgeOptions(ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty && options[0] != EndOfOptions)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
                return DropReason.Ipv4BadOption;
            if (options[0] is LooseSourceRoute or StrictSourceRoute)
                return DropReason.Ipv4SourceRoute;

            options = options[options[1]..];
        }

        return DropReason.None;
    }
}
