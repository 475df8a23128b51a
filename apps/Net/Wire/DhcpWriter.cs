// Writes a DHCP message: the fixed fields first, then options one by one, then the end. BOOTP relays and servers of old
// take no message below 300 bytes (RFC 1542 §2.1), so the rest is padded. Room is the caller's promise: 576 bytes hold
// everything that a client sends (RFC 2131 §2).
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>A DHCP message that is being written.</summary>
public ref struct DhcpWriter
{
    /// <summary>Room that is always enough for a client's message.</summary>
    public const int Room = 576;

    private const int ShortestLength = 300;

    private readonly Span<byte> _bytes;
    private int _length;

    /// <summary>Begins a message: all fields zero but these.</summary>
    /// <param name="bytes">At least <see cref="Room"/> bytes.</param>
    /// <param name="isReply">Whether a server sends it.</param>
    /// <param name="transaction">The exchange's number.</param>
    /// <param name="mac">The client's station.</param>
    public DhcpWriter(Span<byte> bytes, bool isReply, uint transaction, MacAddress mac)
    {
        _bytes = bytes;
        _length = DhcpMessage.OptionsOffset;
        bytes[..Room].Clear();
        bytes[0] = (byte)(isReply ? 2 : 1);
        bytes[1] = 1;
        bytes[2] = MacAddress.Length;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], transaction);
        mac.Write(bytes[28..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[236..], DhcpMessage.Cookie);
    }

    /// <summary>Seconds since the client began (secs).</summary>
    public readonly void SetSeconds(ushort seconds) => BinaryPrimitives.WriteUInt16BigEndian(_bytes[8..], seconds);

    /// <summary>The address that the client has (ciaddr).</summary>
    public readonly void SetClientAddress(Ipv4Address address) => address.Write(_bytes[12..]);

    /// <summary>The address that the client gets (yiaddr).</summary>
    public readonly void SetYourAddress(Ipv4Address address) => address.Write(_bytes[16..]);

    /// <summary>Adds an option; at most 255 bytes.</summary>
    public void Add(DhcpOption option, scoped ReadOnlySpan<byte> value)
    {
        _bytes[_length] = (byte)option;
        _bytes[_length + 1] = checked((byte)value.Length);
        value.CopyTo(_bytes[(_length + 2)..]);
        _length += 2 + value.Length;
    }

    /// <summary>Adds an option of one byte.</summary>
    public void Add(DhcpOption option, byte value) => Add(option, [value]);

    /// <summary>Adds an option that is a number or an address.</summary>
    public void Add(DhcpOption option, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Add(option, bytes);
    }

    /// <summary>Ends the message.</summary>
    /// <returns>Its length.</returns>
    public int End()
    {
        _bytes[_length++] = (byte)DhcpOption.End;
        return Math.Max(_length, ShortestLength);
    }
}
