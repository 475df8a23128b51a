// What a host takes and what it drops (RFC 1122 §3.2.1, §3.2.2, §4.1.3), frame by frame, with the reason.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class ReceivingTests
{
    private readonly TestHost _host = TestHost.At("10.0.0.1/24", "10.0.0.254");

    public ReceivingTests() => _host.Ports.Add(7);

    private DropReason Reason(byte[] frame)
    {
        DropReason reason = _host.Take(frame, TimeSpan.FromMinutes(1)).Reason;
        _host.CheckSums();
        return reason;
    }

    /// <summary>A datagram for a port that is open.</summary>
    [Fact]
    public void A_datagram_is_delivered()
    {
        Assert.Equal(DropReason.None, Reason(Frames.Udp(_host.Mac, "10.0.0.9", 5, "10.0.0.1", 7, [1, 2, 3])));
        (Ipv4Address from, ushort fromPort, ushort port, byte[] bytes) = Assert.Single(_host.Datagrams);
        Assert.Equal((TestHost.Address("10.0.0.9"), 5, 7), (from, fromPort, port));
        Assert.Equal([1, 2, 3], bytes);
    }

    /// <summary>To all of the network, and to all: delivered, as the standard wants of hosts.</summary>
    [Theory]
    [InlineData("10.0.0.255")]
    [InlineData("255.255.255.255")]
    public void Broadcasts_are_delivered(string to) =>
        Assert.Equal(DropReason.None, Reason(Frames.Udp(MacAddress.Broadcast, "10.0.0.9", 5, to, 7, [1])));

    [Theory]
    [InlineData("10.0.0.9", "10.0.0.2", DropReason.Ipv4NotForUs)]
    [InlineData("10.0.0.9", "224.0.0.1", DropReason.Ipv4NotForUs)]
    [InlineData("127.0.0.1", "10.0.0.1", DropReason.Ipv4BadSource)]
    [InlineData("224.0.0.1", "10.0.0.1", DropReason.Ipv4BadSource)]
    [InlineData("255.255.255.255", "10.0.0.1", DropReason.Ipv4BadSource)]
    [InlineData("10.0.0.255", "10.0.0.1", DropReason.Ipv4BadSource)]
    [InlineData("10.0.0.1", "10.0.0.1", DropReason.Ipv4BadSource)]
    [InlineData("0.0.0.0", "10.0.0.1", DropReason.Ipv4BadSource)]
    public void Addresses_that_cannot_be_are_dropped(string from, string to, DropReason reason) =>
        Assert.Equal(reason, Reason(Frames.Udp(_host.Mac, from, 5, to, 7, [1])));

    /// <summary>For one host in a frame for all (RFC 1122 §3.3.6: SHOULD silently discard).</summary>
    [Fact]
    public void One_hosts_packet_in_a_frame_for_all_is_dropped() => Assert.Equal(
        DropReason.Ipv4UnicastInBroadcast,
        Reason(Frames.Udp(MacAddress.Broadcast, "10.0.0.9", 5, "10.0.0.1", 7, [1])));

    [Fact]
    public void Frames_of_others_are_dropped()
    {
        byte[] payload = new byte[46];
        Assert.Equal(DropReason.EthernetTruncated, Reason(new byte[13]));
        Assert.Equal(DropReason.EthernetTruncated, Reason([]));
        Assert.Equal(DropReason.EthernetNotForUs, Reason(Frames.Ethernet(new(5), EtherType.Ipv4, payload)));
        Assert.Equal(DropReason.EthernetBadSource, Reason(Frames.Ethernet(_host.Mac, EtherType.Ipv4, payload, new(0))));
        Assert.Equal(
            DropReason.EthernetBadSource, Reason(Frames.Ethernet(_host.Mac, EtherType.Arp, payload, _host.Mac)));
        Assert.Equal(
            DropReason.EthernetUnknownType, Reason(Frames.Ethernet(_host.Mac, (EtherType)0x86DD, payload)));
    }

    /// <summary>Nobody has the port: an error that quotes the datagram (RFC 1122 §4.1.3.1).</summary>
    [Fact]
    public void A_closed_port_is_answered()
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        TestHost two = link.Add(TestHost.At("10.0.0.9/24"));
        two.Ports.Add(5);
        two.Ip.SendUdp(5, new(10, 0, 0, 1), 99, Frames.Pattern(900), link.Now);
        link.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(
            (IcmpType.DestinationUnreachable, (byte)IcmpUnreachable.Port, (ushort)5, new Ipv4Address(10, 0, 0, 1), 99),
            Assert.Single(two.Errors));
        Assert.Equal(1, one.Ip.Counters.ErrorsSent);
        Assert.True(link.Sent[^1].Frame.Length <= EthernetFrame.HeaderLength + 576); // RFC 1812 §4.3.2.3
    }

    /// <summary>
    /// No error about a broadcast, a fragment but the first, an error, or to a source that is not one host.
    /// </summary>
    [Fact]
    public void Errors_do_not_breed()
    {
        byte[] datagram = Frames.UdpPayload(new(10, 0, 0, 9), 5, new(10, 0, 0, 255), 99, [1]);
        Reason(Frames.Ipv4(MacAddress.Broadcast, Frames.Header("10.0.0.9", "10.0.0.255", IpProtocol.Udp), datagram));
        Reason(Frames.Ipv4(_host.Mac, Frames.Header("10.0.0.9", "10.0.0.255", (IpProtocol)99), datagram));
        byte[] quote = Frames.Udp(_host.Mac, "10.0.0.1", 5, "10.0.0.9", 7, [])[EthernetFrame.HeaderLength..];
        Reason(Frames.Icmp(_host.Mac, "10.0.0.9", "10.0.0.1", IcmpType.DestinationUnreachable, 3, 0, quote));
        Reason(Frames.Icmp(_host.Mac, "10.0.0.9", "10.0.0.1", (IcmpType)40, 0, 0, []));
        Assert.Equal(0, _host.Ip.Counters.ErrorsSent);
        Assert.Empty(_host.Drain());
    }

    /// <summary>A protocol that nothing speaks: protocol unreachable (RFC 1122 §3.2.2.1).</summary>
    [Fact]
    public void An_unknown_protocol_is_answered()
    {
        byte[] frame = Frames.Ipv4(_host.Mac, Frames.Header("10.0.0.9", "10.0.0.1", (IpProtocol)99), new byte[20]);
        Assert.Equal(DropReason.Ipv4UnknownProtocol, Reason(frame));
        Assert.Equal(1, _host.Ip.Counters.ErrorsSent);
    }

    /// <summary>Errors are limited in number (RFC 1812 §4.3.2.8).</summary>
    [Fact]
    public void Errors_are_limited()
    {
        for (int index = 0; index < 500; index++)
            Reason(Frames.Udp(_host.Mac, "10.0.0.9", 5, "10.0.0.1", 99, [1]));

        Assert.Equal(50, _host.Ip.Counters.ErrorsSent);
        Assert.Equal(450, _host.Ip.Counters.ErrorsLimited);
    }

    /// <summary>
    /// Echo: the same bytes come back, however many (RFC 1122 §3.2.2.6); broadcast ones are not answered.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(56)]
    [InlineData(1471)]
    [InlineData(9000)]
    public void An_echo_comes_back(int length)
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        byte[] body = Frames.Pattern(length);
        byte[] frame = Frames.Icmp(one.Mac, "10.0.0.9", "10.0.0.1", IcmpType.EchoRequest, 0, 0x12345678, body);
        byte[] packet = frame[EthernetFrame.HeaderLength..];
        foreach (byte[] part in Frames.Fragments(
            one.Mac, Frames.Header("10.0.0.9", "10.0.0.1", IpProtocol.Icmp), packet[20..], 1480))
        {
            one.Take(part, link.Now);
        }

        var answer = new ArpPacket(ArpOperation.Reply, Frames.Stranger, new(10, 0, 0, 9), one.Mac, new(10, 0, 0, 1));
        link.Put(Frames.Arp(one.Mac, answer));
        link.Pass(TimeSpan.FromSeconds(1));
        List<byte> echoed = [];
        foreach ((_, byte[] bytes) in link.Sent.Where(sent => MacAddress.Read(sent.Frame) == Frames.Stranger))
        {
            Assert.True(Ipv4Packet.TryParse(bytes.AsSpan(EthernetFrame.HeaderLength), out Ipv4Packet part, out _));
            echoed.AddRange(part.Payload);
        }

        Assert.True(IcmpMessage.TryParse(echoed.ToArray(), out IcmpMessage message, out _));
        Assert.Equal((IcmpType.EchoReply, 0x12345678u), (message.Type, message.Rest));
        Assert.True(message.Body.SequenceEqual(body));
        byte[] toAll = Frames.Icmp(
            MacAddress.Broadcast, "10.0.0.9", "10.0.0.255", IcmpType.EchoRequest, 0, 1, body[..Math.Min(9, length)]);
        Assert.Equal(DropReason.IcmpEchoToMany, one.Take(toAll, link.Now).Reason);
    }

    /// <summary>An error about what this host never sent, or from a port that is closed, is nobody's.</summary>
    [Fact]
    public void Errors_about_others_are_dropped()
    {
        byte[] quote = Frames.Udp(_host.Mac, "10.0.0.2", 7, "10.0.0.9", 7, [])[EthernetFrame.HeaderLength..];
        byte[] closed = Frames.Udp(_host.Mac, "10.0.0.1", 8, "10.0.0.9", 7, [])[EthernetFrame.HeaderLength..];
        foreach (byte[] body in (byte[][])[quote, closed, quote[..27], []])
        {
            Assert.Equal(
                DropReason.IcmpNotOurs,
                Reason(Frames.Icmp(_host.Mac, "10.0.0.9", "10.0.0.1", IcmpType.DestinationUnreachable, 3, 0, body)));
        }
    }

    [Fact]
    public void Datagrams_that_cannot_be_are_dropped()
    {
        byte[] good = Frames.Udp(_host.Mac, "10.0.0.9", 5, "10.0.0.1", 7, [1, 2, 3, 4]);
        Assert.Equal(DropReason.UdpBadChecksum, Reason(Changed(good, 42, 0xFF)));
        Assert.Equal(DropReason.UdpBadLength, Reason(Changed(good, 39, 0x40)));
        Assert.Equal(DropReason.UdpBadLength, Reason(Changed(good, 39, 0x08)));
        Assert.Equal(DropReason.Ipv4BadChecksum, Reason(Changed(good, 22, 0xFF)));
        Assert.Equal(DropReason.Ipv4BadVersion, Reason(Changed(good, 14, 0x20)));
        Assert.Equal(DropReason.Ipv4BadLength, Reason(Changed(good, 14, 0x01)));
        Assert.Equal(DropReason.Ipv4Truncated, Reason(good[..^1]));
        Assert.Equal(DropReason.Ipv4Truncated, Reason(good[..20]));
    }

    /// <summary>No checksum is a legal one (RFC 1122 §4.1.3.4).</summary>
    [Fact]
    public void A_datagram_without_checksum_is_taken()
    {
        byte[] frame = Frames.Udp(_host.Mac, "10.0.0.9", 5, "10.0.0.1", 7, [1]);
        frame[40] = 0;
        frame[41] = 0;
        Assert.Equal(DropReason.None, Reason(frame));
    }

    /// <summary>Without an address nothing but ARP and DHCP is taken.</summary>
    [Fact]
    public void Without_an_address_nothing_is_taken()
    {
        var host = new TestHost();
        byte[] frame = Frames.Udp(host.Mac, "10.0.0.9", 5, "10.0.0.1", 7, [1]);
        Assert.Equal(DropReason.Ipv4NoAddress, host.Take(frame, default).Reason);
    }

    private static byte[] Changed(byte[] frame, int place, byte bits)
    {
        byte[] copy = [.. frame];
        copy[place] ^= bits;
        return copy;
    }
}
