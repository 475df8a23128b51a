// What an interface tells of itself, for shells and tests: a picture of one moment.
using System.Collections.Immutable;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Net;

/// <summary>Call: how is it?</summary>
public sealed record GetNetworkInfo : ICall<NetworkInterface, GetNetworkInfo, NetworkInfo>;

/// <summary>How an interface is.</summary>
/// <param name="Station">The device's station; zero until there was a device.</param>
/// <param name="HasDriver">Whether there is a driver now.</param>
/// <param name="IsLinkUp">Whether its link is up.</param>
/// <param name="Configuration">The address in use; null: none.</param>
/// <param name="Dhcp">Where the DHCP client is.</param>
/// <param name="LeaseEnds">When the lease ends, from now; null: there is none, or it never does.</param>
/// <param name="Counters">
/// What became of every frame, by name; those of reasons that never came up are left out.
/// </param>
/// <param name="Sockets">The open sockets, by port.</param>
public sealed record NetworkInfo(
    MacAddress Station,
    bool HasDriver,
    bool IsLinkUp,
    AddressConfiguration? Configuration,
    DhcpState Dhcp,
    TimeSpan? LeaseEnds,
    ImmutableArray<CounterValue> Counters,
    ImmutableArray<UdpSocketInfo> Sockets)
{
    /// <summary>A counter's value; 0: it never counted.</summary>
    public long Count(string name) => Counters.FirstOrDefault(counter => counter.Name == name).Value;
}

/// <summary>An open socket.</summary>
/// <param name="Port">Its port.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Credits">How many messages the owner will yet take.</param>
/// <param name="Received">Datagrams and faults that went to the owner.</param>
/// <param name="Dropped">Those that did not, because there was no credit.</param>
public readonly record struct UdpSocketInfo(ushort Port, Pid Owner, int Credits, long Received, long Dropped);
