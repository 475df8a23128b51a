// What a socket's owner gets. Each message names its socket, because an owner may have many.
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;

namespace Cosmos.Apps.Net.Socket;

/// <summary>To the owner: a datagram came; it took a credit. OTP: {udp, Socket, IP, Port, Packet}.</summary>
/// <param name="Socket">On which socket.</param>
/// <param name="Address">From whom.</param>
/// <param name="Port">From which port.</param>
/// <param name="Payload">The bytes.</param>
public sealed record DatagramReceived(UdpSocket Socket, Ipv4Address Address, ushort Port, Binary Payload);

/// <summary>
/// To the owner: a datagram that was sent did not arrive, as somebody says by ICMP, whom nobody should believe too much
/// (RFC 5927). It took a credit. OTP: {udp_error, Socket, econnrefused}.
/// </summary>
/// <param name="Socket">From which socket it was sent.</param>
/// <param name="Address">To whom.</param>
/// <param name="Port">To which port.</param>
/// <param name="Type">What is said: unreachable, time exceeded, parameter problem.</param>
/// <param name="Code">More exactly (RFC 792); of unreachable: see <see cref="IcmpUnreachable"/>.</param>
public sealed record UdpFault(UdpSocket Socket, Ipv4Address Address, ushort Port, IcmpType Type, byte Code);

/// <summary>
/// To the owner: the last credit is used, and what comes is dropped until <see cref="UdpSocket.Activate"/>. OTP:
/// {udp_passive, Socket}.
/// </summary>
/// <param name="Socket">Which socket.</param>
public sealed record UdpPassive(UdpSocket Socket);
