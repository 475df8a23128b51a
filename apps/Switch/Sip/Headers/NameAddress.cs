// name-addr or addr-spec, with header parameters: From, To, Contact, Route, Record-Route (RFC 3261 §20.10, §25.1).
// Where the URI stands without angle brackets, semicolons begin header parameters, and comma and question mark cannot
// be in it. A display name may stand directly before the bracket (RFC 4475 §3.1.1.6).
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>An address.</summary>
/// <param name="DisplayName">As it is written, with its quotes if it has them; null if there is none.</param>
/// <param name="Uri">Where it points.</param>
/// <param name="Parameters">Behind the URI: tag, expires, q, others.</param>
public sealed record NameAddress(string? DisplayName, AddressSpec Uri, ParameterList Parameters)
{
    private const uint FallbackExpirySeconds = 3600;

    /// <summary>An address without name and parameters.</summary>
    public NameAddress(AddressSpec uri)
        : this(null, uri, default)
    {
    }

    /// <summary>The tag of From and To (§19.3); null if there is none.</summary>
    public string? Tag => Parameters.Get("tag");

    /// <summary>The display name without quotes.</summary>
    public string DisplayText => DisplayName is null ? "" : QuotedText.Read(DisplayName);

    /// <summary>
    /// The expires parameter of a contact in seconds; null if there is none. What is no number counts as an hour
    /// (§20.10), what is too large as the largest.
    /// </summary>
    public uint? ExpiresSeconds
    {
        get
        {
            if (!Parameters.TryGet("expires", out ReadOnlySpan<char> text))
            {
                return null;
            }

            return DeltaSeconds.TryParse(text, out uint seconds) ? seconds : FallbackExpirySeconds;
        }
    }

    /// <summary>With a tag.</summary>
    public NameAddress WithTag(string tag) => this with { Parameters = Parameters.With("tag", tag) };

    /// <summary>The value of a header field, always with angle brackets.</summary>
    public override string ToString() =>
        DisplayName is null ? $"<{Uri}>{Parameters}" : $"{DisplayName} <{Uri}>{Parameters}";

    /// <summary>Parses a value that is one address.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out NameAddress? address)
    {
        var scanner = new Scanner(text);
        return TryTake(ref scanner, out address) && scanner.AtEnd;
    }

    /// <summary>
    /// Parses a comma-separated list of at least one address and puts it behind those that are there.
    /// </summary>
    internal static bool TryParseList(ReadOnlySpan<char> text, ImmutableArray<NameAddress>.Builder addresses)
    {
        var scanner = new Scanner(text);
        do
        {
            if (addresses.Count == SipLimits.ListValues || !TryTake(ref scanner, out NameAddress? address))
            {
                return false;
            }

            addresses.Add(address);
        }
        while (scanner.TakeSeparator(','));
        return scanner.AtEnd;
    }

    private static bool TryTake(ref Scanner scanner, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        if (!TryTakeDisplayName(ref scanner, out string? name)
            || !TryTakeUri(ref scanner, out AddressSpec? uri)
            || !ParameterList.TryTake(ref scanner, out ParameterList parameters))
        {
            return false;
        }

        address = new NameAddress(name, uri, parameters);
        return true;
    }

    // A quoted string, or tokens before an angle bracket. Tokens that no bracket follows begin a bare URI.
    private static bool TryTakeDisplayName(ref Scanner scanner, out string? name)
    {
        name = null;
        scanner.SkipWhite();
        int start = scanner.Position;
        if (scanner.Next == '"')
        {
            bool isQuoted = scanner.TakeQuoted(out ReadOnlySpan<char> quoted);
            name = quoted.ToString();
            scanner.SkipWhite();
            return isQuoted && scanner.Next == '<';
        }

        while (scanner.TakeRun(SipCharacters.Token, out _))
        {
            scanner.SkipWhite();
        }

        if (scanner.Next == '<')
        {
            ReadOnlySpan<char> tokens = scanner.Since(start).TrimEnd(" \t");
            name = tokens.IsEmpty ? null : tokens.ToString();
        }
        else
        {
            scanner.Position = start;
        }

        return true;
    }

    private static bool TryTakeUri(ref Scanner scanner, [NotNullWhen(true)] out AddressSpec? uri)
    {
        ReadOnlySpan<char> text;
        if (scanner.Take('<'))
        {
            int end = scanner.Rest.IndexOf('>');
            text = end < 0 ? default : scanner.Rest[..end];
            scanner.Skip(end + 1);
        }
        else
        {
            int end = scanner.Rest.IndexOfAny(SipCharacters.EndOfBareUri);
            text = end < 0 ? scanner.Rest : scanner.Rest[..end];
            scanner.Skip(text.Length);
            if (text.Contains('?'))
            {
                uri = null;
                return false;
            }
        }

        return AddressSpec.TryParse(text, out uri);
    }
}
