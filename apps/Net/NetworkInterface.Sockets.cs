// The sockets' owners above: their requests, and what is delivered to them. A datagram goes to its owner in one
// message. Its payload is a part of the frame that the driver received; only what came in fragments is copied, once,
// out of the memory in which it was put together.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Socket;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Net;

public sealed partial class NetworkInterface :
    IHandleCall<OpenUdp, OpenUdp.Answer>,
    IHandleCall<CloseUdp, bool>,
    IHandleCall<SendUdp, SendResult>,
    IHandleCast<PostUdp>,
    IHandleCast<ActivateUdp>
{
    private SocketTable? _sockets;

    private SocketTable Sockets => _sockets!;

    CallResult<OpenUdp.Answer> IHandleCall<OpenUdp, OpenUdp.Answer>.HandleCall(
        OpenUdp request, From<OpenUdp.Answer> from)
    {
        ushort port = request.Port;
        UdpOpenError error = Sockets.Choose(ref port);
        if (error == UdpOpenError.None)
        {
            var socket = new UdpSocket(Process.Self, request.Id, port);
            Sockets.Add(new BoundSocket(socket, request.Owner, Process.Monitor(request.Owner), request.Credits));
        }

        return CallResult.Reply(new OpenUdp.Answer(error, port)).Then(Settle());
    }

    CallResult<bool> IHandleCall<CloseUdp, bool>.HandleCall(CloseUdp request, From<bool> from)
    {
        BoundSocket? socket = Sockets.Find(request.Socket);
        if (socket is not null)
        {
            Process.Demonitor(socket.OwnerMonitor, flush: true);
            Sockets.Remove(socket);
        }

        return CallResult.Reply(socket is not null).Then(Settle());
    }

    CallResult<SendResult> IHandleCall<SendUdp, SendResult>.HandleCall(SendUdp request, From<SendResult> from)
    {
        SendResult result = SendDatagram(request.Socket, request.Address, request.Port, request.Payload);
        return CallResult.Reply(result).Then(Settle());
    }

    Next IHandleCast<PostUdp>.HandleCast(PostUdp message)
    {
        SendDatagram(message.Socket, message.Address, message.Port, message.Payload);
        return Settle();
    }

    Next IHandleCast<ActivateUdp>.HandleCast(ActivateUdp message)
    {
        Sockets.Find(message.Socket)?.Give(message.Credits);
        return Settle();
    }

    private SendResult SendDatagram(UdpSocket socket, Ipv4Address address, ushort port, Binary payload)
    {
        if (Sockets.Find(socket) is not { } sender)
            return _counters.Refuse(SendResult.Closed);
        if (_ip is not { } ip)
            return _counters.Refuse(SendResult.NoAddress);

        SendResult result = ip.SendUdp(sender.Socket.Port, address, port, payload.Span, Now);
        return result == SendResult.Local ? SendToOwn(sender, address, port, payload) : result;
    }

    /// <summary>From one socket of this host to another: no frame is made.</summary>
    private SendResult SendToOwn(BoundSocket sender, Ipv4Address address, ushort port, Binary payload)
    {
        PortAnswer answer = Sockets.Ask(port);
        if (answer != PortAnswer.Taken)
            return _counters.Refuse(answer == PortAnswer.Full ? SendResult.ListenerFull : SendResult.NoListener);

        _counters.Loop();
        BoundSocket receiver = Sockets.At(port);
        Give(receiver, new DatagramReceived(receiver.Socket, address, sender.Socket.Port, payload));
        return SendResult.Sent;
    }

    private void Deliver(Binary frame, in Reception reception)
    {
        if (reception.Kind == ReceivedKind.Error)
        {
            BoundSocket sender = Sockets.At(reception.SourcePort);
            Give(sender, new UdpFault(
                sender.Socket,
                reception.Destination,
                reception.DestinationPort,
                reception.ErrorType,
                reception.ErrorCode));
            return;
        }

        ReadOnlySpan<byte> payload = reception.Payload;
        Binary bytes = frame.Span.Overlaps(payload, out int offset)
            ? frame.Slice(offset, payload.Length)
            : Binary.Create(payload);
        BoundSocket receiver = Sockets.At(reception.DestinationPort);
        Give(receiver, new DatagramReceived(receiver.Socket, reception.Source, reception.SourcePort, bytes));
    }

    private static void Give(BoundSocket socket, object message)
    {
        Process.Send(socket.Owner, message);
        if (socket.Credits == 0)
            Process.Send(socket.Owner, new UdpPassive(socket.Socket));
    }
}
