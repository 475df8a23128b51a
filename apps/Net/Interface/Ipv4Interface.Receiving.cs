// A frame comes in: who may speak to whom (RFC 1122 §3.2.1.3, §3.3.6), and whose business it is. Each layer either
// hands it on or says why it goes no further; the one place that counts is the first method, so nothing is counted
// twice or not at all.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

public sealed partial class Ipv4Interface
{
    /// <summary>Takes a frame.</summary>
    /// <returns>What became of it, counted already. Its payload is valid until the next call.</returns>
    public Reception Receive(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        Counters.Receive();
        Reception reception = ReceiveFrame(bytes, now);
        Counters.Settle(reception.Fate, reception.Reason);
        return reception;
    }

    private Reception ReceiveFrame(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (!EthernetFrame.TryParse(bytes, out EthernetFrame frame, out DropReason reason))
            return Reception.Drop(reason);
        if (frame.Source == _mac)
            return Reception.Drop(DropReason.EthernetBadSource);
        if (frame.Destination != _mac && !frame.Destination.IsGroup)
            return Reception.Drop(DropReason.EthernetNotForUs);

        return frame.Type switch
        {
            EtherType.Arp => ReceiveArp(frame, now),
            EtherType.Ipv4 => ReceiveIpv4(frame, now),
            _ => Reception.Drop(DropReason.EthernetUnknownType),
        };
    }

    /// <summary>RFC 826 "Packet Reception", with conflicts judged first (RFC 5227).</summary>
    private Reception ReceiveArp(scoped in EthernetFrame frame, TimeSpan now)
    {
        if (!ArpPacket.TryParse(frame.Payload, out ArpPacket packet, out DropReason reason))
            return Reception.Drop(reason);
        if (packet.SenderMac != frame.Source)
            return Reception.Drop(DropReason.ArpBadAddress);
        if (IsConflict(packet, now))
            return Reception.Drop(DropReason.ArpConflict);
        if (Configuration is not { } own)
            return Reception.Drop(DropReason.ArpNotForUs);

        bool isKnown = _arp.Contains(packet.Sender);
        bool isForUs = packet.Target == own.Address;
        bool isRequest = packet.Operation == ArpOperation.Request;
        bool isNeighbour = packet.Sender.IsHost
            && own.Network.Contains(packet.Sender)
            && !own.IsBroadcast(packet.Sender);
        if (isKnown || (isForUs && isRequest && isNeighbour))
            Learn(packet.Sender, packet.SenderMac, now);

        if (isForUs && isRequest)
        {
            var reply = new ArpPacket(ArpOperation.Reply, _mac, own.Address, packet.SenderMac, packet.Sender);
            return QueueArp(reply, packet.SenderMac)
                ? Reception.Of(FrameFate.Answered)
                : Reception.Drop(DropReason.AnswerNotSent);
        }

        if (isKnown)
            return Reception.Of(FrameFate.Absorbed);

        return Reception.Drop(isForUs ? DropReason.ArpUnsolicited : DropReason.ArpNotForUs);
    }

    private Reception ReceiveIpv4(scoped in EthernetFrame frame, TimeSpan now)
    {
        if (!Ipv4Packet.TryParse(frame.Payload, out Ipv4Packet packet, out DropReason reason))
            return Reception.Drop(reason);
        if (IsForDhcp(packet))
            return ReceiveDhcp(packet, now);
        if (Configuration is not { } own)
            return Reception.Drop(DropReason.Ipv4NoAddress);

        reason = JudgeAddresses(packet.Header, own, frame.Destination.IsGroup);
        if (reason != DropReason.None)
            return Reception.Drop(reason);
        if (!packet.Header.IsFragment)
            return ReceivePacket(packet, own, frame.Destination.IsGroup, now);

        reason = _reassembly.Add(packet, now, out ReadOnlySpan<byte> whole);
        if (reason != DropReason.None)
            return Reception.Drop(reason);
        if (whole.IsEmpty)
            return Reception.Of(FrameFate.Held);

        return Ipv4Packet.TryParse(whole, out Ipv4Packet complete, out reason)
            ? ReceivePacket(complete, own, frame.Destination.IsGroup, now)
            : Reception.Drop(reason);
    }

    private static DropReason JudgeAddresses(in Ipv4Header header, AddressConfiguration own, bool isForMany)
    {
        if (!header.Source.IsHost || own.IsBroadcast(header.Source) || header.Source == own.Address)
            return DropReason.Ipv4BadSource;
        if (header.Destination != own.Address)
            return own.IsBroadcast(header.Destination) ? DropReason.None : DropReason.Ipv4NotForUs;

        return isForMany ? DropReason.Ipv4UnicastInBroadcast : DropReason.None;
    }

    private Reception ReceivePacket(scoped in Ipv4Packet packet, AddressConfiguration own, bool isForMany, TimeSpan now)
    {
        switch (packet.Header.Protocol)
        {
            case IpProtocol.Icmp:
                return ReceiveIcmp(packet, own, now);
            case IpProtocol.Udp:
                return ReceiveUdp(packet, isForMany, now);
            default:
                SendError(packet, isForMany, IcmpType.DestinationUnreachable, (byte)IcmpUnreachable.Protocol, now);
                return Reception.Drop(DropReason.Ipv4UnknownProtocol);
        }
    }

    private Reception ReceiveUdp(scoped in Ipv4Packet packet, bool isForMany, TimeSpan now)
    {
        Ipv4Header header = packet.Header;
        bool isRight = UdpDatagram.TryParse(
            header.Source, header.Destination, packet.Payload, out UdpDatagram datagram, out DropReason reason);
        if (!isRight)
            return Reception.Drop(reason);

        switch (_ports.Ask(datagram.DestinationPort))
        {
            case PortAnswer.Nobody:
                SendError(packet, isForMany, IcmpType.DestinationUnreachable, (byte)IcmpUnreachable.Port, now);
                return Reception.Drop(DropReason.UdpNoListener);
            case PortAnswer.Full:
                return Reception.Drop(DropReason.UdpSocketFull);
        }

        return new Reception
        {
            Fate = FrameFate.Delivered,
            Kind = ReceivedKind.Datagram,
            Source = header.Source,
            SourcePort = datagram.SourcePort,
            Destination = header.Destination,
            DestinationPort = datagram.DestinationPort,
            Payload = datagram.Payload,
        };
    }
}
