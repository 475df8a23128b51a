// Session-Expires (RFC 4028 §4): how long a session lives without being refreshed, and who refreshes it. A dead peer's
// call ends by it.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Who sends the refreshes.</summary>
public enum Refresher : byte
{
    /// <summary>Not said: the answerer decides.</summary>
    Unspecified,

    /// <summary>Who sent the request.</summary>
    Uac,

    /// <summary>Who answers it.</summary>
    Uas,
}

/// <summary>An interval in seconds and a refresher.</summary>
public sealed record SessionExpires(uint Seconds, Refresher Refresher)
{
    /// <inheritdoc/>
    public override string ToString() => Refresher switch
    {
        Refresher.Uac => $"{Seconds};refresher=uac",
        Refresher.Uas => $"{Seconds};refresher=uas",
        _ => $"{Seconds}",
    };

    /// <summary>Parses a whole value. A refresher that is neither is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SessionExpires? expires)
    {
        expires = null;
        int end = text.IndexOfAny(" \t;");
        var scanner = new Scanner(text[(end < 0 ? text.Length : end)..]);
        if (!DeltaSeconds.TryParse(end < 0 ? text : text[..end], out uint seconds)
            || !ParameterList.TryTake(ref scanner, out ParameterList parameters) || !scanner.AtEnd)
        {
            return false;
        }

        Refresher refresher = Refresher.Unspecified;
        if (parameters.TryGet("refresher", out ReadOnlySpan<char> who))
        {
            bool isCaller = who.Equals("uac", StringComparison.OrdinalIgnoreCase);
            if (!isCaller && !who.Equals("uas", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            refresher = isCaller ? Refresher.Uac : Refresher.Uas;
        }

        expires = new SessionExpires(seconds, refresher);
        return true;
    }
}
