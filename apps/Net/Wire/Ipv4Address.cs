// An IPv4 address as a number in host order, with the classes of addresses that RFC 1122 §3.2.1.3 tells apart. What is
// special only on some network (its broadcast address) is Ipv4Prefix's business.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>An IPv4 address.</summary>
/// <param name="Value">Its 32 bits; the first byte on the wire is the most significant.</param>
public readonly record struct Ipv4Address(uint Value)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 4;

    /// <summary>The address of four numbers as people write them.</summary>
    public Ipv4Address(byte first, byte second, byte third, byte fourth)
        : this((uint)first << 24 | (uint)second << 16 | (uint)third << 8 | fourth)
    {
    }

    /// <summary>This host, before it has an address: 0.0.0.0.</summary>
    public static Ipv4Address Any => default;

    /// <summary>All hosts on this network: 255.255.255.255.</summary>
    public static Ipv4Address Broadcast => new(uint.MaxValue);

    /// <summary>Whether it is 0.0.0.0.</summary>
    public bool IsAny => Value == 0;

    /// <summary>Whether it is 255.255.255.255.</summary>
    public bool IsBroadcast => Value == uint.MaxValue;

    /// <summary>Whether it is a group: 224.0.0.0/4.</summary>
    public bool IsMulticast => Value >> 28 == 0xE;

    /// <summary>Whether it never leaves a host: 127.0.0.0/8.</summary>
    public bool IsLoopback => Value >> 24 == 127;

    /// <summary>
    /// Whether it can be one host's: not in 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0/4 or 240.0.0.0/4 (RFC 1122 §3.2.1.3).
    /// </summary>
    public bool IsHost => Value >> 24 is not (0 or 127) && Value >> 28 < 0xE;

    /// <summary>Reads four bytes.</summary>
    public static Ipv4Address Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>Reads four decimal numbers between dots, each 0 to 255 without leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address)
    {
        address = default;
        uint value = 0;
        for (int part = 0; part < 4; part++)
        {
            int end = part < 3 ? text.IndexOf('.') : text.Length;
            if (end is < 1 or > 3 || !TryParsePart(text[..end], out uint number))
                return false;

            value = value << 8 | number;
            text = part < 3 ? text[(end + 1)..] : [];
        }

        address = new Ipv4Address(value);
        return true;
    }

    /// <summary>Writes four bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt32BigEndian(bytes, Value);

    /// <inheritdoc/>
    public override string ToString() => $"{Value >> 24}.{Value >> 16 & 255}.{Value >> 8 & 255}.{Value & 255}";

    private static bool TryParsePart(ReadOnlySpan<char> digits, out uint number)
    {
        number = 0;
        if (digits.Length > 1 && digits[0] == '0')
            return false;

        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;

            number = (number * 10) + digit - '0';
        }

        return number <= 255;
    }
}
