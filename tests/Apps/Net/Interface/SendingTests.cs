// Where datagrams go: routes (RFC 1122 §3.3.1), broadcasts, groups, bounds.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class SendingTests
{
    /// <summary>Others are reached through the gateway, neighbours are not.</summary>
    [Fact]
    public void Others_are_reached_through_the_gateway()
    {
        TestHost host = TestHost.At("10.0.0.1/24", "10.0.0.254");
        host.Ip.SendUdp(9, new(192, 0, 2, 1), 7, [1], default);
        Assert.Equal(new Ipv4Address(10, 0, 0, 254), Assert.Single(Frames.ArpOf(host.Drain())).Target);
        host.Ip.SendUdp(9, new(10, 0, 0, 77), 7, [1], default);
        Assert.Equal(new Ipv4Address(10, 0, 0, 77), Assert.Single(Frames.ArpOf(host.Drain())).Target);
    }

    /// <summary>The longest prefix decides.</summary>
    [Fact]
    public void The_longest_prefix_decides()
    {
        var table = new RouteTable(4);
        Assert.True(Ipv4Prefix.TryParse("10.1.0.0/16", out _, out Ipv4Prefix wide));
        Assert.True(Ipv4Prefix.TryParse("10.1.2.0/24", out _, out Ipv4Prefix narrow));
        table.TryAdd(new Route(wide, new(10, 0, 0, 1)));
        table.TryAdd(new Route(Ipv4Prefix.Everything, new(10, 0, 0, 2)));
        table.TryAdd(new Route(narrow, new(10, 0, 0, 3)));
        Assert.Equal(3u, Last(new(10, 1, 2, 9)));
        Assert.Equal(1u, Last(new(10, 1, 3, 9)));
        Assert.Equal(2u, Last(new(10, 2, 3, 9)));
        Assert.True(table.TryAdd(new Route(narrow, null)));
        Assert.Equal(9u, Last(new(10, 1, 2, 9)));
        Assert.True(table.Remove(Ipv4Prefix.Everything));
        Assert.False(table.TryFind(new(10, 2, 3, 9), out _));

        uint Last(Ipv4Address to) => table.TryFind(to, out Ipv4Address hop) ? hop.Value & 255 : 0;
    }

    [Theory]
    [InlineData("192.0.2.1", SendResult.NoRoute)]
    [InlineData("0.0.0.0", SendResult.BadDestination)]
    [InlineData("250.0.0.1", SendResult.BadDestination)]
    [InlineData("10.0.0.1", SendResult.Local)]
    [InlineData("127.0.0.1", SendResult.Local)]
    [InlineData("10.0.0.255", SendResult.Sent)]
    [InlineData("224.0.0.251", SendResult.Sent)]
    public void Results(string to, SendResult result)
    {
        TestHost host = TestHost.At("10.0.0.1/24");
        Assert.Equal(result, host.Ip.SendUdp(9, TestHost.Address(to), 7, [1], default));
        host.CheckSums();
    }

    /// <summary>Groups and all have stations of their own (RFC 1112 §6.4).</summary>
    [Fact]
    public void Many_are_reached_without_asking()
    {
        TestHost host = TestHost.At("10.0.0.1/24");
        host.Ip.SendUdp(9, new(239, 129, 2, 3), 7, [1], default);
        host.Ip.SendUdp(9, new(10, 0, 0, 255), 7, [1], default);
        List<byte[]> frames = host.Drain();
        Assert.Equal("01:00:5e:01:02:03", MacAddress.Read(frames[0]).ToString());
        Assert.True(MacAddress.Read(frames[1]).IsBroadcast);
        Assert.All(frames, frame => Assert.Equal(EthernetFrame.ShortestLength, frame.Length));
    }

    /// <summary>A full queue tells the sender; a datagram in pieces goes whole or not at all.</summary>
    [Fact]
    public void A_full_queue_tells_the_sender()
    {
        InterfaceSettings settings = TestHost.Brief with { Limits = new InterfaceLimits { OutputFrames = 4 } };
        TestHost host = TestHost.At("10.0.0.1/24", settings: settings);
        var all = new Ipv4Address(10, 0, 0, 255);
        Assert.Equal(SendResult.Sent, host.Ip.SendUdp(9, all, 7, [1], default));
        Assert.Equal(SendResult.OutputFull, host.Ip.SendUdp(9, all, 7, Frames.Pattern(5000), default));
        Assert.Equal(1, host.Ip.Output.Count);
        Assert.Equal(SendResult.Sent, host.Ip.SendUdp(9, all, 7, Frames.Pattern(4000), default));
        Assert.Equal(SendResult.OutputFull, host.Ip.SendUdp(9, all, 7, [1], default));
        Assert.Equal(5, host.Ip.Counters.Discarded(SendResult.OutputFull));
        host.CheckSums();
    }

    [Fact]
    public void The_longest_datagram()
    {
        var limits = new InterfaceLimits { WaitingPerNeighbour = 64 };
        TestHost host = TestHost.At("10.0.0.1/24", settings: TestHost.Brief with { Limits = limits });
        var two = new Ipv4Address(10, 0, 0, 2);
        Assert.Equal(SendResult.TooLong, host.Ip.SendUdp(9, two, 7, new byte[65_508], default));
        Assert.Equal(SendResult.Waiting, host.Ip.SendUdp(9, two, 7, new byte[65_507], default));
        Assert.Equal(45, host.Ip.Counters.Waiting);
        Assert.Equal(SendResult.Waiting, host.Ip.SendUdp(9, two, 7, new byte[60_000], default));
        host.CheckSums();
    }

    /// <summary>
    /// When all places are taken, a datagram replaces what waits for the same neighbour, and nothing else.
    /// </summary>
    [Fact]
    public void Waiting_frames_take_no_others_places()
    {
        var limits = new InterfaceLimits { WaitingFrames = 16, WaitingPerNeighbour = 8 };
        TestHost host = TestHost.At("10.0.0.1/24", settings: TestHost.Brief with { Limits = limits });
        var two = new Ipv4Address(10, 0, 0, 2);
        var three = new Ipv4Address(10, 0, 0, 3);
        host.Ip.SendUdp(9, three, 7, [1], default);
        for (byte last = 4; last < 19; last++)
            host.Ip.SendUdp(9, new(10, 0, 0, last), 7, [1], default);

        Assert.Equal(16, host.Ip.Counters.Waiting);
        Assert.Equal(SendResult.WaitingFull, host.Ip.SendUdp(9, two, 7, [1], default));
        Assert.Equal(SendResult.Waiting, host.Ip.SendUdp(9, three, 7, [2], default));
        Assert.Equal(SendResult.WaitingFull, host.Ip.SendUdp(9, three, 7, Frames.Pattern(2000), default));
        Assert.Equal(16, host.Ip.Counters.Waiting);
        host.CheckSums();
    }
}
