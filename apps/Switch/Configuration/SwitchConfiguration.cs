// Everything that is set and does not change while the exchange runs: one immutable object that all its processes read
// without a copy (a persistent term). Subscribers are not in it: they may be many, and stand in a table.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime.PersistentTerms;

namespace Cosmos.Apps.Switch;

/// <summary>The exchange's configuration.</summary>
[SharedImmutable]
public sealed record SwitchConfiguration
{
    /// <summary>What stands for an address while the network has none.</summary>
    internal const string NoAddress = "127.0.0.1";

    private static readonly PersistentTerm<SwitchConfiguration> s_term = new("switch_configuration");

    /// <summary>The address in Via and Contact: where others reach the exchange. IPv4.</summary>
    public string Address { get; init; } = NoAddress;

    /// <summary>Whether the address was given; else it is the one that the network has.</summary>
    public bool IsAddressGiven { get; init; }

    /// <summary>The UDP port.</summary>
    public int Port { get; init; } = 5060;

    /// <summary>The protection space of digest authentication.</summary>
    public string Realm { get; init; } = "cosmos";

    /// <summary>Who numbers belong to that nobody registers for.</summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    /// <summary>Numbers that are always served.</summary>
    public ImmutableArray<string> EmergencyNumbers { get; init; } = ["112", "911"];

    /// <summary>What the exchange is rated for.</summary>
    public SwitchLimits Limits { get; init; } = new();

    /// <summary>Transaction timers.</summary>
    public SipTimers Timers { get; init; } = new();

    /// <summary>How long it may ring.</summary>
    public TimeSpan NoAnswer { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Session-Expires of calls that name none (RFC 4028), and how long a call of phones that cannot refresh may go
    /// on before both are asked whether they are there.
    /// </summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The shortest session interval that is taken: Min-SE, 90 s at least (RFC 4028 §4).</summary>
    public TimeSpan ShortestSession { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a registration lasts that says nothing about it.</summary>
    public TimeSpan Registration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The shortest registration that is taken (423).</summary>
    public TimeSpan ShortestRegistration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest registration that is given.</summary>
    public TimeSpan LongestRegistration { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Makes the nonces; the same however often the registrar begins anew.</summary>
    public required NonceKey Nonces { get; init; }

    /// <summary>The configuration of the exchange that runs.</summary>
    internal static SwitchConfiguration Current => s_term.Value;

    /// <summary>Whether a number is of the emergency class.</summary>
    internal bool IsEmergency(AddressSpec uri) =>
        uri is SipUri { User: { } user } && EmergencyNumbers.Contains(user, StringComparer.Ordinal);

    /// <summary>Makes it that of the exchange that runs.</summary>
    internal void Publish() => s_term.Put(this);
}
