// Taking and defending an address (RFC 5227).
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class ClaimTests
{
    private static readonly Ipv4Address s_one = new(10, 0, 0, 1);

    /// <summary>
    /// Three probes within the first few seconds, then two announcements; only then is it used (§2.1.1, §2.3).
    /// </summary>
    [Fact]
    public void An_address_is_probed_and_announced()
    {
        var link = new TestLink();
        TestHost one = link.Add(new TestHost(new InterfaceSettings()));
        one.Ip.UseAddress(TestHost.Configuration("10.0.0.1/24"), link.Now);
        Assert.Equal(SendResult.NoAddress, one.Ip.SendUdp(9, new(10, 0, 0, 2), 7, [1], link.Now));
        link.Pass(TimeSpan.FromSeconds(20));
        List<ArpPacket> packets = Frames.ArpOf(link.Sent.Select(sent => sent.Frame));
        Assert.Equal(5, packets.Count);
        Assert.All(packets[..3], packet => Assert.True(packet.IsProbe && packet.Target == s_one));
        Assert.All(packets[3..], packet => Assert.True(packet.Sender == s_one && packet.Target == s_one));
        Assert.InRange(link.Sent[0].At.TotalSeconds, 0, 1);
        Assert.InRange((link.Sent[1].At - link.Sent[0].At).TotalSeconds, 1, 2);
        Assert.Equal(2, (link.Sent[3].At - link.Sent[2].At).TotalSeconds, 3);
        Assert.Equal(2, (link.Sent[4].At - link.Sent[3].At).TotalSeconds, 3);
    }

    /// <summary>
    /// An address that somebody has is not taken, but asked for again and again; when it is free it is taken.
    /// </summary>
    [Fact]
    public void A_taken_address_is_not_used_until_it_is_free()
    {
        var link = new TestLink();
        TestHost holder = link.Add(TestHost.At("10.0.0.1/24"));
        TestHost late = link.Add(new TestHost());
        late.Ip.UseAddress(TestHost.Configuration("10.0.0.1/24"), link.Now);
        link.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(late.Ip.Configuration);
        Assert.InRange(late.Ip.Counters.Conflicts, 5, 7); // every ten seconds
        Assert.NotNull(holder.Ip.Configuration);
        link.Remove(holder);
        link.Pass(TimeSpan.FromSeconds(11));
        Assert.NotNull(late.Ip.Configuration);
    }

    /// <summary>
    /// Two that want the same address at the same time see each other's probes; neither takes it at once (§2.1.1).
    /// </summary>
    [Fact]
    public void Two_that_probe_see_each_other()
    {
        var link = new TestLink();
        TestHost one = link.Add(new TestHost(new InterfaceSettings(), seed: 3));
        TestHost two = link.Add(new TestHost(new InterfaceSettings(), seed: 4));
        one.Ip.UseAddress(TestHost.Configuration("10.0.0.1/24"), link.Now);
        two.Ip.UseAddress(TestHost.Configuration("10.0.0.1/24"), link.Now);
        link.Pass(TimeSpan.FromMinutes(5));
        Assert.False(one.Ip.Configuration is not null && two.Ip.Configuration is not null);
        Assert.InRange(one.Ip.Counters.Conflicts + two.Ip.Counters.Conflicts, 2, 1000);
    }

    /// <summary>A claim of another is answered with an announcement, once in ten seconds (§2.4 (c)).</summary>
    [Fact]
    public void An_address_is_defended()
    {
        TestHost one = TestHost.At("10.0.0.1/24");
        var claim = new ArpPacket(ArpOperation.Request, Frames.Stranger, s_one, MacAddress.Zero, s_one);
        TimeSpan now = TimeSpan.FromMinutes(1);
        Assert.Equal(DropReason.ArpConflict, one.Take(Frames.Arp(MacAddress.Broadcast, claim), now).Reason);
        Assert.Equal(s_one, Assert.Single(Frames.ArpOf(one.Drain())).Sender);
        one.Take(Frames.Arp(MacAddress.Broadcast, claim), now + TimeSpan.FromSeconds(9));
        Assert.Empty(one.Drain());
        one.Take(Frames.Arp(MacAddress.Broadcast, claim), now + TimeSpan.FromSeconds(11));
        Assert.Single(Frames.ArpOf(one.Drain()));
        Assert.NotNull(one.Ip.Configuration);
    }

    /// <summary>A link that comes up again may be another one: the address is announced.</summary>
    [Fact]
    public void A_link_that_comes_up_hears_of_the_address()
    {
        TestHost one = TestHost.At("10.0.0.1/24");
        TimeSpan now = TimeSpan.FromMinutes(1);
        one.Ip.LinkUp(now);
        one.Ip.Advance(now);
        Assert.Equal(s_one, Assert.Single(Frames.ArpOf(one.Drain())).Target);
    }
}
