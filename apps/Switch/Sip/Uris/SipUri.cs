// SIP and SIPS URIs (RFC 3261 §19.1). Every part keeps its escapes as they came: unescaping is for comparison alone, so
// that %00 in a user part neither shortens a name nor becomes a byte somewhere else.
using System.Text;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>sip:user:password@host:port;parameters?headers. Equality is to the letter; see also IsEquivalent.</summary>
public sealed record SipUri : AddressSpec
{
    internal const string PlainScheme = "sip";
    internal const string SecureScheme = "sips";

    private SipUri(bool isSecure, string? user, string? password, string host, int port, ParameterList parameters,
        string headers)
    {
        IsSecure = isSecure;
        User = user;
        Password = password;
        Host = host;
        Port = port;
        Parameters = parameters;
        Headers = headers;
    }

    /// <summary>Whether the scheme is sips.</summary>
    public bool IsSecure { get; }

    /// <inheritdoc/>
    public override string Scheme => IsSecure ? SecureScheme : PlainScheme;

    /// <summary>The user part with its escapes; null if there is none.</summary>
    public string? User { get; }

    /// <summary>The password with its escapes; null if there is none.</summary>
    public string? Password { get; }

    /// <summary>A name or an address; IPv6 in brackets.</summary>
    public string Host { get; }

    /// <summary>The port, or 0 if the URI names none.</summary>
    public int Port { get; }

    /// <summary>The URI's parameters (transport, user, method, ttl, maddr, lr, others).</summary>
    public ParameterList Parameters { get; }

    /// <summary>Headers with their question mark; empty if there are none.</summary>
    public string Headers { get; }

    /// <summary>Whether the lr parameter marks a loose router (§19.1.1).</summary>
    public bool IsLooseRouter => Parameters.Contains("lr");

    /// <summary>Makes a URI of its parts.</summary>
    /// <exception cref="ArgumentException">They make no URI.</exception>
    public static SipUri Create(string? user, string host, int port = 0) =>
        TryParse($"sip:{(user is null ? "" : $"{user}@")}{host}{(port == 0 ? "" : $":{port}")}", out AddressSpec? uri)
        && uri is SipUri made
            ? made
            : throw new ArgumentException($"'{user}' at '{host}' port {port} is no SIP URI.");

    /// <summary>With other parameters.</summary>
    public SipUri With(ParameterList parameters) =>
        new(IsSecure, User, Password, Host, Port, parameters, Headers);

    /// <inheritdoc/>
    public override bool IsEquivalent(AddressSpec other) =>
        other is SipUri uri && SipUriComparison.AreEquivalent(this, uri);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Scheme, 64).Append(':');
        if (User is not null)
        {
            text.Append(User);
            if (Password is not null)
            {
                text.Append(':').Append(Password);
            }

            text.Append('@');
        }

        text.Append(Host);
        if (Port != 0)
        {
            text.Append(':').Append(Port);
        }

        return text.Append(Parameters.Text).Append(Headers).ToString();
    }

    /// <summary>Parses what stands behind the scheme; null if it is no SIP URI.</summary>
    internal static SipUri? ParseRest(ReadOnlySpan<char> text, bool isSecure)
    {
        string? user = null;
        string? password = null;
        int at = text.IndexOf('@');
        if (at >= 0 && !TryParseUser(text[..at], out user, out password))
        {
            return null;
        }

        var scanner = new Scanner(text[(at + 1)..]);
        int port = 0;
        if (!HostSyntax.TryTakeHost(ref scanner, out ReadOnlySpan<char> host)
            || (scanner.Take(':') && !HostSyntax.TryTakePort(ref scanner, out port))
            || !ParameterList.TryTakeOfUri(ref scanner, out ParameterList parameters))
        {
            return null;
        }

        string headers = scanner.Rest.ToString();
        return headers.Length == 0 || AreHeaders(headers)
            ? new SipUri(isSecure, user, password, host.ToString(), port, parameters, headers)
            : null;
    }

    private static bool TryParseUser(ReadOnlySpan<char> text, out string? user, out string? password)
    {
        int colon = text.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? text : text[..colon];
        ReadOnlySpan<char> secret = colon < 0 ? default : text[(colon + 1)..];
        user = name.ToString();
        password = colon < 0 ? null : secret.ToString();
        return !name.IsEmpty && !name.ContainsAnyExcept(SipCharacters.User) && Escapes.AreValid(name)
            && !secret.ContainsAnyExcept(SipCharacters.Password) && Escapes.AreValid(secret);
    }

    // "?" header *( "&" header ), header = hname "=" hvalue: a name is not empty, a value may be.
    private static bool AreHeaders(ReadOnlySpan<char> text)
    {
        var scanner = new Scanner(text);
        char separator = '?';
        int count = 0;
        while (scanner.Take(separator))
        {
            if (++count > SipLimits.Parameters
                || !scanner.TakeRun(SipCharacters.UriHeader, out ReadOnlySpan<char> name) || !Escapes.AreValid(name)
                || !scanner.Take('='))
            {
                return false;
            }

            scanner.TakeRun(SipCharacters.UriHeader, out ReadOnlySpan<char> value);
            if (!Escapes.AreValid(value))
            {
                return false;
            }

            separator = '&';
        }

        return scanner.AtEnd;
    }
}
