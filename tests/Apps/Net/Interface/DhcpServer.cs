// A little DHCP server (RFC 2131 §4.3) with one address to lend, and switches for what servers do wrong.
using System.Buffers.Binary;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

/// <summary>A station on a <see cref="TestLink"/> that lends an address.</summary>
internal sealed class DhcpServer(string address = "10.0.0.254", string lent = "10.0.0.100")
{
    private readonly MacAddress _mac = new(0x0200_0000_EE00);

    public Ipv4Address Address { get; } = TestHost.Address(address);

    public Ipv4Address Lent { get; set; } = TestHost.Address(lent);

    public uint Seconds { get; set; } = 3600;

    public bool IsSilent { get; set; }

    public bool Refuses { get; set; }

    /// <summary>Answers requests only to all, as another server of the same pool would: not those to itself.</summary>
    public bool IsDeafToOne { get; set; }

    /// <summary>Leaves options out, or adds some.</summary>
    public Action<List<(DhcpOption Option, byte[] Value)>> Change { get; set; } = static _ => { };

    public List<(TimeSpan At, DhcpMessageType Type, byte[] Message)> Heard { get; } = [];

    public int Count(DhcpMessageType type) => Heard.Count(heard => heard.Type == type);

    public IEnumerable<byte[]> Take(byte[] bytes, TimeSpan now)
    {
        if (!EthernetFrame.TryParse(bytes, out EthernetFrame frame, out _) || frame.Source == _mac)
            return [];
        if (frame.Type == EtherType.Arp)
            return TakeArp(frame);
        if (!Ipv4Packet.TryParse(frame.Payload, out Ipv4Packet packet, out _)
            || packet.Header.Protocol != IpProtocol.Udp
            || !UdpDatagram.TryParse(
                packet.Header.Source, packet.Header.Destination, packet.Payload, out UdpDatagram datagram, out _)
            || datagram.DestinationPort != DhcpMessage.ServerPort
            || !DhcpMessage.TryParse(datagram.Payload, out DhcpMessage message, out _))
        {
            return [];
        }

        bool isToOne = packet.Header.Destination == Address;
        Heard.Add((now, message.Type, datagram.Payload.ToArray()));
        if (IsSilent || (IsDeafToOne && isToOne))
            return [];

        bool isForOther = message.TryGetAddress(DhcpOption.ServerIdentifier, out Ipv4Address server)
            && server != Address;
        return message.Type switch
        {
            DhcpMessageType.Discover => [Answer(DhcpMessageType.Offer, message)],
            DhcpMessageType.Request when isForOther => [],
            DhcpMessageType.Request when Refuses => [Answer(DhcpMessageType.Nak, message)],
            DhcpMessageType.Request => [Answer(DhcpMessageType.Ack, message)],
            _ => [],
        };
    }

    /// <summary>An answer to a client's message.</summary>
    public byte[] Answer(DhcpMessageType type, in DhcpMessage message)
    {
        byte[] room = new byte[DhcpWriter.Room];
        var writer = new DhcpWriter(room, isReply: true, message.Transaction, message.ClientMac);
        List<(DhcpOption Option, byte[] Value)> options =
        [
            (DhcpOption.MessageType, [(byte)type]),
            (DhcpOption.ServerIdentifier, Bytes(Address.Value)),
        ];
        if (type != DhcpMessageType.Nak)
        {
            writer.SetYourAddress(Lent);
            options.Add((DhcpOption.LeaseTime, Bytes(Seconds)));
            options.Add((DhcpOption.SubnetMask, [255, 255, 255, 0]));
            options.Add((DhcpOption.Router, Bytes(Address.Value)));
        }

        Change(options);
        foreach ((DhcpOption option, byte[] value) in options)
            writer.Add(option, value);

        byte[] payload = room[..writer.End()];
        Ipv4Header header = Frames.Header(Address.ToString(), "255.255.255.255", IpProtocol.Udp);
        byte[] datagram = Frames.UdpPayload(
            header.Source, DhcpMessage.ServerPort, header.Destination, DhcpMessage.ClientPort, payload);
        byte[] answer = Frames.Ipv4(MacAddress.Broadcast, header, datagram);
        _mac.Write(answer.AsSpan(MacAddress.Length));
        return answer;
    }

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private IEnumerable<byte[]> TakeArp(in EthernetFrame frame)
    {
        bool isForUs = ArpPacket.TryParse(frame.Payload, out ArpPacket packet, out _)
            && packet.Operation == ArpOperation.Request
            && packet.Target == Address;
        return isForUs
            ? [Frames.Arp(
                packet.SenderMac,
                new ArpPacket(ArpOperation.Reply, _mac, Address, packet.SenderMac, packet.Sender))]
            : [];
    }
}
