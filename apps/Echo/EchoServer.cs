// The echo service of RFC 862: a datagram goes back to where it came from. New credits are asked for behind the answers
// that they are for, and the interface takes both in turn; so it never has more of ours to send than we have credits,
// and an answer need not be waited for.
using Cosmos.Apps.Net;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Socket;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Echo;

/// <summary>Answers each datagram with itself.</summary>
/// <param name="network">The interface.</param>
internal sealed class EchoServer(ServerRef<NetworkInterface> network) : GenServer
{
    private const ushort EchoPort = 7;
    private const int Credits = 128;
    private const int Batch = 32; // credits are given back by so many

    private UdpSocket _socket;
    private int _used;

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        _socket = UdpSocket.Open(network, EchoPort, Credits).Value;
        Tell(network.Call(new WatchAddress(Process.Self)));
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case DatagramReceived datagram:
                Answer(datagram);
                Use();
                break;
            case UdpFault:
                Use(); // who asked is gone
                break;
            case UdpPassive:
                break; // the datagrams in the mailbox bring new credits
            case AddressChanged changed:
                Tell(changed.Configuration);
                break;
            case DownMessage down when down.Monitor == _socket.Id:
                return Next.Stop("network"); // the supervisor starts another, who opens a socket of the new interface
            default:
                return base.HandleInfo(message);
        }

        return Next.Wait;
    }

    private static void Tell(AddressConfiguration? own) => Console.WriteLine(own is null
        ? "echo: there is no address"
        : $"echo: datagrams are answered at {own.Address}, UDP port {EchoPort}");

    // Not another echo's, or what looks like it: the two would answer each other for ever (CERT CA-1996-01).
    private void Answer(DatagramReceived datagram)
    {
        if (datagram.Port != EchoPort)
            _socket.Post(datagram.Address, datagram.Port, datagram.Payload);
    }

    private void Use()
    {
        if (++_used % Batch == 0)
            _socket.Activate(Batch);
    }
}
