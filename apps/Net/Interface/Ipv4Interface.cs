// One network interface, without process and without device. A frame goes in and something for the caller comes out, or
// nothing; a datagram goes in and frames come out, in Output, which the caller empties to the driver. What takes time
// waits for Advance, to be called when NextDeadline has come. Nothing here knows what time it is, throws for what a
// peer sends, or grows with it; whoever runs it is a process, and that process's mailbox is the only queue in front of
// it.
//
// The parts: Receiving (frame in), Control (ICMP), Sending (datagram out), Configuring (addresses: claims and DHCP).
// TCP's place is beside UDP in Receiving, and in Send's callers.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>One IPv4 interface on an Ethernet link.</summary>
public sealed partial class Ipv4Interface
{
    private readonly MacAddress _mac;
    private readonly IPortTable _ports;
    private readonly InterfaceLimits _limits;
    private readonly ArpCache _arp;
    private readonly WaitingFrames _waiting;
    private readonly Reassembly _reassembly;
    private readonly TokenBucket _errors;
    private readonly AddressClaim _claim;
    private readonly DhcpClient _dhcp;
    private ushort _identification;

    /// <summary>An interface without an address.</summary>
    /// <param name="mac">The device's station.</param>
    /// <param name="ports">Who receives on which port.</param>
    /// <param name="counters">What became of every frame.</param>
    /// <param name="random">Where pauses and numbers come from; unpredictable where peers are not trusted.</param>
    /// <param name="settings">How it is to be; the address is given later.</param>
    public Ipv4Interface(
        MacAddress mac, IPortTable ports, Counters counters, Random random, InterfaceSettings settings)
    {
        InterfaceLimits limits = settings.Limits;
        _mac = mac;
        _ports = ports;
        _limits = limits;
        Counters = counters;
        int room = EthernetFrame.HeaderLength + limits.Mtu;
        Output = new FrameQueue(limits.OutputFrames, room);
        Routes = new RouteTable(limits.Routes);
        _arp = new ArpCache(limits.Neighbours);
        _waiting = new WaitingFrames(limits.WaitingFrames, limits.WaitingPerNeighbour, room);
        _reassembly = new Reassembly(limits, Counters);
        _errors = new TokenBucket(limits.ErrorsPerSecond, limits.ErrorBurst);
        _claim = new AddressClaim(mac, settings.Claim, random);
        _dhcp = new DhcpClient(mac, random, settings.DhcpDelay);
        _identification = (ushort)random.Next(1 << 16);
    }

    /// <summary>Frames for the driver.</summary>
    public FrameQueue Output { get; }

    /// <summary>Where packets go; the network and the gateway of the configuration are added by itself.</summary>
    public RouteTable Routes { get; }

    /// <summary>What became of every frame.</summary>
    public Counters Counters { get; }

    /// <summary>When to call <see cref="Advance"/>; it may change with every call.</summary>
    public TimeSpan NextDeadline
    {
        get
        {
            TimeSpan first = Earlier(_arp.NextDeadline, _claim.NextDeadline);
            return Earlier(Earlier(first, _dhcp.NextDeadline), _reassembly.NextDeadline);
        }
    }

    /// <summary>Does everything that is due.</summary>
    public void Advance(TimeSpan now)
    {
        AdvanceDhcp(now);
        AdvanceClaim(now);
        AdvanceArp(now);
        while (_reassembly.TryExpire(now, out ReadOnlySpan<byte> beginning))
        {
            if (!beginning.IsEmpty && Ipv4Packet.TryParseQuoted(beginning, out Ipv4Packet packet))
                SendError(packet, isForMany: false, IcmpType.TimeExceeded, code: 1, now);
        }
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
