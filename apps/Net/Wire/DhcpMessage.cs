// DHCP messages (RFC 2131 §2): BOOTP's fixed fields, a cookie, options. An option may be cut in parts, which lie one
// behind the other in `options`, then `file`, then `sname` if the overload option says that those hold options
// (RFC 2131 §4.1, RFC 3396); so a value is gathered into the caller's buffer. A message is well formed if each of these
// areas is: `options` must reach an end or its last byte, and no option may run over.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>A view of a DHCP message.</summary>
public readonly ref struct DhcpMessage
{
    /// <summary>The server's port.</summary>
    public const ushort ServerPort = 67;

    /// <summary>The client's port.</summary>
    public const ushort ClientPort = 68;

    internal const int OptionsOffset = 240;
    internal const uint Cookie = 0x63825363;
    private const int ServerNameOffset = 44;
    private const int FileOffset = 108;
    private const int CookieOffset = 236;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly byte _overload;

    private DhcpMessage(ReadOnlySpan<byte> bytes, byte overload)
    {
        _bytes = bytes;
        _overload = overload;
    }

    /// <summary>Whether a server sent it: op 2, BOOTREPLY.</summary>
    public bool IsReply => _bytes[0] == 2;

    /// <summary>The client's number for the exchange (xid).</summary>
    public uint Transaction => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>Seconds since the client began (secs).</summary>
    public ushort Seconds => BinaryPrimitives.ReadUInt16BigEndian(_bytes[8..]);

    /// <summary>Whether the client can hear broadcasts only (flags).</summary>
    public bool WantsBroadcast => (_bytes[10] & 0x80) != 0;

    /// <summary>The address that the client has (ciaddr).</summary>
    public Ipv4Address ClientAddress => Ipv4Address.Read(_bytes[12..]);

    /// <summary>The address that the client gets (yiaddr).</summary>
    public Ipv4Address YourAddress => Ipv4Address.Read(_bytes[16..]);

    /// <summary>The client's station (chaddr).</summary>
    public MacAddress ClientMac => MacAddress.Read(_bytes[28..]);

    /// <summary>What it is; <see cref="DhcpMessageType.None"/>: it does not say, or nonsense.</summary>
    public DhcpMessageType Type
    {
        get
        {
            Span<byte> value = stackalloc byte[1];
            bool isKnown = TryGet(DhcpOption.MessageType, value, out int length)
                && length == 1
                && value[0] is > 0 and <= (byte)DhcpMessageType.Nak;
            return isKnown ? (DhcpMessageType)value[0] : DhcpMessageType.None;
        }
    }

    /// <summary>Reads a message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out DhcpMessage message, out DropReason reason)
    {
        message = default;
        reason = DropReason.DhcpTruncated;
        if (bytes.Length < OptionsOffset || BinaryPrimitives.ReadUInt32BigEndian(bytes[CookieOffset..]) != Cookie)
            return false;

        reason = DropReason.DhcpMalformed;
        bool isEthernet = bytes[0] is 1 or 2 && bytes[1] == 1 && bytes[2] == MacAddress.Length;
        if (!isEthernet || !IsWellFormed(bytes[OptionsOffset..]))
            return false;

        var bare = new DhcpMessage(bytes, 0);
        Span<byte> overload = stackalloc byte[1];
        if (bare.TryGet(DhcpOption.Overload, overload, out int length) && (length != 1 || overload[0] is 0 or > 3))
            return false;

        message = new DhcpMessage(bytes, overload[0]);
        if (!IsWellFormed(message.FileOptions) || !IsWellFormed(message.ServerNameOptions))
            return false;

        reason = DropReason.None;
        return true;
    }

    /// <summary>Gathers an option's value.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">Room for it; what does not fit is left out.</param>
    /// <param name="length">Bytes of the whole value.</param>
    /// <returns>Whether the option is there.</returns>
    public bool TryGet(DhcpOption option, Span<byte> value, out int length)
    {
        length = 0;
        bool isThere = Gather(_bytes[OptionsOffset..], option, value, ref length);
        isThere |= Gather(FileOptions, option, value, ref length);
        isThere |= Gather(ServerNameOptions, option, value, ref length);
        return isThere;
    }

    /// <summary>An option that is a number of 32 bits; false also if its length is another.</summary>
    public bool TryGetNumber(DhcpOption option, out uint number)
    {
        Span<byte> value = stackalloc byte[4];
        bool isThere = TryGet(option, value, out int length) && length == 4;
        number = isThere ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
        return isThere;
    }

    /// <summary>
    /// An option that is one address or more: the first; false also if its length is no multiple of four.
    /// </summary>
    public bool TryGetAddress(DhcpOption option, out Ipv4Address address)
    {
        Span<byte> value = stackalloc byte[4];
        bool isThere = TryGet(option, value, out int length) && length >= 4 && length % 4 == 0;
        address = isThere ? Ipv4Address.Read(value) : default;
        return isThere;
    }

    private ReadOnlySpan<byte> FileOptions => (_overload & 1) != 0 ? _bytes[FileOffset..CookieOffset] : [];

    private ReadOnlySpan<byte> ServerNameOptions => (_overload & 2) != 0 ? _bytes[ServerNameOffset..FileOffset] : [];

    private static bool IsWellFormed(ReadOnlySpan<byte> area)
    {
        while (TryTake(ref area, out _, out _))
        {
        }

        return area.IsEmpty || area[0] == (byte)DhcpOption.End;
    }

    private static bool Gather(ReadOnlySpan<byte> area, DhcpOption option, Span<byte> value, ref int length)
    {
        bool isThere = false;
        while (TryTake(ref area, out DhcpOption next, out ReadOnlySpan<byte> part))
        {
            if (next != option)
                continue;

            isThere = true;
            if (length < value.Length)
                part[..Math.Min(part.Length, value.Length - length)].CopyTo(value[length..]);

            length += part.Length;
        }

        return isThere;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> area, out DhcpOption option, out ReadOnlySpan<byte> value)
    {
        area = area.TrimStart((byte)DhcpOption.Pad);
        option = DhcpOption.End;
        value = default;
        if (area.Length < 2 || area[0] == (byte)DhcpOption.End || area[1] > area.Length - 2)
            return false;

        option = (DhcpOption)area[0];
        value = area.Slice(2, area[1]);
        area = area[(2 + area[1])..];
        return true;
    }
}
