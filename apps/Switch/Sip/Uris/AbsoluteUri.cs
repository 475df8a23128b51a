// A URI whose scheme is not SIP's (RFC 3261 §25.1 absoluteURI): tel, http, something nobody knows. It is kept to be
// refused by its scheme (416) or passed on; what stands behind the colon is its scheme's affair.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A URI of another scheme.</summary>
public sealed record AbsoluteUri : AddressSpec
{
    internal AbsoluteUri(string scheme, string rest)
    {
        Scheme = scheme;
        Rest = rest;
    }

    /// <inheritdoc/>
    public override string Scheme { get; }

    /// <summary>What stands behind the colon.</summary>
    public string Rest { get; }

    /// <inheritdoc/>
    public override bool IsEquivalent(AddressSpec other) => Equals(other);

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}:{Rest}";
}
