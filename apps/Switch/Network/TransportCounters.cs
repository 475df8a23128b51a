// What became of the datagrams that came, counted since the transport process began. Each datagram is in exactly one
// row but the first.
namespace Cosmos.Apps.Switch;

/// <summary>Numbers of datagrams.</summary>
public sealed record TransportCounters
{
    /// <summary>All that came.</summary>
    public long Received { get; init; }

    /// <summary>They were of a transaction or of a call that there was.</summary>
    public long Matched { get; init; }

    /// <summary>Requests that began a transaction.</summary>
    public long Begun { get; init; }

    /// <summary>Of these, emergency calls.</summary>
    public long Emergencies { get; init; }

    /// <summary>Refused with 503: the exchange had enough to do.</summary>
    public long Overload { get; init; }

    /// <summary>Malformed, and refused.</summary>
    public long Malformed { get; init; }

    /// <summary>Malformed beyond an answer, or nobody's: dropped in silence.</summary>
    public long Dropped { get; init; }

    /// <summary>Line ends that keep a binding of a NAT alive.</summary>
    public long KeepAlives { get; init; }
}
