// An Ethernet address as a number, so that comparing is one instruction and copying costs nothing. The first byte on
// the wire is the most significant. No value beyond 48 bits can exist.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>An IEEE 802 address of 48 bits.</summary>
public readonly record struct MacAddress
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 6;

    private const ulong GroupBit = 1UL << 40;

    private readonly ulong _value;

    /// <summary>The address whose 48 bits are the low bits of a number.</summary>
    public MacAddress(ulong value) => _value = value & 0xFFFF_FFFF_FFFF;

    /// <summary>All stations.</summary>
    public static MacAddress Broadcast => new(0xFFFF_FFFF_FFFF);

    /// <summary>No station; ARP's field for what is asked.</summary>
    public static MacAddress Zero => default;

    /// <summary>Whether all stations are meant.</summary>
    public bool IsBroadcast => _value == 0xFFFF_FFFF_FFFF;

    /// <summary>Whether more than one station may be meant: the group bit, broadcast included.</summary>
    public bool IsGroup => (_value & GroupBit) != 0;

    /// <summary>Whether it can be the address of one station.</summary>
    public bool IsStation => !IsGroup && _value != 0;

    /// <summary>Reads six bytes.</summary>
    public static MacAddress Read(ReadOnlySpan<byte> bytes) =>
        new((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32
            | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    /// <summary>Where an IPv4 group is heard (RFC 1112 §6.4).</summary>
    public static MacAddress OfGroup(Ipv4Address group) => new(0x0100_5E00_0000UL | (group.Value & 0x7F_FFFF));

    /// <summary>Writes six bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(_value >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)_value);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        ulong value = _value;
        return string.Create(17, value, static (text, bits) =>
        {
            for (int index = 0; index < Length; index++)
            {
                byte part = (byte)(bits >> (40 - (8 * index)));
                text[3 * index] = char.ToLowerInvariant("0123456789ABCDEF"[part >> 4]);
                text[(3 * index) + 1] = char.ToLowerInvariant("0123456789ABCDEF"[part & 15]);
                if (index < Length - 1)
                    text[(3 * index) + 2] = ':';
            }
        });
    }
}
