// A UDP socket as its owner sees it: a value. The socket itself is a row in the table of the interface's process, and
// the way from the wire to the owner is one message: the payload is a part of the very frame that the driver received,
// shared and not copied when it is long enough to be worth it.
//
// The mailbox of the owner is the socket's queue, and credits bound it, as {active, N} does in OTP: a datagram takes
// one, the owner gives new ones when it has got on with its work, and what comes in between is dropped and counted.
//
// An owner's end closes its sockets. An interface's end closes them, too, and the owner learns it as a DownMessage
// whose monitor is the socket's Id: it opens the socket anew, when its supervisor has started the interface again. OTP:
// gen_udp, with a monitor in place of the port's link, so that an owner need not end because a device's process did.
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Net.Socket;

/// <summary>An open UDP socket. A value that travels: who has it may send.</summary>
/// <param name="Interface">The process of the interface.</param>
/// <param name="Id">
/// What no other socket has: the owner's monitor of the interface. A <see cref="DownMessage"/> with it says that the
/// interface has ended, and the socket with it.
/// </param>
/// <param name="Port">The port.</param>
public readonly record struct UdpSocket(Pid Interface, Ref Id, ushort Port)
{
    /// <summary>The usual credits: so many datagrams may wait in the owner's mailbox.</summary>
    public const int UsualCredits = 64;

    /// <summary>The most credits that a socket can have (OTP: {active, 32767}).</summary>
    public const int MostCredits = short.MaxValue;

    /// <summary>
    /// Opens a socket for the calling process: datagrams come as <see cref="DatagramReceived"/>, and when there are no
    /// credits left <see cref="UdpPassive"/>. OTP: gen_udp:open/2 with {active, N}.
    /// </summary>
    /// <param name="network">The interface, such as <c>"net0"</c>.</param>
    /// <param name="port">The port; 0: one that is free, from 49,152 on (RFC 6335 §6).</param>
    /// <param name="credits">How many datagrams may come until <see cref="Activate"/> allows more; may be 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Credits are below 0 or above <see cref="MostCredits"/>.
    /// </exception>
    public static UdpOpening Open(
        ServerRef<NetworkInterface> network, ushort port = 0, int credits = UsualCredits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(credits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(credits, MostCredits);
        Pid process = network.Resolve();
        if (process.IsNone)
            return new UdpOpening(default, UdpOpenError.NoInterface);

        Ref id = Process.Monitor(process);
        ServerRef<NetworkInterface> server = process;
        Response<OpenUdp.Answer> response =
            server.SendRequest(new OpenUdp(Process.Self, id, port, credits)).Receive();
        OpenUdp.Answer answer = response.Kind == ResponseKind.Reply
            ? response.Value
            : new OpenUdp.Answer(UdpOpenError.NoInterface, 0);
        if (answer.Error != UdpOpenError.None)
            Process.Demonitor(id, flush: true);

        return new UdpOpening(new UdpSocket(process, id, answer.Port), answer.Error);
    }

    /// <summary>
    /// Sends a datagram and waits until it is clear what becomes of it: the way for whoever sends as fast as it can,
    /// because it goes no faster than the interface. OTP: gen_udp:send/4.
    /// </summary>
    /// <param name="address">To whom: a host, all of a network, a group.</param>
    /// <param name="port">To which port.</param>
    /// <param name="payload">The bytes, at most 65,507; cut in fragments if need be.</param>
    /// <returns><see cref="SendResult.Sent"/>, <see cref="SendResult.Waiting"/>, or why it goes nowhere.</returns>
    public SendResult Send(Ipv4Address address, ushort port, Binary payload)
    {
        ServerRef<NetworkInterface> server = Interface;
        Response<SendResult> response = server.SendRequest(new SendUdp(this, address, port, payload)).Receive();
        return response.Kind == ResponseKind.Reply ? response.Value : SendResult.Closed;
    }

    /// <summary>
    /// Sends a datagram and goes on: for answers, tones and whatever else has a rhythm of its own. What goes nowhere is
    /// counted by the interface.
    /// </summary>
    /// <inheritdoc cref="Send"/>
    public void Post(Ipv4Address address, ushort port, Binary payload)
    {
        ServerRef<NetworkInterface> server = Interface;
        server.Cast(new PostUdp(this, address, port, payload));
    }

    /// <summary>
    /// Allows so many more datagrams; beyond <see cref="MostCredits"/> in all they do not count. OTP: inet:setopts/2
    /// with {active, N}.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1 or above <see cref="MostCredits"/>.</exception>
    public void Activate(int credits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(credits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(credits, MostCredits);
        ServerRef<NetworkInterface> server = Interface;
        server.Cast(new ActivateUdp(this, credits));
    }

    /// <summary>
    /// Closes the socket, and returns when its port is free; for the owner. No message of it comes after that, though
    /// some may be in the mailbox. OTP: gen_udp:close/1.
    /// </summary>
    public void Close()
    {
        ServerRef<NetworkInterface> server = Interface;
        server.SendRequest(new CloseUdp(this)).Receive();
        Process.Demonitor(Id, flush: true);
    }
}
