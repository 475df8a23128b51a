// Frames that are nearly right. Each begins as a good one of some kind, out of a grammar that knows the host; then
// bytes change, or the end is cut off, or a length is turned, and often the checksums are made right again, because a
// fuzzer that is stopped by checksums tests checksums.
using System.Buffers.Binary;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

/// <summary>Makes frames for a host.</summary>
internal sealed class FrameMutants(Random random, TestHost host)
{
    private readonly DhcpServer _server = new();
    private readonly Queue<byte[]> _next = new();
    private byte[]? _dhcp;

    public void Hear(List<byte[]> frames)
    {
        foreach (byte[] frame in frames)
        {
            foreach (byte[] answer in _server.Take(frame, default))
            {
                _dhcp = answer;
                if (random.Next(2) == 0)
                    _next.Enqueue(answer);
            }
        }
    }

    public Ipv4Address Address() => random.Next(12) switch
    {
        0 => Ipv4Address.Broadcast,
        1 => new Ipv4Address((uint)random.NextInt64(1L << 32)),
        2 => new(10, 0, 0, 255),
        3 => new(127, 0, 0, 1),
        4 => new(224, 0, 0, 5),
        5 => Ipv4Address.Any,
        6 => new(10, 0, 0, 1),
        _ => new(10, 0, 0, (byte)random.Next(2, 40)),
    };

    public byte[] Next()
    {
        if (_next.TryDequeue(out byte[]? waiting))
            return random.Next(4) == 0 ? Change(waiting) : waiting;

        byte[] frame = random.Next(10) switch
        {
            0 or 1 => Arp(),
            2 => _dhcp is null ? Udp(68, 67) : Change(_dhcp),
            3 => Icmp(),
            4 => Fragments(),
            5 => Random(),
            6 => Dhcp(),
            _ => Udp(random.Next(3) == 0 ? (ushort)random.Next(65_536) : (ushort)7, 5),
        };
        return random.Next(3) == 0 ? frame : Change(frame);
    }

    private Ipv4Address Own => host.Ip.Configuration?.Address ?? new(10, 0, 0, 1);

    private MacAddress To => random.Next(6) switch
    {
        0 => MacAddress.Broadcast,
        1 => new MacAddress((ulong)random.NextInt64()),
        _ => host.Mac,
    };

    private byte[] Bytes(int most)
    {
        byte[] bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Random() => random.Next(2) == 0 ? Bytes(100) : Frames.Ethernet(To, EtherType.Ipv4, Bytes(1500));

    private byte[] Arp()
    {
        var operation = (ArpOperation)random.Next(1, 4);
        Ipv4Address sender = random.Next(20) == 0 ? Own : Address();
        var packet = new ArpPacket(operation, Frames.Stranger, sender, host.Mac, random.Next(3) == 0 ? Address() : Own);
        return Frames.Arp(To, packet);
    }

    private Ipv4Header Header(IpProtocol protocol) => new()
    {
        Identification = (ushort)random.Next(random.Next(3) == 0 ? 2000 : 20),
        TimeToLive = 3,
        Protocol = random.Next(30) == 0 ? (IpProtocol)random.Next(256) : protocol,
        Source = Address(),
        Destination = random.Next(6) == 0 ? Address() : Own,
    };

    private byte[] Udp(ushort to, ushort from)
    {
        Ipv4Header header = Header(IpProtocol.Udp);
        byte[] payload = Bytes(random.Next(2) == 0 ? 1400 : 20);
        byte[] datagram = Frames.UdpPayload(header.Source, from, header.Destination, to, payload);
        return Frames.Ipv4(To, header, datagram);
    }

    private byte[] Dhcp()
    {
        Ipv4Header header = Header(IpProtocol.Udp);
        byte[] message = [2, 1, 6, .. new byte[233], 0x63, 0x82, 0x53, 0x63, .. Bytes(60)];
        byte[] datagram = Frames.UdpPayload(header.Source, 67, header.Destination, 68, message);
        return Frames.Ipv4(To, header, datagram);
    }

    private byte[] Icmp()
    {
        byte[] quote = Frames.Udp(host.Mac, Own.ToString(), 7, "10.0.0.9", 5, Bytes(40))[EthernetFrame.HeaderLength..];
        byte[] body = random.Next(2) == 0 ? quote : Bytes(200);
        IcmpType type = random.Next(4) == 0 ? (IcmpType)random.Next(20) : (IcmpType)((random.Next(2) * 5) + 3);
        bool isToAll = random.Next(4) == 0;
        string destination = isToAll ? "10.0.0.255" : Own.ToString();
        MacAddress to = isToAll ? MacAddress.Broadcast : To;
        return Frames.Icmp(to, Address().ToString(), destination, type, 3, (uint)random.Next(), body);
    }

    private byte[] Fragments()
    {
        Ipv4Header header = Header(IpProtocol.Udp);
        byte[] datagram = Frames.UdpPayload(header.Source, 5, header.Destination, 7, Bytes(5000));
        byte[][] parts = [.. Frames.Fragments(To, header, datagram, 8 * random.Next(1, 180))];
        random.Shuffle(parts);
        foreach (byte[] part in parts.Take(80))
        {
            if (random.Next(30) != 0)
                _next.Enqueue(part);
            if (random.Next(30) == 0)
                _next.Enqueue(part);
        }

        return parts.Length == 0 ? [] : parts[0];
    }

    private byte[] Change(byte[] original)
    {
        byte[] frame = [.. original];
        if (frame.Length == 0)
            return frame;

        switch (random.Next(5))
        {
            case 0:
                frame = frame[..random.Next(frame.Length)];
                break;
            case 1:
                frame = [.. frame, .. Bytes(60)];
                break;
            case 2 when frame.Length > 34 && random.Next(2) == 0:
                frame = WithOptions(frame);
                break;
            case 2 when frame.Length > 34:
                frame[random.Next(14, 34)] = (byte)random.Next(256);
                break;
            default:
                for (int count = random.Next(4); count >= 0; count--)
                {
                    int within = Math.Min(frame.Length, random.Next(2) == 0 ? 60 : 2000);
                    frame[random.Next(within)] ^= (byte)(1 << random.Next(8));
                }

                break;
        }

        if (random.Next(4) != 0)
            Mend(frame);

        return frame;
    }

    /// <summary>Puts options behind the header, some of them nonsense.</summary>
    private byte[] WithOptions(byte[] frame)
    {
        byte[] options = new byte[4 * random.Next(1, 11)];
        byte[] kinds = [0, 1, 1, 7, 68, 131, 137, 148, (byte)random.Next(256)];
        for (int place = 0; place < options.Length;)
        {
            int length = random.Next(2, 8);
            options[place] = kinds[random.Next(kinds.Length)];
            if (place + 1 < options.Length && options[place] > 1)
                options[place + 1] = (byte)length;

            place += options[place] > 1 ? length : 1;
        }

        byte[] longer = [.. frame[..34], .. options, .. frame[34..]];
        longer[14] = (byte)(0x45 + (options.Length / 4));
        BinaryPrimitives.WriteUInt16BigEndian(longer.AsSpan(16), (ushort)(longer.Length - 14));
        return longer;
    }

    /// <summary>Makes checksums right, as far as there is something to be right.</summary>
    private static void Mend(byte[] frame)
    {
        if (frame.Length < 34 || frame[12] != 8 || frame[13] != 0)
            return;

        int length = (frame[14] & 15) * 4;
        if (length < 20 || frame.Length < 14 + length)
            return;

        Span<byte> packet = frame.AsSpan(14);
        packet.Slice(10, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Of(packet[..length]));
        int whole = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (whole < length || whole > packet.Length)
            return;

        Span<byte> payload = packet[length..whole];
        if (packet[9] == (byte)IpProtocol.Icmp && payload.Length >= 8)
        {
            payload.Slice(2, 2).Clear();
            BinaryPrimitives.WriteUInt16BigEndian(payload[2..], InternetChecksum.Of(payload));
        }
        else if (packet[9] == (byte)IpProtocol.Udp && payload.Length >= 8)
        {
            payload.Slice(6, 2).Clear();
        }
    }
}
