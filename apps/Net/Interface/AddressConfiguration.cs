// What a host must know to speak IPv4: its address, its network, its gateway. Wherever it comes from, boot options or
// DHCP, it can only hold what works: the address is a host of its network, and the gateway another.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>A host's address and its network.</summary>
public sealed record AddressConfiguration
{
    private AddressConfiguration(Ipv4Address address, Ipv4Prefix network, Ipv4Address? gateway)
    {
        Address = address;
        Network = network;
        Gateway = gateway;
    }

    /// <summary>The host's address.</summary>
    public Ipv4Address Address { get; }

    /// <summary>Whom it reaches without a gateway.</summary>
    public Ipv4Prefix Network { get; }

    /// <summary>Who reaches the others.</summary>
    public Ipv4Address? Gateway { get; }

    /// <summary>Checks and takes the values; false: they cannot work together.</summary>
    public static bool TryCreate(
        Ipv4Address address, Ipv4Prefix network, Ipv4Address? gateway, out AddressConfiguration? configuration)
    {
        configuration = null;
        if (!IsHostOf(network, address) || (gateway is { } other && (other == address || !IsHostOf(network, other))))
            return false;

        configuration = new AddressConfiguration(address, network, gateway);
        return true;
    }

    /// <summary>Whether an address means all hosts of this network.</summary>
    public bool IsBroadcast(Ipv4Address address) =>
        address.IsBroadcast || (Network.TryGetBroadcast(out Ipv4Address all) && address == all);

    private static bool IsHostOf(Ipv4Prefix network, Ipv4Address address)
    {
        bool isNetwork = network.Length <= 30 && address == network.Network;
        bool isBroadcast = network.TryGetBroadcast(out Ipv4Address all) && address == all;
        return address.IsHost && network.Contains(address) && !isNetwork && !isBroadcast;
    }
}
