// ICMP (RFC 792; RFC 1122 §3.2.2): echoes are answered, errors about this host's datagrams are delivered, errors about
// others' packets are sent if the rules and the rate allow it.
using System.Buffers.Binary;
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

public sealed partial class Ipv4Interface
{
    private const byte TimeToLive = 64;

    private Reception ReceiveIcmp(scoped in Ipv4Packet packet, AddressConfiguration own, TimeSpan now)
    {
        if (!IcmpMessage.TryParse(packet.Payload, out IcmpMessage message, out DropReason reason))
            return Reception.Drop(reason);

        Ipv4Header header = packet.Header;
        switch (message.Type)
        {
            case IcmpType.EchoRequest:
                return header.Destination == own.Address
                    ? AnswerEcho(header, message, now)
                    : Reception.Drop(DropReason.IcmpEchoToMany);
            case IcmpType.DestinationUnreachable or IcmpType.TimeExceeded or IcmpType.ParameterProblem:
                return ReceiveError(message, own);
            default:
                return Reception.Drop(DropReason.IcmpUnknownType);
        }
    }

    private Reception AnswerEcho(scoped in Ipv4Header header, scoped in IcmpMessage message, TimeSpan now)
    {
        Span<byte> head = stackalloc byte[IcmpMessage.HeaderLength];
        IcmpMessage.WriteHeader(head, IcmpType.EchoReply, 0, message.Rest, message.Body);
        SendResult result = Send(header.Destination, header.Source, IpProtocol.Icmp, head, message.Body, now);
        return result is SendResult.Sent or SendResult.Waiting
            ? Reception.Of(FrameFate.Answered)
            : Reception.Drop(DropReason.AnswerNotSent);
    }

    /// <summary>An error goes to whoever sent what it is about (RFC 1122 §3.2.2), if that was somebody here.</summary>
    private Reception ReceiveError(scoped in IcmpMessage message, AddressConfiguration own)
    {
        bool isOurs = Ipv4Packet.TryParseQuoted(message.Body, out Ipv4Packet quoted)
            && quoted.Header.Source == own.Address
            && quoted.Header is { Protocol: IpProtocol.Udp, FragmentOffset: 0 };
        if (!isOurs)
            return Reception.Drop(DropReason.IcmpNotOurs);

        ushort port = BinaryPrimitives.ReadUInt16BigEndian(quoted.Payload);
        PortAnswer answer = _ports.Ask(port);
        if (answer != PortAnswer.Taken)
            return Reception.Drop(answer == PortAnswer.Full ? DropReason.UdpSocketFull : DropReason.IcmpNotOurs);

        return new Reception
        {
            Fate = FrameFate.Delivered,
            Kind = ReceivedKind.Error,
            Source = quoted.Header.Source,
            SourcePort = port,
            Destination = quoted.Header.Destination,
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(quoted.Payload[2..]),
            ErrorType = message.Type,
            ErrorCode = message.Code,
        };
    }

    private void SendError(in Ipv4Packet about, bool isForMany, IcmpType type, byte code, TimeSpan now)
    {
        if (Configuration is not { } own || !IcmpErrorRules.MaySend(about, own, isForMany))
        {
            Counters.ErrorsForbidden++;
            return;
        }

        if (!_errors.TryTake(now))
        {
            Counters.ErrorsLimited++;
            return;
        }

        ReadOnlySpan<byte> quote = about.Bytes[..Math.Min(about.Bytes.Length, IcmpMessage.LongestQuote)];
        Span<byte> head = stackalloc byte[IcmpMessage.HeaderLength];
        IcmpMessage.WriteHeader(head, type, code, 0, quote);
        SendResult result = Send(own.Address, about.Header.Source, IpProtocol.Icmp, head, quote, now);
        Counters.ErrorsSent += result is SendResult.Sent or SendResult.Waiting ? 1 : 0;
    }
}
