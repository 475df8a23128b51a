// One contact of a subscriber (RFC 3261 §10): where he is, for how long, and by which registration. The order of
// registrations is kept by Call-ID and CSeq, so that one that comes late does not undo a later one (§10.3 step 7).
using System.Globalization;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>A contact.</summary>
/// <param name="Uri">Where the phone says that it is.</param>
/// <param name="Parameters">What else it says of that, but for the expiry.</param>
/// <param name="CallId">The registration's Call-ID.</param>
/// <param name="Sequence">The registration's number.</param>
/// <param name="ExpiresAtNs">When it ends, by the monotonic clock.</param>
/// <param name="Source">Where the registration came from.</param>
public sealed record Binding(SipUri Uri, ParameterList Parameters, string CallId, uint Sequence, long ExpiresAtNs,
    Endpoint Source)
{
    private const double Best = 1.0;

    /// <summary>Where requests are sent: what the URI names, or if that leads nowhere, where it came from.</summary>
    public Endpoint Destination => Endpoint.Parse(Uri.Parameters.Get("maddr") ?? Uri.Host, Uri.Port) ?? Source;

    /// <summary>How good it is, 0 to 1 (§20.10): the caller tries the best one first.</summary>
    public double Quality =>
        Parameters.TryGet("q", out ReadOnlySpan<char> text)
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double quality)
            ? Math.Min(quality, Best)
            : Best;

    /// <summary>The contact as a registrar's answer has it (§10.3 step 8).</summary>
    /// <param name="nowNs">The clock.</param>
    public string Describe(long nowNs)
    {
        long seconds = Math.Max(0, (ExpiresAtNs - nowNs + 999_999_999) / 1_000_000_000);
        return $"<{Uri}>{Parameters.Without("expires")};expires={seconds}";
    }
}
