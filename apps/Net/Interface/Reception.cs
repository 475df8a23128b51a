// What the interface made of one frame. Payloads are views: of the frame, or of the interface's memory if it came in
// fragments; the caller copies what it keeps, once, before the next call.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>What was delivered.</summary>
public enum ReceivedKind
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A UDP datagram.</summary>
    Datagram,

    /// <summary>
    /// An error about a UDP datagram that was sent from here; source and destination are that datagram's.
    /// </summary>
    Error,
}

/// <summary>What became of a received frame, and what it delivered.</summary>
public readonly ref struct Reception
{
    /// <summary>What became of the frame.</summary>
    public FrameFate Fate { get; init; }

    /// <summary>Why it was dropped.</summary>
    public DropReason Reason { get; init; }

    /// <summary>What was delivered.</summary>
    public ReceivedKind Kind { get; init; }

    /// <summary>From whom.</summary>
    public Ipv4Address Source { get; init; }

    /// <summary>The sender's port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>To whom: this host, or all.</summary>
    public Ipv4Address Destination { get; init; }

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>Of an error: what it says.</summary>
    public IcmpType ErrorType { get; init; }

    /// <summary>Of an error: its code.</summary>
    public byte ErrorCode { get; init; }

    /// <summary>The bytes; valid until the interface is called again.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    internal static Reception Drop(DropReason reason) => new() { Fate = FrameFate.Dropped, Reason = reason };

    internal static Reception Of(FrameFate fate) => new() { Fate = fate };
}
