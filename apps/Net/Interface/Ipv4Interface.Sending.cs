// A datagram goes out: route, neighbour, frames. It is cut in fragments if it is longer than the link's packets (RFC
// 791 §3.2), all of which are made or none. Frames are written once, into their place in the output queue, or among
// those that wait for a neighbour.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

public sealed partial class Ipv4Interface
{
    /// <summary>Sends a UDP datagram; what does not go out is counted by its result.</summary>
    /// <param name="sourcePort">From which port.</param>
    /// <param name="destination">To whom: a host, a group, or all of this network.</param>
    /// <param name="destinationPort">To which port.</param>
    /// <param name="payload">The bytes; they are copied.</param>
    /// <param name="now">Now.</param>
    public SendResult SendUdp(
        ushort sourcePort, Ipv4Address destination, ushort destinationPort, ReadOnlySpan<byte> payload, TimeSpan now)
    {
        if (payload.Length > UdpDatagram.LongestPayload)
            return Counters.Refuse(SendResult.TooLong);
        if (destination.IsLoopback)
            return SendResult.Local;
        if (Configuration is not { } own)
            return Counters.Refuse(SendResult.NoAddress);

        Span<byte> head = stackalloc byte[UdpDatagram.HeaderLength];
        UdpDatagram.WriteHeader(head, own.Address, sourcePort, destination, destinationPort, payload);
        return Send(own.Address, destination, IpProtocol.Udp, head, payload, now);
    }

    private SendResult Send(
        Ipv4Address source,
        Ipv4Address destination,
        IpProtocol protocol,
        ReadOnlySpan<byte> head,
        ReadOnlySpan<byte> body,
        TimeSpan now)
    {
        int length = head.Length + body.Length;
        int most = (_limits.Mtu - Ipv4Header.ShortestLength) & ~7;
        int frames = length <= _limits.Mtu - Ipv4Header.ShortestLength ? 1 : (length + most - 1) / most;
        SendResult result = FindStation(destination, now, out Ipv4Address nextHop, out MacAddress station);
        if (result == SendResult.Sent && Output.Free < frames)
            result = SendResult.OutputFull;
        if (result == SendResult.Waiting && _waiting.RoomFor(nextHop) < frames)
            result = SendResult.WaitingFull;
        if (result == SendResult.Local)
            return result;
        if (result is not (SendResult.Sent or SendResult.Waiting))
            return Counters.Refuse(result, frames);

        var header = new Ipv4Header
        {
            Identification = _identification++,
            TimeToLive = TimeToLive,
            Protocol = protocol,
            Source = source,
            Destination = destination,
        };
        for (int frame = 0; frame < frames; frame++)
        {
            int start = frame * most;
            int size = frames == 1 ? length : Math.Min(most, length - start);
            int whole = EthernetFrame.HeaderLength + Ipv4Header.ShortestLength + size;
            Span<byte> bytes = result == SendResult.Sent ? PlaceInOutput(whole) : PlaceAmongWaiting(nextHop, whole);
            EthernetFrame.WriteHeader(bytes, station, _mac, EtherType.Ipv4);
            Span<byte> packet = bytes[EthernetFrame.HeaderLength..];
            (header with { FragmentOffset = start, MoreFragments = frame < frames - 1 }).Write(packet, size);
            CopyPart(head, body, start, packet[Ipv4Header.ShortestLength..]);
        }

        AdvanceArp(now);
        return result;
    }

    /// <summary>Sent: the station is known; Waiting: it is asked for; otherwise why there is none.</summary>
    private SendResult FindStation(
        Ipv4Address destination, TimeSpan now, out Ipv4Address nextHop, out MacAddress station)
    {
        nextHop = destination;
        station = MacAddress.Broadcast;
        if (Configuration is not { } own)
            return SendResult.NoAddress;
        if (own.IsBroadcast(destination))
            return SendResult.Sent;

        if (destination.IsMulticast)
        {
            station = MacAddress.OfGroup(destination);
            return SendResult.Sent;
        }

        station = default;
        if (destination == own.Address || destination.IsLoopback)
            return SendResult.Local;
        if (!destination.IsHost)
            return SendResult.BadDestination;
        if (!Routes.TryFind(destination, out nextHop))
            return SendResult.NoRoute;

        return _arp.Resolve(nextHop, now, out station) switch
        {
            Resolution.Known => SendResult.Sent,
            Resolution.Waiting => SendResult.Waiting,
            Resolution.Unreachable => SendResult.Unreachable,
            _ => SendResult.WaitingFull,
        };
    }

    /// <summary>Room that was asked for before: it is there.</summary>
    private Span<byte> PlaceInOutput(int length)
    {
        if (!Output.TryAdd(length, out Span<byte> bytes))
            throw new InvalidOperationException("The output queue has less room than it said.");

        Counters.Made++;
        Counters.Queued++;
        return bytes;
    }

    private Span<byte> PlaceAmongWaiting(Ipv4Address nextHop, int length)
    {
        if (!_waiting.TryAdd(nextHop, length, out Span<byte> bytes, out bool lost))
            throw new InvalidOperationException("There is less room for waiting frames than was said.");

        Counters.Made++;
        Counters.Waiting += lost ? 0 : 1;
        if (lost)
            Counters.Discard(SendResult.WaitingFull);

        return bytes;
    }

    private static void CopyPart(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, int start, Span<byte> part)
    {
        if (start < head.Length)
        {
            head[start..].CopyTo(part);
            part = part[(head.Length - start)..];
            start = head.Length;
        }

        body.Slice(start - head.Length, part.Length).CopyTo(part);
    }

    private bool QueueArp(in ArpPacket packet, MacAddress to)
    {
        Counters.Made++;
        if (!Output.TryAdd(EthernetFrame.HeaderLength + ArpPacket.Length, out Span<byte> bytes))
        {
            Counters.Discard(SendResult.OutputFull);
            return false;
        }

        Counters.Queued++;
        EthernetFrame.WriteHeader(bytes, to, _mac, EtherType.Arp);
        packet.Write(bytes[EthernetFrame.HeaderLength..]);
        return true;
    }

    private void Learn(Ipv4Address address, MacAddress station, TimeSpan now)
    {
        if (!_arp.Learn(address, station, now))
            return;

        while (_waiting.TryTake(address, out Span<byte> waiting))
        {
            Counters.Waiting--;
            if (!Output.TryAdd(waiting.Length, out Span<byte> bytes))
            {
                Counters.Discard(SendResult.OutputFull);
                continue;
            }

            Counters.Queued++;
            waiting.CopyTo(bytes);
            station.Write(bytes);
        }
    }

    private void AdvanceArp(TimeSpan now)
    {
        if (now < _arp.NextDeadline || Configuration is not { } own)
            return;

        while (_arp.TryTakeQuestion(now, out Ipv4Address address, out MacAddress to))
            QueueArp(ArpPacket.Request(_mac, own.Address, address), to);
        while (_arp.TryTakeUnreachable(now, out Ipv4Address address))
            DropWaiting(address);
    }

    private void DropWaiting(Ipv4Address address)
    {
        while (_waiting.TryTake(address, out _))
        {
            Counters.Waiting--;
            Counters.Discard(SendResult.Unreachable);
        }
    }
}
