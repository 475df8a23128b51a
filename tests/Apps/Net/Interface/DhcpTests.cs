// The life of a lease (RFC 2131 §4.4, figure 5), against a little server on a link with virtual time.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

public sealed class DhcpTests
{
    private readonly TestLink _link = new();
    private readonly DhcpServer _server = new();
    private readonly TestHost _host;

    public DhcpTests()
    {
        _link.Add(_server.Take);
        _host = _link.Add(new TestHost());
        _host.Ip.UseDhcp(TimeSpan.Zero);
    }

    /// <summary>Discover, offer, request, acknowledgement, a probe, and the address is used.</summary>
    [Fact]
    public void An_address_is_lent()
    {
        _link.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(DhcpState.Bound, _host.Ip.DhcpState);
        AddressConfiguration own = _host.Ip.Configuration!;
        Assert.Equal("10.0.0.100 10.0.0.0/24 10.0.0.254", $"{own.Address} {own.Network} {own.Gateway}");
        Assert.Equal([DhcpMessageType.Discover, DhcpMessageType.Request], _server.Heard.Select(heard => heard.Type));
        Assert.Contains(
            Frames.ArpOf(_link.Sent.Select(sent => sent.Frame)),
            packet => packet.IsProbe && packet.Target == own.Address);
    }

    /// <summary>
    /// Table 5: a selecting request names the server and the address, and has ciaddr zero and discover's secs.
    /// </summary>
    [Fact]
    public void A_request_says_what_it_takes()
    {
        _server.IsSilent = true;
        _link.Pass(TimeSpan.FromSeconds(20));
        _server.IsSilent = false;
        _link.Pass(TimeSpan.FromSeconds(30));
        Assert.True(DhcpMessage.TryParse(_server.Heard[^1].Message, out DhcpMessage request, out _));
        Assert.True(DhcpMessage.TryParse(_server.Heard[^2].Message, out DhcpMessage discover, out _));
        Assert.Equal(DhcpMessageType.Request, request.Type);
        Assert.Equal(DhcpMessageType.Discover, discover.Type);
        Assert.True(request.TryGetAddress(DhcpOption.ServerIdentifier, out Ipv4Address server));
        Assert.True(request.TryGetAddress(DhcpOption.RequestedAddress, out Ipv4Address wanted));
        Assert.Equal((_server.Address, _server.Lent, Ipv4Address.Any), (server, wanted, request.ClientAddress));
        Assert.True(discover.Seconds > 0);
        Assert.Equal(discover.Seconds, request.Seconds);
        Assert.Equal(discover.Transaction, request.Transaction);
    }

    /// <summary>Nobody answers: 4, 8, 16, 32, 64, 64 … seconds, each one second more or less (§4.1).</summary>
    [Fact]
    public void Discover_is_repeated_with_pauses_that_double()
    {
        _server.IsSilent = true;
        _link.Pass(TimeSpan.FromMinutes(6));
        double[] pauses = [.. _server.Heard.Zip(_server.Heard[1..], (one, next) => (next.At - one.At).TotalSeconds)];
        double[] expected = [4, 8, 16, 32, 64, 64, 64, 64];
        Assert.InRange(pauses.Length, 6, 8);
        foreach ((double pause, double usual) in pauses.Zip(expected))
            Assert.InRange(pause, usual - 1.01, usual + 1.01);
    }

    /// <summary>At half of the time the server is asked, directly, and the lease goes on (§4.4.5).</summary>
    [Fact]
    public void A_lease_is_renewed()
    {
        _link.Pass(TimeSpan.FromHours(24));
        Assert.Equal(DhcpState.Bound, _host.Ip.DhcpState);
        Assert.Equal(1, _server.Count(DhcpMessageType.Discover));
        Assert.InRange(_server.Count(DhcpMessageType.Request), 47, 50);
        Assert.True(DhcpMessage.TryParse(_server.Heard[^1].Message, out DhcpMessage renewal, out _));
        Assert.Equal(_server.Lent, renewal.ClientAddress);
        Assert.False(renewal.TryGetAddress(DhcpOption.ServerIdentifier, out _)); // table 5: MUST NOT
        Assert.False(renewal.TryGetAddress(DhcpOption.RequestedAddress, out _));
        Assert.Equal(0, _host.Ip.Counters.Conflicts);
    }

    /// <summary>The server is gone: from T2 on all are asked, and another one may answer.</summary>
    [Fact]
    public void Another_server_may_extend_the_lease()
    {
        _link.Pass(TimeSpan.FromSeconds(1));
        _server.IsDeafToOne = true;
        _link.Pass(TimeSpan.FromMinutes(53)); // T2 is at 52.5 minutes
        Assert.Equal(DhcpState.Bound, _host.Ip.DhcpState);
        Assert.Equal(1, _server.Count(DhcpMessageType.Discover));
        Assert.True(_server.Count(DhcpMessageType.Request) > 4);
        _link.Pass(TimeSpan.FromMinutes(20));
        Assert.NotNull(_host.Ip.Configuration);
    }

    /// <summary>Nobody extends it: at its end, and not later, the address is given up; then all begins anew.</summary>
    [Fact]
    public void A_lease_ends()
    {
        _link.Pass(TimeSpan.FromSeconds(1));
        _server.IsSilent = true;
        _link.Pass(TimeSpan.FromSeconds(3597));
        Assert.NotNull(_host.Ip.Configuration);
        _link.Pass(TimeSpan.FromSeconds(3));
        Assert.Null(_host.Ip.Configuration);
        Assert.Equal(SendResult.NoAddress, _host.Ip.SendUdp(9, _server.Address, 7, [1], _link.Now));
        _server.IsSilent = false;
        _link.Pass(TimeSpan.FromMinutes(2));
        Assert.NotNull(_host.Ip.Configuration);
        _host.CheckSums();
    }

    /// <summary>A refusal ends the use at once (§4.4.5, figure 5).</summary>
    [Fact]
    public void A_refusal_ends_the_lease()
    {
        _link.Pass(TimeSpan.FromSeconds(1));
        _server.Refuses = true;
        _link.Pass(TimeSpan.FromMinutes(31));
        Assert.Null(_host.Ip.Configuration);
        _server.Refuses = false;
        _server.Lent = new(10, 0, 0, 101);
        _link.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(new Ipv4Address(10, 0, 0, 101), _host.Ip.Configuration!.Address);
    }

    /// <summary>Two servers that quarrel, or one that always refuses, cause no storm.</summary>
    [Fact]
    public void Refusals_in_a_row_slow_it_down()
    {
        _server.Refuses = true;
        _link.Pass(TimeSpan.FromHours(1));
        Assert.InRange(_server.Heard.Count, 20, 140);
    }

    /// <summary>Somebody has the address: it is declined, and after a pause there is a new try (§3.1 step 5).</summary>
    [Fact]
    public void A_taken_address_is_declined()
    {
        TestHost holder = _link.Add(TestHost.At("10.0.0.100/24"));
        _link.Pass(TimeSpan.FromSeconds(5));
        Assert.Null(_host.Ip.Configuration);
        Assert.True(DhcpMessage.TryParse(_server.Heard[^1].Message, out DhcpMessage decline, out _));
        Assert.Equal(DhcpMessageType.Decline, decline.Type);
        Assert.True(decline.TryGetAddress(DhcpOption.RequestedAddress, out Ipv4Address address));
        Assert.True(decline.TryGetAddress(DhcpOption.ServerIdentifier, out Ipv4Address server));
        Assert.Equal((_server.Lent, _server.Address), (address, server));
        _server.Lent = new(10, 0, 0, 101);
        _link.Pass(TimeSpan.FromSeconds(9));
        Assert.Equal(new Ipv4Address(10, 0, 0, 101), _host.Ip.Configuration!.Address);
        Assert.NotNull(holder.Ip.Configuration);
    }

    /// <summary>A lease for ever is asked for once.</summary>
    [Fact]
    public void A_lease_may_be_for_ever()
    {
        _server.Seconds = uint.MaxValue;
        _link.Pass(TimeSpan.FromDays(400));
        Assert.Equal(2, _server.Heard.Count);
        Assert.NotNull(_host.Ip.Configuration);
    }

    /// <summary>
    /// The link comes up again: the server is asked at once whether the address is still right (§3.7).
    /// </summary>
    [Fact]
    public void A_link_that_comes_up_has_the_lease_verified()
    {
        _link.Pass(TimeSpan.FromMinutes(1));
        _server.Refuses = true;
        _host.Ip.LinkUp(_link.Now);
        _link.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(_host.Ip.Configuration);
    }

    /// <summary>Offers and acknowledgements that nobody could use are dropped, and the client stays calm.</summary>
    [Theory]
    [InlineData(DhcpOption.LeaseTime, "")]
    [InlineData(DhcpOption.ServerIdentifier, "")]
    [InlineData(DhcpOption.LeaseTime, "00000000")]
    [InlineData(DhcpOption.SubnetMask, "FF00FF00")]
    [InlineData(DhcpOption.SubnetMask, "FFFFFFFFFF")]
    [InlineData(DhcpOption.MessageType, "0205")]
    public void Nonsense_is_dropped(DhcpOption option, string value)
    {
        _server.Change = options =>
        {
            options.RemoveAll(other => other.Option == option);
            if (value.Length > 0)
                options.Add((option, Convert.FromHexString(value)));
        };
        _link.Pass(TimeSpan.FromMinutes(2));
        Assert.Null(_host.Ip.Configuration);
        Assert.Equal(0, _server.Count(DhcpMessageType.Request));
        Assert.True(_host.Ip.Counters.Dropped(DropReason.DhcpMalformed) > 3);
    }

    /// <summary>A gateway outside of the network is left out; T1 and T2 that cannot be are replaced.</summary>
    [Fact]
    public void What_cannot_be_is_left_out()
    {
        _server.Change = options =>
        {
            options.RemoveAll(other => other.Option == DhcpOption.Router);
            options.Add((DhcpOption.Router, [192, 0, 2, 1]));
            options.Add((DhcpOption.RenewalTime, [0, 0, 255, 255]));
            options.Add((DhcpOption.RebindingTime, [0, 0, 0, 1]));
        };
        _link.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(_host.Ip.Configuration!.Gateway);
        DhcpLease lease = _host.Ip.Lease!;
        Assert.True(lease.RenewAt < lease.RebindAt && lease.RebindAt < lease.EndsAt);
    }

    /// <summary>On a link that loses a third of all frames the address comes all the same, whatever the seed.</summary>
    [Fact]
    public void A_bad_link_only_takes_longer()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var link = new TestLink(seed) { Loss = 33, Twice = 20, Delay = TimeSpan.FromMilliseconds(500) };
            link.Add(new DhcpServer().Take);
            TestHost host = link.Add(new TestHost(seed: seed));
            host.Ip.UseDhcp(TimeSpan.Zero);
            link.Pass(TimeSpan.FromMinutes(20));
            Assert.True(host.Ip.Configuration is not null, $"seed {seed}: {host.Ip.DhcpState}");
            host.CheckSums();
        }
    }
}
