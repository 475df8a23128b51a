// What a socket asks of its interface's process: UdpSocket's methods as messages.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Net.Socket;

/// <summary>Opens a socket.</summary>
internal sealed record OpenUdp(Pid Owner, Ref Id, ushort Port, int Credits)
    : ICall<NetworkInterface, OpenUdp, OpenUdp.Answer>
{
    /// <summary>The port, or why there is none.</summary>
    internal readonly record struct Answer(UdpOpenError Error, ushort Port);
}

/// <summary>Closes a socket; answers when the port is free.</summary>
internal sealed record CloseUdp(UdpSocket Socket) : ICall<NetworkInterface, CloseUdp, bool>;

/// <summary>Sends a datagram and says what became of it.</summary>
internal sealed record SendUdp(UdpSocket Socket, Ipv4Address Address, ushort Port, Binary Payload)
    : ICall<NetworkInterface, SendUdp, SendResult>;

/// <summary>Sends a datagram.</summary>
internal sealed record PostUdp(UdpSocket Socket, Ipv4Address Address, ushort Port, Binary Payload)
    : ICast<NetworkInterface, PostUdp>;

/// <summary>Allows more datagrams.</summary>
internal sealed record ActivateUdp(UdpSocket Socket, int Credits) : ICast<NetworkInterface, ActivateUdp>;
