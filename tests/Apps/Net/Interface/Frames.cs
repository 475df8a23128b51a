// Frames that a test makes by hand, byte by byte as a stranger would.
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

/// <summary>Makes frames.</summary>
internal static class Frames
{
    public static MacAddress Stranger { get; } = new(0x0200_0000_FFFF);

    public static byte[] Ethernet(MacAddress to, EtherType type, byte[] payload, MacAddress? from = null)
    {
        byte[] frame = new byte[EthernetFrame.HeaderLength + payload.Length];
        EthernetFrame.WriteHeader(frame, to, from ?? Stranger, type);
        payload.CopyTo(frame, EthernetFrame.HeaderLength);
        return frame;
    }

    public static byte[] Arp(MacAddress to, ArpPacket packet)
    {
        byte[] bytes = new byte[ArpPacket.Length];
        packet.Write(bytes);
        return Ethernet(to, EtherType.Arp, bytes, packet.SenderMac);
    }

    public static byte[] Ipv4(MacAddress to, Ipv4Header header, byte[] payload)
    {
        byte[] packet = new byte[Ipv4Header.ShortestLength + payload.Length];
        header.Write(packet, payload.Length);
        payload.CopyTo(packet, Ipv4Header.ShortestLength);
        return Ethernet(to, EtherType.Ipv4, packet);
    }

    public static byte[] UdpPayload(
        Ipv4Address from, ushort fromPort, Ipv4Address to, ushort toPort, byte[] payload)
    {
        byte[] bytes = new byte[UdpDatagram.HeaderLength + payload.Length];
        UdpDatagram.WriteHeader(bytes, from, fromPort, to, toPort, payload);
        payload.CopyTo(bytes, UdpDatagram.HeaderLength);
        return bytes;
    }

    public static byte[] Udp(
        MacAddress mac, string from, ushort fromPort, string to, ushort toPort, byte[] payload)
    {
        Ipv4Header header = Header(from, to, IpProtocol.Udp);
        return Ipv4(mac, header, UdpPayload(header.Source, fromPort, header.Destination, toPort, payload));
    }

    public static byte[] Icmp(MacAddress mac, string from, string to, IcmpType type, byte code, uint rest, byte[] body)
    {
        byte[] bytes = new byte[IcmpMessage.HeaderLength + body.Length];
        IcmpMessage.WriteHeader(bytes, type, code, rest, body);
        body.CopyTo(bytes, IcmpMessage.HeaderLength);
        return Ipv4(mac, Header(from, to, IpProtocol.Icmp), bytes);
    }

    public static Ipv4Header Header(string from, string to, IpProtocol protocol, ushort identification = 7) => new()
    {
        Identification = identification,
        TimeToLive = 64,
        Protocol = protocol,
        Source = TestHost.Address(from),
        Destination = TestHost.Address(to),
    };

    /// <summary>A datagram's fragments, of so many bytes each.</summary>
    public static List<byte[]> Fragments(MacAddress mac, Ipv4Header header, byte[] payload, int size)
    {
        List<byte[]> frames = [];
        for (int start = 0; start < payload.Length; start += size)
        {
            int length = Math.Min(size, payload.Length - start);
            bool isLast = start + length == payload.Length;
            Ipv4Header part = header with { FragmentOffset = start, MoreFragments = !isLast };
            frames.Add(Ipv4(mac, part, payload[start..(start + length)]));
        }

        return frames;
    }

    public static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)(index * 7))];

    /// <summary>The ARP packets among frames.</summary>
    public static List<ArpPacket> ArpOf(IEnumerable<byte[]> frames)
    {
        List<ArpPacket> packets = [];
        foreach (byte[] bytes in frames)
        {
            if (EthernetFrame.TryParse(bytes, out EthernetFrame frame, out _)
                && frame.Type == EtherType.Arp
                && ArpPacket.TryParse(frame.Payload, out ArpPacket packet, out _))
            {
                packets.Add(packet);
            }
        }

        return packets;
    }
}
