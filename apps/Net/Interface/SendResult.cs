// What becomes of a datagram that somebody sends. Closed, because each of these asks something else of the sender.
namespace Cosmos.Apps.Net.Interface;

/// <summary>What became of a datagram, or of a frame that was waiting.</summary>
public enum SendResult
{
    /// <summary>Its frames are in the output queue.</summary>
    Sent,

    /// <summary>Its frames wait until the next hop has said its station.</summary>
    Waiting,

    /// <summary>It is for this host itself; the caller delivers it.</summary>
    Local,

    /// <summary>This host has no address yet.</summary>
    NoAddress,

    /// <summary>No route leads there.</summary>
    NoRoute,

    /// <summary>Nobody can have that address.</summary>
    BadDestination,

    /// <summary>Longer than a datagram can be.</summary>
    TooLong,

    /// <summary>The output queue has no room for all its frames.</summary>
    OutputFull,

    /// <summary>Too many neighbours are being asked for, or too many frames wait.</summary>
    WaitingFull,

    /// <summary>The next hop does not answer.</summary>
    Unreachable,

    /// <summary>It is for this host itself, and nobody receives on the port.</summary>
    NoListener,

    /// <summary>It is for this host itself, and the receiver has no room.</summary>
    ListenerFull,

    /// <summary>The socket that was to send it is closed, or its interface has ended.</summary>
    Closed,
}
