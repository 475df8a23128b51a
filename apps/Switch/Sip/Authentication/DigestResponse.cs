// The request-digest of RFC 2617 §3.2.2.1 (RFC 7616 §3.4.1), MD5, qop "auth" or none. Texts are hashed as they stand
// between their quotes ("unq"): nothing is unescaped. H(A1) is what a subscriber's record keeps in place of a password.
using System.Text;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Computes digests.</summary>
public static class DigestResponse
{
    /// <summary>H(A1) in hexadecimal digits.</summary>
    public static string Secret(string user, string realm, string password) => Hash($"{user}:{realm}:{password}");

    /// <summary>The response that proves the secret for one request.</summary>
    /// <param name="secret">H(A1).</param>
    /// <param name="credentials">Nonce, nc, cnonce, qop and uri; its response is not looked at.</param>
    /// <param name="method">The request's method.</param>
    public static string Compute(string secret, DigestCredentials credentials, SipMethod method)
    {
        string action = Hash($"{method}:{credentials.Uri}");
        return credentials.Qop is null
            ? Hash($"{secret}:{credentials.Nonce}:{action}")
            : Hash($"{secret}:{credentials.Nonce}:{credentials.NonceCount}:{credentials.ClientNonce}:{credentials.Qop}:"
                + action);
    }

    /// <summary>Whether two digests agree, in a time that does not tell where they differ.</summary>
    internal static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int difference = left.Length ^ right.Length;
        for (int at = 0; at < Math.Min(left.Length, right.Length); at++)
        {
            difference |= char.ToLowerInvariant(left[at]) ^ char.ToLowerInvariant(right[at]);
        }

        return difference == 0;
    }

    private static string Hash(string text)
    {
        Span<byte> digest = stackalloc byte[Md5.Length];
        Md5.Hash(Encoding.UTF8.GetBytes(text), digest);
        return Convert.ToHexStringLower(digest);
    }
}
