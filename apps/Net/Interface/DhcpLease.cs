// What a DHCP server lent, read out of its acknowledgement into a value that can only hold what works: an address that
// is a host of its network, and times in their order, T1 before T2 before the end (RFC 2131 §4.4.5). A gateway that is
// not on the network is left out; without a mask the address's class decides, as it did when BOOTP was made.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>A lease.</summary>
/// <param name="Configuration">The address and its network.</param>
/// <param name="Server">Who lent it.</param>
/// <param name="NameServer">Who resolves names, if the server said so.</param>
/// <param name="RenewAt">T1: when to ask the server; <see cref="TimeSpan.MaxValue"/>: never.</param>
/// <param name="RebindAt">T2: when to ask all servers.</param>
/// <param name="EndsAt">When the address must not be used any more.</param>
public sealed record DhcpLease(
    AddressConfiguration Configuration,
    Ipv4Address Server,
    Ipv4Address? NameServer,
    TimeSpan RenewAt,
    TimeSpan RebindAt,
    TimeSpan EndsAt)
{
    /// <summary>Reads a lease.</summary>
    /// <param name="message">The server's acknowledgement.</param>
    /// <param name="from">When the client asked for it: from then on it counts (RFC 2131 §4.4.1).</param>
    /// <returns>Null: it says nothing that works.</returns>
    internal static DhcpLease? Read(in DhcpMessage message, TimeSpan from)
    {
        Ipv4Address address = message.YourAddress;
        bool hasServer = message.TryGetAddress(DhcpOption.ServerIdentifier, out Ipv4Address server) && server.IsHost;
        bool hasTime = message.TryGetNumber(DhcpOption.LeaseTime, out uint seconds) && seconds > 0;
        if (!hasServer || !hasTime || !TryGetNetwork(message, address, out Ipv4Prefix network))
            return null;

        Ipv4Address? gateway = message.TryGetAddress(DhcpOption.Router, out Ipv4Address router) ? router : null;
        if (!AddressConfiguration.TryCreate(address, network, gateway, out AddressConfiguration? configuration)
            && !AddressConfiguration.TryCreate(address, network, null, out configuration))
        {
            return null;
        }

        Ipv4Address? names = message.TryGetAddress(DhcpOption.DomainNameServer, out Ipv4Address name) ? name : null;
        if (seconds == uint.MaxValue)
        {
            TimeSpan never = TimeSpan.MaxValue;
            return new DhcpLease(configuration!, server, names, never, never, never);
        }

        var whole = TimeSpan.FromSeconds(seconds);
        TimeSpan rebind = Read(message, DhcpOption.RebindingTime, whole * 0.875, whole);
        TimeSpan renew = Read(message, DhcpOption.RenewalTime, rebind < whole * 0.5 ? rebind / 2 : whole * 0.5, rebind);
        return new DhcpLease(configuration!, server, names, from + renew, from + rebind, from + whole);
    }

    private static TimeSpan Read(in DhcpMessage message, DhcpOption option, TimeSpan usual, TimeSpan limit)
    {
        bool isGiven = message.TryGetNumber(option, out uint seconds)
            && seconds > 0
            && TimeSpan.FromSeconds(seconds) < limit;
        return isGiven ? TimeSpan.FromSeconds(seconds) : usual;
    }

    private static bool TryGetNetwork(in DhcpMessage message, Ipv4Address address, out Ipv4Prefix network)
    {
        int length = (address.Value >> 30) switch
        {
            0 or 1 => 8,
            2 => 16,
            _ => 24,
        };
        network = default;
        Span<byte> mask = stackalloc byte[Ipv4Address.Length];
        bool isGiven = message.TryGet(DhcpOption.SubnetMask, mask, out int bytes);
        bool isRight = bytes == mask.Length && Ipv4Prefix.TryGetLength(Ipv4Address.Read(mask), out length);
        return (!isGiven || isRight)
            && length > 0
            && Ipv4Prefix.TryCreate(address, length, out network);
    }
}
