// What a client is asked: WWW-Authenticate and Proxy-Authenticate (RFC 3261 §22.4, RFC 2617 §3.2.1). The exchange
// always offers qop "auth"; as a client it reads what others ask.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A digest challenge. Texts are as they stand between quotes.</summary>
/// <param name="Realm">The protection space, shown to the user.</param>
/// <param name="Nonce">What the answer is bound to.</param>
public sealed record DigestChallenge(string Realm, string Nonce)
{
    /// <summary>Whether the credentials were right but for an old nonce: the client asks its user nothing.</summary>
    public bool IsStale { get; init; }

    /// <summary>The algorithm; null means MD5.</summary>
    public string? Algorithm { get; init; } = "MD5";

    /// <summary>What the client may choose from: auth, auth-int; null with an RFC 2069 server.</summary>
    public string? Qop { get; init; } = "auth";

    /// <summary>What shall be given back.</summary>
    public string? Opaque { get; init; }

    /// <summary>Parses a header field's value. Another scheme than Digest is not read.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DigestChallenge? challenge)
    {
        challenge = null;
        var reader = new AuthParameterReader(text);
        if (!reader.Scheme.Equals(DigestCredentials.Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var read = new DigestChallenge("", "") { Algorithm = null, Qop = null };
        while (reader.MoveNext())
        {
            read = read.With(reader.Name, reader.Value.ToString());
        }

        challenge = reader.IsLegal && read.Nonce.Length != 0 ? read : null;
        return challenge is not null;
    }

    /// <summary>Answers the challenge.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="password">The user's password.</param>
    /// <param name="request">What is asked again.</param>
    /// <param name="clientNonce">Random.</param>
    /// <param name="count">How often this nonce was used, from 1.</param>
    public DigestCredentials Answer(string user, string password, SipRequest request, string clientNonce, uint count)
    {
        var credentials = new DigestCredentials
        {
            User = user,
            Realm = Realm,
            Nonce = Nonce,
            Uri = $"{request.Uri}",
            Response = "",
            Algorithm = Algorithm,
            Opaque = Opaque,
            Qop = Qop is null ? null : "auth",
            ClientNonce = Qop is null ? null : clientNonce,
            NonceCount = Qop is null ? null : $"{count:x8}",
        };
        string secret = DigestResponse.Secret(user, Realm, password);
        return credentials with { Response = DigestResponse.Compute(secret, credentials, request.Method) };
    }

    /// <summary>The value of a header field.</summary>
    public override string ToString()
    {
        string text = $"{DigestCredentials.Scheme} realm=\"{Realm}\", nonce=\"{Nonce}\"";
        text += Opaque is null ? "" : $", opaque=\"{Opaque}\"";
        text += IsStale ? ", stale=true" : "";
        text += Algorithm is null ? "" : $", algorithm={Algorithm}";
        return Qop is null ? text : $"{text}, qop=\"{Qop}\"";
    }

    private DigestChallenge With(ReadOnlySpan<char> name, string value)
    {
        Span<char> lower = stackalloc char[16];
        int length = name.Length > lower.Length ? 0 : name.ToLowerInvariant(lower);
        return lower[..length] switch
        {
            "realm" => this with { Realm = value },
            "nonce" => this with { Nonce = value },
            "stale" => this with { IsStale = value.Equals("true", StringComparison.OrdinalIgnoreCase) },
            "algorithm" => this with { Algorithm = value },
            "qop" => this with { Qop = value },
            "opaque" => this with { Opaque = value },
            _ => this,
        };
    }
}
