// Neighbours (RFC 826; RFC 1122 §2.3.2): asked for, waited for, believed for a while, never more than there is room
// for.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class ArpTests
{
    private static readonly Ipv4Address s_two = new(10, 0, 0, 2);

    /// <summary>The first datagram to a neighbour asks for it, waits, and arrives.</summary>
    [Fact]
    public void A_neighbour_is_asked_for()
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        TestHost two = link.Add(TestHost.At("10.0.0.2/24"));
        two.Ports.Add(7);
        Assert.Equal(SendResult.Waiting, one.Ip.SendUdp(9, s_two, 7, Frames.Pattern(10), link.Now));
        link.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(Frames.Pattern(10), Assert.Single(two.Datagrams).Bytes);
        Assert.Equal(SendResult.Sent, one.Ip.SendUdp(9, s_two, 7, Frames.Pattern(10), link.Now));
        Assert.Equal(SendResult.Sent, two.Ip.SendUdp(7, new(10, 0, 0, 1), 9, [], link.Now)); // who asks is learned
    }

    /// <summary>Nobody answers: three questions, a second apart, then senders are told at once.</summary>
    [Fact]
    public void Nobody_is_asked_for_three_times()
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        Assert.Equal(SendResult.Waiting, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
        link.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(
            [0.0, 1.0, 2.0], link.Sent.Select(sent => Math.Round(sent.At.TotalSeconds, 3)));
        Assert.Equal(1, one.Ip.Counters.Discarded(SendResult.Unreachable));
        Assert.Equal(SendResult.Unreachable, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
        link.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(SendResult.Waiting, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
        Assert.Equal(0, one.Ip.Counters.Discarded(SendResult.Waiting));
        one.CheckSums();
    }

    /// <summary>However often one sends to somebody who is not there, there is one question a second.</summary>
    [Fact]
    public void Questions_do_not_flood()
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        for (int index = 0; index < 1000; index++)
        {
            one.Ip.SendUdp(9, s_two, 7, [1], link.Now);
            link.Pass(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(Frames.ArpOf(link.Sent.Select(sent => sent.Frame)).Count, 1, 2);
        Assert.Equal(8, one.Ip.Counters.Waiting); // the latest of each neighbour
        one.CheckSums();
    }

    /// <summary>Whoever was quiet for a minute is asked directly; when it is gone it is forgotten.</summary>
    [Fact]
    public void What_is_known_ages()
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        TestHost two = link.Add(TestHost.At("10.0.0.2/24"));
        one.Ip.SendUdp(9, s_two, 7, [1], link.Now);
        link.Pass(TimeSpan.FromSeconds(61));
        int before = link.Sent.Count;
        Assert.Equal(SendResult.Sent, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
        link.Pass(TimeSpan.FromSeconds(1));
        ArpPacket question = Frames.ArpOf(link.Sent.Skip(before).Select(sent => sent.Frame))[0];
        Assert.Equal(ArpOperation.Request, question.Operation);
        Assert.Equal(two.Mac, MacAddress.Read(link.Sent[before..].First(sent => sent.Frame[13] == 6).Frame));

        link.Remove(two);
        link.Pass(TimeSpan.FromSeconds(61));
        Assert.Equal(SendResult.Sent, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
        link.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(SendResult.Waiting, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
    }

    /// <summary>Strangers cannot fill the cache with answers that nobody asked for.</summary>
    [Fact]
    public void Answers_that_were_not_asked_for_are_dropped()
    {
        TestHost one = TestHost.At("10.0.0.1/24");
        for (int index = 2; index < 200; index++)
        {
            var answer = new ArpPacket(
                ArpOperation.Reply, Frames.Stranger, new(10, 0, 0, (byte)index), one.Mac, new(10, 0, 0, 1));
            Assert.Equal(DropReason.ArpUnsolicited, one.Take(Frames.Arp(one.Mac, answer), default).Reason);
        }

        Assert.Equal(SendResult.Waiting, one.Ip.SendUdp(9, s_two, 7, [1], default));
    }

    /// <summary>A scan of addresses that nobody has leaves half of the cache to those who are there.</summary>
    [Fact]
    public void Nobodies_take_half_of_the_cache_at_most()
    {
        InterfaceSettings settings = TestHost.Brief with { Limits = new InterfaceLimits { Neighbours = 16 } };
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/16", settings: settings));
        TestHost two = link.Add(TestHost.At("10.0.0.2/16"));
        one.Ip.SendUdp(9, s_two, 7, [1], link.Now);
        link.Pass(TimeSpan.FromSeconds(1));
        int full = 0;
        for (int index = 0; index < 100; index++)
            full += one.Ip.SendUdp(9, new(10, 0, 1, (byte)index), 7, [1], link.Now) == SendResult.WaitingFull ? 1 : 0;

        Assert.Equal(92, full);
        Assert.Equal(SendResult.Sent, one.Ip.SendUdp(9, s_two, 7, [1], link.Now));
        one.CheckSums();
    }

    /// <summary>
    /// A neighbour that has got another card says so, and is believed (RFC 826: the entry is replaced).
    /// </summary>
    [Fact]
    public void A_neighbour_may_move()
    {
        var link = new TestLink();
        TestHost one = link.Add(TestHost.At("10.0.0.1/24"));
        TestHost two = link.Add(TestHost.At("10.0.0.2/24"));
        one.Ip.SendUdp(9, s_two, 7, [1], link.Now);
        link.Pass(TimeSpan.FromSeconds(1));
        var news = new ArpPacket(ArpOperation.Request, Frames.Stranger, s_two, MacAddress.Zero, s_two);
        one.Take(Frames.Arp(MacAddress.Broadcast, news), link.Now);
        one.Ip.SendUdp(9, s_two, 7, [1], link.Now);
        Assert.Equal(Frames.Stranger, MacAddress.Read(one.Drain()[^1]));
        Assert.NotEqual(two.Mac, Frames.Stranger);
    }
}
