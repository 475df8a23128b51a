// Where the address comes from: given, or by DHCP; either way it is claimed first (RFC 5227). A given address that is
// taken is asked for again and again, for there is no other; a lent one is declined. Without an address nothing is sent
// but ARP probes and DHCP, and nothing is received but DHCP's answers, which may be addressed to the address to come.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

public sealed partial class Ipv4Interface
{
    private AddressConfiguration? _wanted;

    /// <summary>The address in use; null: none yet, or none any more.</summary>
    public AddressConfiguration? Configuration { get; private set; }

    /// <summary>Where the DHCP client is.</summary>
    public DhcpState DhcpState => _dhcp.State;

    /// <summary>What the DHCP client has.</summary>
    public DhcpLease? Lease => _dhcp.Lease;

    /// <summary>
    /// Takes a given address, once it is claimed. Call <see cref="Advance"/> when the deadline comes.
    /// </summary>
    public void UseAddress(AddressConfiguration configuration, TimeSpan now)
    {
        ThrowIfInUse();
        Want(configuration, now, TimeSpan.Zero);
    }

    /// <summary>Asks DHCP for an address.</summary>
    public void UseDhcp(TimeSpan now)
    {
        ThrowIfInUse();
        _dhcp.Start(now);
    }

    /// <summary>
    /// The link came up again: an address that is in use is announced, so that a conflict shows and neighbours learn
    /// where this host is now, and a lent one is asked for again.
    /// </summary>
    public void LinkUp(TimeSpan now)
    {
        _claim.Repeat(now);
        _dhcp.Verify(now);
    }

    private void ThrowIfInUse()
    {
        if (_wanted is not null || _dhcp.State != DhcpState.Stopped)
            throw new InvalidOperationException("Where the address comes from was said before.");
    }

    private void Want(AddressConfiguration configuration, TimeSpan now, TimeSpan pause)
    {
        _wanted = configuration;
        _claim.Begin(configuration.Address, now, pause);
    }

    private void Configure(AddressConfiguration configuration)
    {
        if (Configuration is { } old)
        {
            Routes.Remove(old.Network);
            if (old.Gateway is not null)
                Routes.Remove(Ipv4Prefix.Everything);
        }

        Configuration = configuration;
        Routes.TryAdd(new Route(configuration.Network, null));
        if (configuration.Gateway is { } gateway)
            Routes.TryAdd(new Route(Ipv4Prefix.Everything, gateway));
    }

    private void Unconfigure()
    {
        _claim.End();
        _wanted = null;
        Configuration = null;
        Routes.Clear();
        _arp.Clear();
        while (_waiting.TryTakeAny())
        {
            Counters.Waiting--;
            Counters.Discard(SendResult.NoAddress);
        }
    }

    private void AdvanceClaim(TimeSpan now)
    {
        while (true)
        {
            switch (_claim.Advance(now))
            {
                case ClaimStep.Probe:
                    QueueArp(ArpPacket.Request(_mac, Ipv4Address.Any, _claim.Address), MacAddress.Broadcast);
                    break;
                case ClaimStep.Acquired:
                    Configure(_wanted!);
                    _dhcp.Confirm();
                    break;
                case ClaimStep.Announce:
                    QueueArp(ArpPacket.Request(_mac, _claim.Address, _claim.Address), MacAddress.Broadcast);
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Judges an ARP packet by the claim, and does what follows.</summary>
    private bool IsConflict(in ArpPacket packet, TimeSpan now)
    {
        ClaimVerdict verdict = _claim.Judge(packet, now);
        if (verdict == ClaimVerdict.Peace)
            return false;

        Counters.Conflicts++;
        if (verdict == ClaimVerdict.Defend)
            QueueArp(ArpPacket.Request(_mac, _claim.Address, _claim.Address), MacAddress.Broadcast);
        else if (_dhcp.State != DhcpState.Stopped)
            Apply(_dhcp.Reject(now), now);
        else if (verdict == ClaimVerdict.Taken)
            Want(_wanted!, now, ClaimTiming.Standard.DefendInterval);

        return true;
    }

    private void AdvanceDhcp(TimeSpan now)
    {
        while (now >= _dhcp.NextDeadline)
            Apply(_dhcp.Advance(now), now);
    }

    private void Apply(in DhcpStep step, TimeSpan now)
    {
        if (step.Send is { } send)
            SendDhcp(send, now);

        switch (step.Event)
        {
            case DhcpEvent.Check:
                Want(_dhcp.Lease!.Configuration, now, TimeSpan.Zero);
                break;
            case DhcpEvent.Renewed when Configuration != _dhcp.Lease!.Configuration:
                Configure(_dhcp.Lease.Configuration);
                break;
            case DhcpEvent.Lost:
                Unconfigure();
                break;
            default:
                break;
        }
    }

    private bool IsForDhcp(in Ipv4Packet packet)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        return _dhcp.State != DhcpState.Stopped
            && packet.Header is { Protocol: IpProtocol.Udp, IsFragment: false }
            && payload.Length >= UdpDatagram.HeaderLength
            && (payload[0] << 8 | payload[1]) == DhcpMessage.ServerPort
            && (payload[2] << 8 | payload[3]) == DhcpMessage.ClientPort;
    }

    private Reception ReceiveDhcp(scoped in Ipv4Packet packet, TimeSpan now)
    {
        Ipv4Header header = packet.Header;
        bool isMessage = UdpDatagram.TryParse(
            header.Source, header.Destination, packet.Payload, out UdpDatagram datagram, out DropReason reason);
        if (!isMessage || !DhcpMessage.TryParse(datagram.Payload, out DhcpMessage message, out reason))
            return Reception.Drop(reason);

        DhcpStep step = _dhcp.Receive(message, now, out reason);
        Apply(step, now);
        return reason == DropReason.None ? Reception.Of(FrameFate.Absorbed) : Reception.Drop(reason);
    }

    private void SendDhcp(in DhcpSend send, TimeSpan now)
    {
        Span<byte> room = stackalloc byte[DhcpWriter.Room];
        ReadOnlySpan<byte> message = room[..WriteDhcp(room, send)];
        if (!send.To.IsBroadcast && Configuration is not null)
        {
            SendUdp(DhcpMessage.ClientPort, send.To, DhcpMessage.ServerPort, message, now);
            return;
        }

        Counters.Made++;
        int length = Ipv4Header.ShortestLength + UdpDatagram.HeaderLength + message.Length;
        if (!Output.TryAdd(EthernetFrame.HeaderLength + length, out Span<byte> frame))
        {
            Counters.Discard(SendResult.OutputFull);
            return;
        }

        Counters.Queued++;
        EthernetFrame.WriteHeader(frame, MacAddress.Broadcast, _mac, EtherType.Ipv4);
        Span<byte> packet = frame[EthernetFrame.HeaderLength..];
        var header = new Ipv4Header
        {
            Identification = _identification++,
            TimeToLive = TimeToLive,
            Protocol = IpProtocol.Udp,
            Source = send.Client,
            Destination = Ipv4Address.Broadcast,
        };
        header.Write(packet, length - Ipv4Header.ShortestLength);
        packet = packet[Ipv4Header.ShortestLength..];
        UdpDatagram.WriteHeader(
            packet, send.Client, DhcpMessage.ClientPort, Ipv4Address.Broadcast, DhcpMessage.ServerPort, message);
        message.CopyTo(packet[UdpDatagram.HeaderLength..]);
    }

    /// <summary>RFC 2131 table 5 says which fields and options each message has.</summary>
    private int WriteDhcp(Span<byte> room, in DhcpSend send)
    {
        var writer = new DhcpWriter(room, isReply: false, send.Transaction, _mac);
        writer.SetSeconds(send.Seconds);
        writer.SetClientAddress(send.Client);
        writer.Add(DhcpOption.MessageType, (byte)send.Type);
        Span<byte> identifier = stackalloc byte[1 + MacAddress.Length];
        identifier[0] = 1;
        _mac.Write(identifier[1..]);
        writer.Add(DhcpOption.ClientIdentifier, identifier);
        if (!send.Requested.IsAny)
            writer.Add(DhcpOption.RequestedAddress, send.Requested.Value);
        if (!send.Server.IsAny)
            writer.Add(DhcpOption.ServerIdentifier, send.Server.Value);

        if (send.Type is DhcpMessageType.Discover or DhcpMessageType.Request)
        {
            ReadOnlySpan<byte> wishes =
            [
                (byte)DhcpOption.SubnetMask,
                (byte)DhcpOption.Router,
                (byte)DhcpOption.DomainNameServer,
                (byte)DhcpOption.RenewalTime,
                (byte)DhcpOption.RebindingTime,
            ];
            writer.Add(DhcpOption.LongestMessage, [DhcpWriter.Room >> 8, DhcpWriter.Room & 255]);
            writer.Add(DhcpOption.ParameterRequestList, wishes);
        }

        return writer.End();
    }
}
