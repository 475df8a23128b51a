// The header fields that every element looks at, as values: read once when a message arrives, so that behind the parser
// there is no malformed Via or CSeq (RFC 3261 §8.2, §16.3: "reasonable syntax"). Fields that only one function needs
// (Authorization, Session-Expires, Content-Type) are parsed by it.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>The typed header fields of a message.</summary>
public sealed record SipFields
{
    /// <summary>All hops, the top one first; never empty.</summary>
    public required ImmutableArray<Via> Vias { get; init; }

    /// <summary>Who asks.</summary>
    public required NameAddress From { get; init; }

    /// <summary>Who is asked.</summary>
    public required NameAddress To { get; init; }

    /// <summary>The call's name, compared to the letter (§20.8).</summary>
    public required string CallId { get; init; }

    /// <summary>Number and method.</summary>
    public required CSeq CSeq { get; init; }

    /// <summary>Hops left, 0 to 255; null in what an RFC 2543 client sends, which counts as 70 (§16.3).</summary>
    public byte? MaxForwards { get; init; }

    /// <summary>Contacts; empty if there are none or it is the asterisk.</summary>
    public ImmutableArray<NameAddress> Contacts { get; init; } = [];

    /// <summary>Whether Contact is "*": all bindings (§10.2.2).</summary>
    public bool HasContactForAll { get; init; }

    /// <summary>The way still to go.</summary>
    public ImmutableArray<NameAddress> Routes { get; init; } = [];

    /// <summary>The way that later requests shall go.</summary>
    public ImmutableArray<NameAddress> RecordRoutes { get; init; } = [];

    /// <summary>Expires in seconds; null if there is none or it is no number (§20.19: a default applies).</summary>
    public uint? ExpiresSeconds { get; init; }
}
