// Whether a request is from whom it says (RFC 3261 §22.1, §22.4). The verdict is a closed list: what is answered (401,
// 401 with stale, 403, 400) is the registrar's to say.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>What a request's credentials are worth.</summary>
public enum DigestVerdict : byte
{
    /// <summary>The user knows the secret.</summary>
    Accepted,

    /// <summary>None for this realm: challenge.</summary>
    Missing,

    /// <summary>The secret is right and the nonce old: challenge with stale (RFC 2617 §3.3).</summary>
    Stale,

    /// <summary>An unknown user or a wrong secret, which look the same: challenge.</summary>
    Wrong,

    /// <summary>They are for another request, or in a form that was not offered.</summary>
    Malformed,
}

/// <summary>Judges credentials for one realm.</summary>
/// <param name="realm">The protection space.</param>
/// <param name="nonces">Where its nonces come from.</param>
public sealed class DigestGuard(string realm, NonceKey nonces)
{
    private readonly string _realm = realm;
    private readonly NonceKey _nonces = nonces;

    /// <summary>A challenge for now.</summary>
    /// <param name="nowSeconds">A clock that does not go back, in seconds.</param>
    /// <param name="isStale">Whether the secret was right.</param>
    /// <param name="salt">Random, if no two clients shall have the same nonce.</param>
    public DigestChallenge Challenge(long nowSeconds, bool isStale = false, ulong salt = 0) =>
        new(_realm, _nonces.Make(nowSeconds, salt)) { IsStale = isStale };

    /// <summary>The credentials of a request for this realm; null if there are none that can be read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="field">Authorization of a registrar, ProxyAuthorization of a proxy.</param>
    public DigestCredentials? Find(SipRequest request, HeaderKind field = HeaderKind.Authorization)
    {
        foreach (SipHeader row in request.Headers.Rows)
        {
            if (row.Kind == field && DigestCredentials.TryParse(row.Text, out DigestCredentials? credentials)
                && credentials.Realm == _realm)
            {
                return credentials;
            }
        }

        return null;
    }

    /// <summary>Judges what <see cref="Find"/> found.</summary>
    /// <param name="request">The request.</param>
    /// <param name="credentials">Its credentials.</param>
    /// <param name="secret">H(A1) of the user, or null if there is no such user.</param>
    /// <param name="nowSeconds">The clock.</param>
    public DigestVerdict Judge(SipRequest request, DigestCredentials? credentials, string? secret, long nowSeconds)
    {
        if (credentials is null)
        {
            return DigestVerdict.Missing;
        }

        // The signed URI is the one that is asked for, perhaps written otherwise (RFC 2617 §3.2.2.5).
        if (!IsOffered(credentials)
            || !AddressSpec.TryParse(credentials.Uri, out AddressSpec? uri) || !uri.IsEquivalent(request.Uri))
        {
            return DigestVerdict.Malformed;
        }

        NonceState nonce = _nonces.Judge(credentials.Nonce, nowSeconds);

        // An unknown user costs what a known one does.
        string expected = DigestResponse.Compute(secret ?? "", credentials, request.Method);
        if (!DigestResponse.AreEqual(credentials.Response, expected) || secret is null || nonce == NonceState.Foreign)
        {
            return DigestVerdict.Wrong;
        }

        return nonce == NonceState.Fresh ? DigestVerdict.Accepted : DigestVerdict.Stale;
    }

    private static bool IsOffered(DigestCredentials credentials) =>
        (credentials.Algorithm is null || credentials.Algorithm.Equals("MD5", StringComparison.OrdinalIgnoreCase))
        && (credentials.Qop is null || credentials.Qop.Equals("auth", StringComparison.OrdinalIgnoreCase));
}
