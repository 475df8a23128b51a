// An interface with somebody who uses it, for tests of pure code: ports that are open, and what was delivered.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;

namespace Net.Tests.Interface;

/// <summary>A host on a <see cref="TestLink"/>.</summary>
internal sealed class TestHost : IPortTable
{
    private static int s_stations;

    public TestHost(InterfaceSettings? settings = null, int seed = 1)
    {
        Mac = new MacAddress(0x0200_0000_0000 + (ulong)Interlocked.Increment(ref s_stations));
        Ip = new Ipv4Interface(Mac, this, new Counters(), new Random(seed), settings ?? Brief);
    }

    /// <summary>Settings of a host that is up at once.</summary>
    public static InterfaceSettings Brief { get; } = new() { Claim = ClaimTiming.Brief, DhcpDelay = TimeSpan.Zero };

    public MacAddress Mac { get; }

    public Ipv4Interface Ip { get; }

    public HashSet<ushort> Ports { get; } = [];

    public List<(Ipv4Address From, ushort FromPort, ushort Port, byte[] Bytes)> Datagrams { get; } = [];

    public List<(IcmpType Type, byte Code, ushort FromPort, Ipv4Address To, ushort ToPort)> Errors { get; } = [];

    /// <summary>A host with an address that is claimed already.</summary>
    public static TestHost At(string address, string? gateway = null, InterfaceSettings? settings = null, int seed = 1)
    {
        var host = new TestHost(settings, seed);
        host.Ip.UseAddress(Configuration(address, gateway), TimeSpan.Zero);
        for (TimeSpan now = TimeSpan.Zero; host.Ip.NextDeadline != TimeSpan.MaxValue; now = host.Ip.NextDeadline)
            host.Ip.Advance(now);

        host.Drain();
        return host;
    }

    public static AddressConfiguration Configuration(string address, string? gateway = null)
    {
        Assert.True(Ipv4Prefix.TryParse(address, out Ipv4Address own, out Ipv4Prefix network));
        Ipv4Address? router = gateway is null ? null : Address(gateway);
        Assert.True(AddressConfiguration.TryCreate(own, network, router, out AddressConfiguration? configuration));
        return configuration!;
    }

    public static Ipv4Address Address(string text)
    {
        Assert.True(Ipv4Address.TryParse(text, out Ipv4Address address));
        return address;
    }

    public PortAnswer Ask(ushort port) => Ports.Contains(port) ? PortAnswer.Taken : PortAnswer.Nobody;

    /// <summary>A frame comes.</summary>
    public Reception Take(byte[] frame, TimeSpan now)
    {
        Reception reception = Ip.Receive(frame, now);
        if (reception.Kind == ReceivedKind.Datagram)
        {
            Datagrams.Add((
                reception.Source, reception.SourcePort, reception.DestinationPort, reception.Payload.ToArray()));
        }
        else if (reception.Kind == ReceivedKind.Error)
        {
            Errors.Add((
                reception.ErrorType,
                reception.ErrorCode,
                reception.SourcePort,
                reception.Destination,
                reception.DestinationPort));
        }

        return reception;
    }

    /// <summary>Takes the frames that it wants to send.</summary>
    public List<byte[]> Drain()
    {
        List<byte[]> frames = [];
        while (Ip.Output.TryPeek(out ReadOnlySpan<byte> frame))
        {
            frames.Add(frame.ToArray());
            Ip.Output.Remove();
        }

        return frames;
    }

    /// <summary>The two sums that hold at any moment.</summary>
    public void CheckSums()
    {
        Counters counters = Ip.Counters;
        long ends = counters.Delivered + counters.Answered + counters.Absorbed + counters.DroppedInAll + counters.Held;
        Assert.Equal(counters.Received, ends);
        long ways = counters.Queued + counters.Waiting + counters.Looped + counters.DiscardedInAll;
        Assert.Equal(counters.Made, ways);
        Assert.Equal(0, counters.Dropped(DropReason.None));
    }
}
