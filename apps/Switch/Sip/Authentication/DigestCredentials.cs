// What a client says to prove itself: Authorization and Proxy-Authorization (RFC 3261 §22.4, RFC 2617 §3.2.2). Texts
// are kept as they stand between the quotes.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Digest credentials.</summary>
public sealed record DigestCredentials
{
    /// <summary>The one scheme that the exchange speaks.</summary>
    internal const string Scheme = "Digest";

    private const int NonceCountLength = 8;

    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>The protection space.</summary>
    public required string Realm { get; init; }

    /// <summary>The nonce that was given.</summary>
    public required string Nonce { get; init; }

    /// <summary>The Request-URI as the client signed it.</summary>
    public required string Uri { get; init; }

    /// <summary>The proof.</summary>
    public required string Response { get; init; }

    /// <summary>The algorithm; null means MD5.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The client's nonce; there with a qop.</summary>
    public string? ClientNonce { get; init; }

    /// <summary>What was given to be given back.</summary>
    public string? Opaque { get; init; }

    /// <summary>The quality of protection: auth; null with an RFC 2069 client.</summary>
    public string? Qop { get; init; }

    /// <summary>How often the nonce was used, eight hexadecimal digits; there with a qop.</summary>
    public string? NonceCount { get; init; }

    /// <summary>Parses a header field's value. Another scheme than Digest is not read.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DigestCredentials? credentials)
    {
        credentials = null;
        var reader = new AuthParameterReader(text);
        if (!reader.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var read = new DigestCredentials { User = "", Realm = "", Nonce = "", Uri = "", Response = "" };
        while (reader.MoveNext())
        {
            read = read.With(reader.Name, reader.Value.ToString());
        }

        bool isComplete = reader.IsLegal && read.User.Length != 0 && read.Nonce.Length != 0 && read.Uri.Length != 0
            && read.Response.Length != 0 && read.HasCountIfItMust();
        credentials = isComplete ? read : null;
        return isComplete;
    }

    /// <summary>The value of a header field.</summary>
    public override string ToString()
    {
        string text = $"{Scheme} username=\"{User}\", realm=\"{Realm}\", nonce=\"{Nonce}\", uri=\"{Uri}\", "
            + $"response=\"{Response}\"";
        text += Algorithm is null ? "" : $", algorithm={Algorithm}";
        text += Opaque is null ? "" : $", opaque=\"{Opaque}\"";
        return Qop is null ? text : $"{text}, qop={Qop}, nc={NonceCount}, cnonce=\"{ClientNonce}\"";
    }

    private bool HasCountIfItMust() =>
        Qop is null
        || (ClientNonce is not null && NonceCount is { Length: NonceCountLength } count && IsHexadecimal(count));

    private static bool IsHexadecimal(string text)
    {
        foreach (char digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }

    // A name that is there twice says what it says last: whoever signs decides what is signed.
    private DigestCredentials With(ReadOnlySpan<char> name, string value)
    {
        Span<char> lower = stackalloc char[16];
        int length = name.Length > lower.Length ? 0 : name.ToLowerInvariant(lower);
        return lower[..length] switch
        {
            "username" => this with { User = value },
            "realm" => this with { Realm = value },
            "nonce" => this with { Nonce = value },
            "uri" => this with { Uri = value },
            "response" => this with { Response = value },
            "algorithm" => this with { Algorithm = value },
            "cnonce" => this with { ClientNonce = value },
            "opaque" => this with { Opaque = value },
            "qop" => this with { Qop = value },
            "nc" => this with { NonceCount = value },
            _ => this,
        };
    }
}
