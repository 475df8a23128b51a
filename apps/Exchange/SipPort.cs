// The exchange's socket: what the protocol stack receives on its UDP port goes to the exchange, and what the exchange
// sends goes to the stack. Datagrams come in as fast as credits allow, and credits are given for what has been handed
// on; they go out one after the other, because a send waits until the interface has taken it.
//
// The interface may end and begin again below it: the socket ended with it, and is opened anew as soon as there is an
// interface. What comes or goes meanwhile is lost, as on a network, and SIP sends it again.
using Cosmos.Apps.Net;
using Cosmos.Apps.Net.Socket;
using Cosmos.Apps.Net.Wire;
using Cosmos.Apps.Switch;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using DatagramReceived = Cosmos.Apps.Net.Socket.DatagramReceived;

namespace Exchange;

/// <summary>Owns the exchange's UDP socket.</summary>
/// <param name="network">The interface.</param>
internal sealed class SipPort(ServerRef<NetworkInterface> network) : DatagramPort
{
    // Messages that wait in its mailbox: two seconds of what the exchange sends at five times its rated load.
    private const int MailboxLimit = 20_000;

    // So many datagrams may wait here, and so many are handed on before there are credits for as many again.
    private const int Credits = 1024;
    private const int Batch = 256;

    // A name that is taken again is no event; so an interface that is gone is looked for.
    private static readonly TimeSpan s_openInterval = TimeSpan.FromMilliseconds(50);

    private UdpSocket? _socket;
    private int _taken;

    /// <summary>It as the socket of an exchange.</summary>
    /// <param name="network">The interface.</param>
    public static ChildSpec On(Atom network) => Child.Server(
        "port",
        () => new SipPort(network),
        name: Name,
        options: new StartOptions { Spawn = new SpawnOptions { MailboxLimit = MailboxLimit } });

    /// <inheritdoc/>
    public override Next HandleCast(SendDatagram message)
    {
        Endpoint to = message.Destination;
        if (_socket is { } socket && Ipv4Address.TryParse(to.Address, out Ipv4Address address))
        {
            socket.Send(address, (ushort)to.Port, message.Bytes); // what goes nowhere is counted by the interface
        }

        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Open();
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case DatagramReceived datagram:
                Deliver(new Endpoint($"{datagram.Address}", datagram.Port), datagram.Payload);
                Take(datagram.Socket);
                break;
            case UdpFault fault:
                Take(fault.Socket); // the transaction's timers know what to do about a phone that is not there
                break;
            case UdpPassive:
                break; // the datagrams in the mailbox bring new credits
            case AddressChanged changed when changed.Interface == _socket?.Interface:
                Tell(changed.Configuration?.Address);
                break;
            case AddressChanged:
                break;
            case DownMessage down when down.Monitor == _socket?.Id:
                _socket = null;
                Silence();
                Open();
                break;
            case Reopen:
                Open();
                break;
            default:
                return base.HandleInfo(message);
        }

        return Next.Wait;
    }

    private static void Tell(Ipv4Address? address)
    {
        if (address is { } known)
        {
            Announce($"{known}");
        }
        else
        {
            Silence();
        }
    }

    // Also when the port is taken: by the process before this one, whose end the interface has yet to see.
    private void Open()
    {
        UdpOpening opening = UdpSocket.Open(network, (ushort)Port, Credits);
        if (!opening.IsOpen)
        {
            Process.SendAfter(s_openInterval, Process.Self, new Reopen());
            return;
        }

        _socket = opening.Socket;
        _taken = 0;
        ServerRef<NetworkInterface> server = opening.Socket.Interface;
        Response<Cosmos.Apps.Net.Interface.AddressConfiguration?> answer =
            server.SendRequest(new WatchAddress(Process.Self)).Receive();
        if (answer.Kind == ResponseKind.Reply && answer.Value is { } configuration)
        {
            Announce($"{configuration.Address}");
        }
    }

    private void Take(UdpSocket from)
    {
        if (from == _socket && ++_taken == Batch)
        {
            _taken = 0;
            from.Activate(Batch);
        }
    }

    private sealed record Reopen;
}
