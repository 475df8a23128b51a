// The protocol stack as an application of an image: one interface on one device. Whose device that is only the image
// knows; it names the drivers, of which the machine's device lets one start. What it needs to know is an address: from
// the boot options, or else from DHCP.
//
//   net.address=10.0.2.15/24   the address and its network     net.gateway=10.0.2.2   who reaches the others
//   net.claim=brief            ask the link for the address for a fifth of a second, and not for some seconds
using System.Collections.Immutable;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Net;

/// <summary>The protocol stack on one device.</summary>
public sealed class NetApplication : Application
{
    // Messages that wait for the interface: with batches of 64 full frames 100 MB. Who is so far behind works for
    // nobody any more, and begins anew.
    private const int MailboxLimit = 1_000;

    private InterfaceSettings _settings = new();

    /// <summary>
    /// The drivers that the device may have: the first that is there is used. It may come and go; while there is none,
    /// the interface waits for one.
    /// </summary>
    public required ImmutableArray<ServerRef<NetworkDriver>> Drivers { get; init; }

    /// <summary>The name of the interface's process, by which sockets are opened.</summary>
    public Atom Interface { get; init; } = "net0";

    /// <summary>How it is, where the boot options do not say otherwise.</summary>
    public InterfaceSettings Settings
    {
        get => _settings;
        init => _settings = value;
    }

    /// <inheritdoc/>
    public override string Name => "net";

    /// <inheritdoc/>
    protected override void Configure(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ClaimTiming claim = settings.Parsed("claim", _settings.Claim, ParseClaim, "standard or brief", "the image's");
        (Ipv4Address Address, Ipv4Prefix Network)? own = settings.Parsed<(Ipv4Address, Ipv4Prefix)?>(
            "address", null, ParseAddress, "a host's address and its network's length, such as 10.0.2.15/24", "DHCP");
        Ipv4Address? gateway = settings.Parsed<Ipv4Address?>(
            "gateway",
            null,
            text => ParseGateway(text, own),
            own is null ? "left out without net.address" : $"another host of {own.Value.Network}",
            "none");
        AddressConfiguration? configuration = _settings.Address;
        if (own is { } given)
            AddressConfiguration.TryCreate(given.Address, given.Network, gateway, out configuration);

        _settings = _settings with
        {
            Address = configuration,
            Claim = claim,
        };
    }

    /// <inheritdoc/>
    protected override SupervisorSpec Tree()
    {
        ImmutableArray<ServerRef<NetworkDriver>> drivers = Drivers;
        InterfaceSettings settings = _settings;
        var options = new StartOptions { Spawn = new SpawnOptions { MailboxLimit = MailboxLimit } };
        return new SupervisorSpec(
            Strategy.OneForOne,
            intensity: 10,
            period: TimeSpan.FromSeconds(10),
            Child.Server(
                "interface", () => new NetworkInterface(drivers, settings), name: Interface, options: options));
    }

    private static (Ipv4Address, Ipv4Prefix)? ParseAddress(string text) =>
        Ipv4Prefix.TryParse(text, out Ipv4Address address, out Ipv4Prefix network)
            && AddressConfiguration.TryCreate(address, network, null, out _)
                ? (address, network)
                : null;

    private static Ipv4Address? ParseGateway(string text, (Ipv4Address Address, Ipv4Prefix Network)? own) =>
        own is { } given
            && Ipv4Address.TryParse(text, out Ipv4Address gateway)
            && AddressConfiguration.TryCreate(given.Address, given.Network, gateway, out _)
                ? gateway
                : null;

    private static ClaimTiming? ParseClaim(string text) => text switch
    {
        "standard" => ClaimTiming.Standard,
        "brief" => ClaimTiming.Brief,
        _ => null,
    };
}
