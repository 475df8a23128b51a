// SDP (RFC 8866, before it RFC 4566), as much as an exchange needs whose media go from end to end: is the body a
// session description at all, where do media flow, which, and in which direction (RFC 3264). The body itself is passed
// on to the byte; nothing is ever written from this.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Which way media flow, seen by who describes (RFC 3264 §5.1).</summary>
public enum MediaDirection : byte
{
    /// <summary>Both ways; the default.</summary>
    SendReceive,

    /// <summary>To the other side.</summary>
    SendOnly,

    /// <summary>From the other side.</summary>
    ReceiveOnly,

    /// <summary>Not at all: on hold.</summary>
    Inactive,
}

/// <summary>c=: where media are received (RFC 8866 §5.7).</summary>
/// <param name="AddressType">IP4 or IP6.</param>
/// <param name="Address">An address or a name; for multicast with its TTL behind a slash.</param>
public sealed record SdpConnection(string AddressType, string Address);

/// <summary>m= and what belongs to it (RFC 8866 §5.14).</summary>
/// <param name="Kind">audio, video, …</param>
/// <param name="Port">Where; 0 refuses the medium (RFC 3264 §6).</param>
/// <param name="Protocol">RTP/AVP, …</param>
/// <param name="Formats">Payload types or formats, separated by spaces.</param>
/// <param name="Connection">Its own c=, else the session's.</param>
/// <param name="Direction">Its own, else the session's.</param>
public sealed record SdpMedia(string Kind, int Port, string Protocol, string Formats, SdpConnection? Connection,
    MediaDirection Direction);

/// <summary>A session description.</summary>
/// <param name="Origin">o= as it stands: user, id, version, address. A version that grew is a new offer.</param>
/// <param name="Connection">The session's c=.</param>
/// <param name="Media">The media in their order, which an answer keeps.</param>
public sealed record SessionDescription(string Origin, SdpConnection? Connection, ImmutableArray<SdpMedia> Media)
{
    /// <summary>Parses a body; null if it is no session description, or beyond <see cref="SipLimits"/>.</summary>
    public static SessionDescription? Parse(ReadOnlySpan<byte> body)
    {
        var reader = new SdpReader();
        return reader.Read(body);
    }
}
