// The formats byte by byte, as the standards draw them.
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Wire;

public sealed class FormatTests
{
    private static readonly MacAddress s_mac = new(0x0200_1122_3344);

    /// <summary>RFC 826: hardware 1, protocol 0800, lengths 6 and 4, operation, then the addresses.</summary>
    [Fact]
    public void Arp()
    {
        byte[] bytes = new byte[ArpPacket.Length];
        ArpPacket.Request(s_mac, new(10, 0, 0, 1), new(10, 0, 0, 2)).Write(bytes);
        Assert.Equal(
            "0001080006040001" + "020011223344" + "0A000001" + "000000000000" + "0A000002",
            Convert.ToHexString(bytes));
        Assert.True(ArpPacket.TryParse(bytes, out ArpPacket packet, out _));
        Assert.Equal(ArpPacket.Request(s_mac, new(10, 0, 0, 1), new(10, 0, 0, 2)), packet);
    }

    [Theory]
    [InlineData("0002080006040001", DropReason.ArpUnsupported)]
    [InlineData("000186DD06040001", DropReason.ArpUnsupported)]
    [InlineData("0001080006100001", DropReason.ArpUnsupported)]
    [InlineData("0001080006040003", DropReason.ArpUnsupported)]
    [InlineData("0001080006040001", DropReason.None)]
    [InlineData("0001080006040002", DropReason.None)]
    public void Kinds_of_arp(string kinds, DropReason expected)
    {
        byte[] bytes = Convert.FromHexString(kinds + "020011223344" + "0A000001" + "000000000000" + "0A000002");
        ArpPacket.TryParse(bytes, out _, out DropReason reason);
        Assert.Equal(expected, reason);
        Assert.False(ArpPacket.TryParse(bytes[..27], out _, out reason));
        Assert.Equal(DropReason.ArpTruncated, reason);
    }

    [Fact]
    public void Ethernet()
    {
        byte[] bytes = new byte[EthernetFrame.HeaderLength];
        EthernetFrame.WriteHeader(bytes, MacAddress.Broadcast, s_mac, EtherType.Arp);
        Assert.Equal("FFFFFFFFFFFF" + "020011223344" + "0806", Convert.ToHexString(bytes));
    }

    /// <summary>RFC 791 §3.1; the checksum is that of a header that is well known.</summary>
    [Fact]
    public void Ipv4_header()
    {
        var header = new Ipv4Header
        {
            DontFragment = true,
            TimeToLive = 64,
            Protocol = IpProtocol.Udp,
            Source = new(192, 168, 0, 1),
            Destination = new(192, 168, 0, 199),
        };
        byte[] bytes = new byte[115];
        header.Write(bytes, 95);
        Assert.Equal(
            "4500007300004000" + "4011B861" + "C0A80001" + "C0A800C7",
            Convert.ToHexString(bytes.AsSpan(0, 20)));
        Assert.True(Ipv4Packet.TryParse(bytes, out Ipv4Packet packet, out _));
        Assert.Equal(header, packet.Header);
        Assert.Equal(95, packet.Payload.Length);
    }

    /// <summary>Flags and offsets: eight bytes a step, 13 bits.</summary>
    [Theory]
    [InlineData(0, true, 0x2000)]
    [InlineData(65_528, false, 0x1FFF)]
    [InlineData(1480, true, 0x20B9)]
    public void Fragments(int offset, bool more, int word)
    {
        byte[] bytes = new byte[20];
        var header = new Ipv4Header { FragmentOffset = offset, MoreFragments = more };
        header.Write(bytes, 0);
        Assert.Equal(word, bytes[6] << 8 | bytes[7]);
        Assert.Equal(header, Ipv4Header.Read(bytes));
    }

    /// <summary>Options are skipped, must lie within the header, and must not be source routes (RFC 7126).</summary>
    [Theory]
    [InlineData("01010100", DropReason.None)]
    [InlineData("94040000", DropReason.None)]
    [InlineData("00FFFFFF", DropReason.None)]
    [InlineData("9405000000", DropReason.Ipv4BadOption)]
    [InlineData("94010000", DropReason.Ipv4BadOption)]
    [InlineData("01010194", DropReason.Ipv4BadOption)]
    [InlineData("83030400", DropReason.Ipv4SourceRoute)]
    [InlineData("89030400", DropReason.Ipv4SourceRoute)]
    public void Options(string options, DropReason expected)
    {
        byte[] bytes = new byte[24];
        new Ipv4Header { Source = new(10, 0, 0, 1), Destination = new(10, 0, 0, 2) }.Write(bytes, 4);
        bytes[0] = 0x46;
        Convert.FromHexString(options).AsSpan(0, 4).CopyTo(bytes.AsSpan(20));
        bytes.AsSpan(10, 2).Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), InternetChecksum.Of(bytes));
        Ipv4Packet.TryParse(bytes, out _, out DropReason reason);
        Assert.Equal(expected, reason);
    }

    /// <summary>RFC 1071 §3's example, and the sum as the definition has it, for all lengths and any cut.</summary>
    [Fact]
    public void Checksum()
    {
        Assert.Equal((ushort)0x220D, InternetChecksum.Of([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]));
        var random = new Random(1);
        byte[] bytes = new byte[3000];
        for (int length = 0; length < bytes.Length; length += length < 100 ? 1 : 37)
        {
            random.NextBytes(bytes);
            if (length % 3 == 0)
                Array.Fill(bytes, (byte)0xFF);

            uint sum = 0;
            for (int index = 0; index < length; index++)
                sum += (uint)bytes[index] << (index % 2 == 0 ? 8 : 0);

            while (sum >> 16 != 0)
                sum = (sum & 0xFFFF) + (sum >> 16);

            InternetChecksum parts = default;
            int cut = random.Next((length / 2) + 1) * 2;
            parts.Add(bytes.AsSpan(0, cut));
            parts.Add(bytes.AsSpan(cut, length - cut));
            Assert.Equal((ushort)~sum, InternetChecksum.Of(bytes.AsSpan(0, length)));
            Assert.Equal((ushort)~sum, parts.Value);
        }
    }

    /// <summary>A checksum that comes out as zero is sent as all ones (RFC 768).</summary>
    [Fact]
    public void A_udp_checksum_is_never_zero()
    {
        var one = new Ipv4Address(10, 0, 0, 1);
        byte[] bytes = new byte[10];
        int ones = 0;
        for (int word = 0; word < 65_536; word++)
        {
            bytes[8] = (byte)(word >> 8);
            bytes[9] = (byte)word;
            UdpDatagram.WriteHeader(bytes, one, 1, one, 2, bytes.AsSpan(8));
            Assert.False(bytes[6] == 0 && bytes[7] == 0);
            ones += bytes[6] == 0xFF && bytes[7] == 0xFF ? 1 : 0;
            Assert.True(UdpDatagram.TryParse(one, one, bytes, out _, out _));
        }

        Assert.Equal(1, ones);
    }

    /// <summary>RFC 2131 figure 1 and RFC 2132's options.</summary>
    [Fact]
    public void Dhcp()
    {
        byte[] bytes = new byte[DhcpWriter.Room];
        var writer = new DhcpWriter(bytes, isReply: true, 0x01020304, s_mac);
        writer.SetSeconds(0x0506);
        writer.SetClientAddress(new(10, 0, 0, 1));
        writer.SetYourAddress(new(10, 0, 0, 2));
        writer.Add(DhcpOption.MessageType, (byte)DhcpMessageType.Ack);
        writer.Add(DhcpOption.LeaseTime, 3600);
        int length = writer.End();
        Assert.Equal(300, length);
        Assert.Equal("0201060001020304050600000A0000010A000002", Convert.ToHexString(bytes.AsSpan(0, 20)));
        Assert.Equal("020011223344", Convert.ToHexString(bytes.AsSpan(28, 6)));
        Assert.Equal("63825363" + "350105" + "330400000E10" + "FF00", Convert.ToHexString(bytes.AsSpan(236, 15)));
        Assert.True(DhcpMessage.TryParse(bytes.AsSpan(0, length), out DhcpMessage message, out _));
        Assert.True(message.IsReply);
        Assert.Equal(DhcpMessageType.Ack, message.Type);
        Assert.Equal((0x01020304u, (ushort)0x0506, s_mac), (message.Transaction, message.Seconds, message.ClientMac));
        Assert.True(message.TryGetNumber(DhcpOption.LeaseTime, out uint seconds));
        Assert.Equal(3600u, seconds);
    }

    /// <summary>Options may lie in `file` and `sname`, and be cut in parts (RFC 2132 §9.3, RFC 3396).</summary>
    [Fact]
    public void Dhcp_options_lie_in_three_places()
    {
        byte[] bytes = new byte[300];
        var writer = new DhcpWriter(new byte[DhcpWriter.Room], isReply: true, 1, s_mac);
        bytes[0] = 2;
        bytes[1] = 1;
        bytes[2] = 6;
        Convert.FromHexString("63825363" + "340103" + "0102FFFF" + "FF").CopyTo(bytes, 236);
        Convert.FromHexString("0101FF" + "350102" + "FF").CopyTo(bytes, 108);
        Convert.FromHexString("00" + "010100" + "FF").CopyTo(bytes, 44);
        Assert.True(DhcpMessage.TryParse(bytes, out DhcpMessage message, out _));
        Assert.Equal(DhcpMessageType.Offer, message.Type);
        Assert.True(message.TryGetAddress(DhcpOption.SubnetMask, out Ipv4Address mask));
        Assert.Equal("255.255.255.0", mask.ToString());
        Assert.True(writer.End() > 0);
    }

    /// <summary>Areas without an end, lengths that run over, a wrong cookie.</summary>
    [Theory]
    [InlineData("63825363" + "3501", DropReason.DhcpMalformed)]
    [InlineData("63825363" + "35", DropReason.DhcpMalformed)]
    [InlineData("63825363" + "350102", DropReason.None)]
    [InlineData("63825363" + "3401043501", DropReason.DhcpMalformed)]
    [InlineData("63825363" + "340104FF", DropReason.DhcpMalformed)]
    [InlineData("63825364" + "350102FF", DropReason.DhcpTruncated)]
    [InlineData("638253", DropReason.DhcpTruncated)]
    public void Dhcp_that_cannot_be(string options, DropReason expected)
    {
        byte[] bytes = [2, 1, 6, .. new byte[233], .. Convert.FromHexString(options)];
        DhcpMessage.TryParse(bytes, out _, out DropReason reason);
        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData("10.0.2.15/24", true, "10.0.2.0/24")]
    [InlineData("0.0.0.0/0", true, "0.0.0.0/0")]
    [InlineData("255.255.255.255/32", true, "255.255.255.255/32")]
    [InlineData("10.0.2.15", false, "")]
    [InlineData("10.0.2.15/33", false, "")]
    [InlineData("10.0.2.15/-1", false, "")]
    [InlineData("10.0.2.15/", false, "")]
    [InlineData("10.0.2.256/24", false, "")]
    [InlineData("10.0.2/24", false, "")]
    [InlineData("10.0.2.1.5/24", false, "")]
    [InlineData("010.0.2.15/24", false, "")]
    [InlineData("/24", false, "")]
    [InlineData("", false, "")]
    public void Prefixes(string text, bool isRight, string network)
    {
        Assert.Equal(isRight, Ipv4Prefix.TryParse(text, out _, out Ipv4Prefix prefix));
        if (isRight)
            Assert.Equal(network, prefix.ToString());
    }

    [Theory]
    [InlineData("255.255.255.0", 24)]
    [InlineData("0.0.0.0", 0)]
    [InlineData("255.255.255.255", 32)]
    [InlineData("255.0.255.0", -1)]
    [InlineData("0.255.255.255", -1)]
    public void Masks(string text, int length)
    {
        Assert.True(Ipv4Address.TryParse(text, out Ipv4Address mask));
        bool isMask = Ipv4Prefix.TryGetLength(mask, out int found);
        Assert.Equal(length, isMask ? found : -1);
    }
}
