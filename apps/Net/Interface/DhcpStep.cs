// What the DHCP client wants done: it sends nothing and configures nothing itself, so that all its rules can be tested
// with nothing but a clock that is a number.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>Where the client is (RFC 2131 figure 5).</summary>
public enum DhcpState
{
    /// <summary>Not in use.</summary>
    Stopped,

    /// <summary>Pauses before it looks for servers.</summary>
    Init,

    /// <summary>Waits for offers.</summary>
    Selecting,

    /// <summary>Has taken an offer and waits for the acknowledgement.</summary>
    Requesting,

    /// <summary>Has a lease, and asks the link whether the address is free.</summary>
    Checking,

    /// <summary>Has the address.</summary>
    Bound,

    /// <summary>Has the address, and asks its server for more time.</summary>
    Renewing,

    /// <summary>Has the address, and asks all servers for more time.</summary>
    Rebinding,
}

/// <summary>What happened to the lease.</summary>
public enum DhcpEvent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is one, whose address is to be claimed first; then Confirm or Reject is to be called.</summary>
    Check,

    /// <summary>It was extended, perhaps with other values.</summary>
    Renewed,

    /// <summary>It is over: the address must not be used any more.</summary>
    Lost,
}

/// <summary>A message to send.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Transaction">The exchange's number.</param>
/// <param name="Seconds">Since the client began.</param>
/// <param name="Client">The address that the client has, or 0.0.0.0.</param>
/// <param name="Requested">The address that it is about, or 0.0.0.0: no option.</param>
/// <param name="Server">The server that is meant, or 0.0.0.0: no option.</param>
/// <param name="To">Where to: a server, or all.</param>
public readonly record struct DhcpSend(
    DhcpMessageType Type,
    uint Transaction,
    ushort Seconds,
    Ipv4Address Client,
    Ipv4Address Requested,
    Ipv4Address Server,
    Ipv4Address To);

/// <summary>What the client wants done.</summary>
/// <param name="Send">A message to send, if any.</param>
/// <param name="Event">What happened to the lease.</param>
public readonly record struct DhcpStep(DhcpSend? Send, DhcpEvent Event);
