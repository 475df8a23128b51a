// Content-Type (RFC 3261 §20.15): what the body is. The exchange reads SDP, passes on what else the other side may
// understand, and refuses what nobody asked for (415).
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A media type: <c>application/sdp</c>. Type and subtype are in lower case.</summary>
public sealed record MediaType(string Type, string Subtype, ParameterList Parameters)
{
    /// <summary>Whether the body is a session description.</summary>
    public bool IsSdp => Type == "application" && Subtype == "sdp";

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Subtype}{Parameters}";

    /// <summary>Parses a whole value.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out MediaType? type)
    {
        type = null;
        var scanner = new Scanner(text);
        if (!scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> main)
            || !scanner.TakeSeparator('/')
            || !scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> sub)
            || !ParameterList.TryTake(ref scanner, out ParameterList parameters)
            || !scanner.AtEnd)
        {
            return false;
        }

        type = new MediaType(main.ToString().ToLowerInvariant(), sub.ToString().ToLowerInvariant(), parameters);
        return true;
    }
}
