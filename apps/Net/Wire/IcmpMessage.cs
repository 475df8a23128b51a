// ICMP messages (RFC 792): eight bytes of header, whose last four mean something else in each type, and a body. An
// error's body quotes the packet it is about: its header and at least eight bytes more, here as many as keep the error
// within 576 bytes (RFC 1812 §4.3.2.3), so that a receiver finds ports behind options.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>What an ICMP message says.</summary>
public enum IcmpType : byte
{
    /// <summary>Answers an echo request.</summary>
    EchoReply = 0,

    /// <summary>A packet did not arrive; the code says why (<see cref="IcmpUnreachable"/>).</summary>
    DestinationUnreachable = 3,

    /// <summary>Outdated by RFC 6633, silently dropped.</summary>
    SourceQuench = 4,

    /// <summary>There is a better gateway; not followed here.</summary>
    Redirect = 5,

    /// <summary>Wants to be answered.</summary>
    EchoRequest = 8,

    /// <summary>A packet was under way, or in pieces, for too long.</summary>
    TimeExceeded = 11,

    /// <summary>A packet's header was not understood.</summary>
    ParameterProblem = 12,
}

/// <summary>
/// Why a packet did not arrive: codes of <see cref="IcmpType.DestinationUnreachable"/> that hosts send.
/// </summary>
public enum IcmpUnreachable : byte
{
    /// <summary>The host does not speak the protocol.</summary>
    Protocol = 2,

    /// <summary>Nobody receives on the port.</summary>
    Port = 3,
}

/// <summary>A view of an ICMP message.</summary>
public readonly ref struct IcmpMessage
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 8;

    /// <summary>How much of a packet an error quotes at most: 576 bytes less both headers.</summary>
    public const int LongestQuote = 576 - Ipv4Header.ShortestLength - HeaderLength;

    private IcmpMessage(ReadOnlySpan<byte> bytes)
    {
        Type = (IcmpType)bytes[0];
        Code = bytes[1];
        Rest = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        Body = bytes[HeaderLength..];
    }

    /// <summary>What it says.</summary>
    public IcmpType Type { get; }

    /// <summary>More exactly.</summary>
    public byte Code { get; }

    /// <summary>The last four bytes of the header: of an echo, identifier and sequence number.</summary>
    public uint Rest { get; }

    /// <summary>What follows: of an echo, bytes to send back; of an error, the packet it is about.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Whether it reports that something went wrong with a packet (RFC 1122 §3.2.2).</summary>
    public bool IsError => IsErrorType(Type);

    /// <summary>Whether messages of a type are errors: about them no error may be sent (RFC 1122 §3.2.2).</summary>
    public static bool IsErrorType(IcmpType type) => type is IcmpType.DestinationUnreachable
        or IcmpType.SourceQuench or IcmpType.Redirect or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    /// <summary>Reads a message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out IcmpMessage message, out DropReason reason)
    {
        message = default;
        reason = bytes.Length < HeaderLength ? DropReason.IcmpTruncated
            : InternetChecksum.Of(bytes) != 0 ? DropReason.IcmpBadChecksum
            : DropReason.None;
        if (reason != DropReason.None)
            return false;

        message = new IcmpMessage(bytes);
        return true;
    }

    /// <summary>Writes the eight bytes of a header for a body that follows it.</summary>
    public static void WriteHeader(Span<byte> bytes, IcmpType type, byte code, uint rest, ReadOnlySpan<byte> body)
    {
        bytes[0] = (byte)type;
        bytes[1] = code;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], rest);
        InternetChecksum sum = default;
        sum.Add(bytes[..HeaderLength]);
        sum.Add(body);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], sum.Value);
    }
}
