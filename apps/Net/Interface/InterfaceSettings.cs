// What whoever makes an interface decides about it, in one value.
namespace Cosmos.Apps.Net.Interface;

/// <summary>How an interface is to be.</summary>
public sealed record InterfaceSettings
{
    /// <summary>Its address; null: from DHCP.</summary>
    public AddressConfiguration? Address { get; init; }

    /// <summary>How addresses are claimed.</summary>
    public ClaimTiming Claim { get; init; } = ClaimTiming.Standard;

    /// <summary>The longest pause before DHCP starts (RFC 2131 §4.4.1: one to ten seconds).</summary>
    public TimeSpan DhcpDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Its bounds.</summary>
    public InterfaceLimits Limits { get; init; } = new();

    /// <summary>
    /// Where its random numbers begin; null: where nobody knows. Given in tests, so that a run can be had again.
    /// </summary>
    public int? Seed { get; init; }
}
