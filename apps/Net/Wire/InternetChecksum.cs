// The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words. The sum does not
// care for byte order (§2(B)) nor for the width in which it is added (§2(C)), so four bytes at a time are added in the
// machine's own order into 64 bits, and the result is folded and turned round once. 64 bits cannot overflow: that would
// take 2^32 additions. Parts may be added one by one if all but the last have an even length (§2(A)).
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>A running Internet checksum. The default value is the empty sum.</summary>
public struct InternetChecksum
{
    private ulong _sum;

    /// <summary>
    /// The checksum of what was added, as it stands in a header; of something that holds a right one: 0.
    /// </summary>
    public readonly ushort Value
    {
        get
        {
            ulong sum = (_sum & uint.MaxValue) + (_sum >> 32);
            sum = (sum & ushort.MaxValue) + (sum >> 16 & ushort.MaxValue) + (sum >> 32);
            sum = (sum & ushort.MaxValue) + (sum >> 16);
            sum = (sum & ushort.MaxValue) + (sum >> 16);
            ushort folded = (ushort)~sum;
            return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded;
        }
    }

    /// <summary>The checksum of some bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        InternetChecksum sum = default;
        sum.Add(bytes);
        return sum.Value;
    }

    /// <summary>The start of UDP's checksum and TCP's: the pseudo header (RFC 768).</summary>
    public static InternetChecksum OfPseudoHeader(
        Ipv4Address source, Ipv4Address destination, IpProtocol protocol, int length)
    {
        InternetChecksum sum = default;
        Span<byte> header = stackalloc byte[12];
        source.Write(header);
        destination.Write(header[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[8..], (byte)protocol);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)length);
        sum.Add(header);
        return sum;
    }

    /// <summary>Adds bytes. Only the last part may have an odd length: it counts as if a zero followed.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        ulong first = _sum;
        ulong second = 0;
        while (bytes.Length >= 16)
        {
            ulong low = BitConverter.ToUInt64(bytes);
            ulong high = BitConverter.ToUInt64(bytes[8..]);
            first += (low & uint.MaxValue) + (low >> 32);
            second += (high & uint.MaxValue) + (high >> 32);
            bytes = bytes[16..];
        }

        while (bytes.Length >= 2)
        {
            first += BitConverter.ToUInt16(bytes);
            bytes = bytes[2..];
        }

        if (!bytes.IsEmpty)
            first += BitConverter.IsLittleEndian ? bytes[0] : (ulong)bytes[0] << 8;

        _sum = first + second;
    }
}
