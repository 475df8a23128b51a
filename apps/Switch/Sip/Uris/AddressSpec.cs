// addr-spec of RFC 3261 §25.1: what a request or an address points at. SIP URIs are taken apart; of any other scheme
// the exchange knows only that it does not serve it (416), so its text is kept and passed on.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A URI: a <see cref="SipUri"/>, or an <see cref="AbsoluteUri"/> of another scheme.</summary>
public abstract record AddressSpec
{
    private protected AddressSpec()
    {
    }

    /// <summary>The scheme in lower case.</summary>
    public abstract string Scheme { get; }

    /// <summary>Whether both point at the same: by RFC 3261 §19.1.4 for SIP URIs, to the letter for others.</summary>
    public abstract bool IsEquivalent(AddressSpec other);

    /// <summary>Parses a URI that is the whole text.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out AddressSpec? uri)
    {
        uri = null;
        int colon = text.IndexOf(':');
        if (colon <= 0 || !char.IsAsciiLetter(text[0]) || text[..colon].ContainsAnyExcept(SipCharacters.Scheme))
        {
            return false;
        }

        ReadOnlySpan<char> scheme = text[..colon];
        ReadOnlySpan<char> rest = text[(colon + 1)..];
        if (scheme.Equals(SipUri.PlainScheme, StringComparison.OrdinalIgnoreCase))
        {
            uri = SipUri.ParseRest(rest, isSecure: false);
        }
        else if (scheme.Equals(SipUri.SecureScheme, StringComparison.OrdinalIgnoreCase))
        {
            uri = SipUri.ParseRest(rest, isSecure: true);
        }
        else if (!rest.IsEmpty && !rest.ContainsAnyExcept(SipCharacters.Uric) && Escapes.AreValid(rest))
        {
            uri = new AbsoluteUri(scheme.ToString().ToLowerInvariant(), rest.ToString());
        }

        return uri is not null;
    }
}
