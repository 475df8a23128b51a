// ARP packets for IPv4 on Ethernet (RFC 826). The format allows any pair of address kinds; this reader takes the one
// that exists. Probes and announcements are RFC 5227's words for requests with a certain sender.
using System.Buffers.Binary;

namespace Cosmos.Apps.Net.Wire;

/// <summary>What an ARP packet does.</summary>
public enum ArpOperation : ushort
{
    /// <summary>Asks who has the target's address.</summary>
    Request = 1,

    /// <summary>Says who has the sender's address.</summary>
    Reply = 2,
}

/// <summary>An ARP packet's values.</summary>
/// <param name="Operation">Question or answer.</param>
/// <param name="SenderMac">The sender's station.</param>
/// <param name="Sender">The sender's address; 0.0.0.0 in a probe.</param>
/// <param name="TargetMac">The target's station; of no meaning in a request.</param>
/// <param name="Target">The address that is asked for, or answered to.</param>
public readonly record struct ArpPacket(
    ArpOperation Operation, MacAddress SenderMac, Ipv4Address Sender, MacAddress TargetMac, Ipv4Address Target)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 28;

    private const ulong EthernetIpv4 = 0x0001_0800_0604;

    /// <summary>Whether it asks for an address that the sender would like to take (RFC 5227 §1.1).</summary>
    public bool IsProbe => Operation == ArpOperation.Request && Sender.IsAny;

    /// <summary>Who has an address? Also an announcement, when both addresses are the same.</summary>
    public static ArpPacket Request(MacAddress mac, Ipv4Address sender, Ipv4Address target) =>
        new(ArpOperation.Request, mac, sender, MacAddress.Zero, target);

    /// <summary>Reads a packet; what follows it is padding.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ArpPacket packet, out DropReason reason)
    {
        packet = default;
        reason = DropReason.ArpTruncated;
        if (bytes.Length < Length)
            return false;

        ulong kinds = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        packet = new ArpPacket(
            (ArpOperation)(ushort)kinds,
            MacAddress.Read(bytes[8..]),
            Ipv4Address.Read(bytes[14..]),
            MacAddress.Read(bytes[18..]),
            Ipv4Address.Read(bytes[24..]));
        reason = packet.Judge(kinds);
        return reason == DropReason.None;
    }

    /// <summary>Writes 28 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, EthernetIpv4 << 16 | (ushort)Operation);
        SenderMac.Write(bytes[8..]);
        Sender.Write(bytes[14..]);
        TargetMac.Write(bytes[18..]);
        Target.Write(bytes[24..]);
    }

    private DropReason Judge(ulong kinds)
    {
        if (kinds >> 16 != EthernetIpv4 || Operation is not (ArpOperation.Request or ArpOperation.Reply))
            return DropReason.ArpUnsupported;

        bool isPossible = SenderMac.IsStation && (Sender.IsHost || IsProbe);
        return isPossible ? DropReason.None : DropReason.ArpBadAddress;
    }
}
