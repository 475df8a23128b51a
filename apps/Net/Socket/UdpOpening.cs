// What became of opening a socket. Closed: a taken port is no surprise, and what to do about it is the opener's matter.
using Cosmos.Runtime;

namespace Cosmos.Apps.Net.Socket;

/// <summary>Why a socket was not opened.</summary>
public enum UdpOpenError
{
    /// <summary>It was.</summary>
    None,

    /// <summary>There is no such interface now.</summary>
    NoInterface,

    /// <summary>Another socket has the port. OTP: eaddrinuse.</summary>
    PortTaken,

    /// <summary>The interface has as many sockets as it can have, or no free port is left.</summary>
    TooMany,
}

/// <summary>The answer of <see cref="UdpSocket.Open"/>.</summary>
/// <param name="Socket">The socket; meaningless with an error.</param>
/// <param name="Error">Why there is none.</param>
public readonly record struct UdpOpening(UdpSocket Socket, UdpOpenError Error)
{
    /// <summary>Whether it is open.</summary>
    public bool IsOpen => Error == UdpOpenError.None;

    /// <summary>The socket; the running process exits when there is none.</summary>
    /// <exception cref="ProcessExitException">There is none: <c>udp_open</c>, with the error as detail.</exception>
    public UdpSocket Value => IsOpen ? Socket : throw new ProcessExitException(ExitReason.Of("udp_open", Error));
}
