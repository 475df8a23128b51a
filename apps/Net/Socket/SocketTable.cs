// Which port is whose. A plain table, without processes: who monitors owners and sends messages is the interface's
// process. A port has one socket; a socket is known by its id as well, so that a value of a socket that was closed
// finds nothing, even when its port has another one by then.
using System.Collections.Immutable;
using Cosmos.Apps.Net.Interface;
using Cosmos.Runtime;

namespace Cosmos.Apps.Net.Socket;

/// <summary>The open sockets of an interface.</summary>
internal sealed class SocketTable(int capacity, Random random) : IPortTable
{
    /// <summary>The first of the ports that nobody registers (RFC 6335 §6).</summary>
    public const ushort FirstEphemeral = 49_152;

    private const int Ephemerals = 65_536 - FirstEphemeral;

    private readonly Dictionary<ushort, BoundSocket> _ports = [];
    private readonly Dictionary<Ref, BoundSocket> _byMonitor = [];

    /// <summary>How many there are.</summary>
    public int Count => _ports.Count;

    /// <summary>Whether a port can be had; of 0: which. Asked before the owner is monitored.</summary>
    public UdpOpenError Choose(ref ushort port)
    {
        if (_ports.Count >= capacity)
            return UdpOpenError.TooMany;
        if (port != 0)
            return _ports.ContainsKey(port) ? UdpOpenError.PortTaken : UdpOpenError.None;

        // RFC 6056 §3.3.1: begin anywhere, so that a stranger cannot guess it, and take the next that is free.
        int start = random.Next(Ephemerals);
        for (int step = 0; step < Ephemerals; step++)
        {
            port = (ushort)(FirstEphemeral + ((start + step) % Ephemerals));
            if (!_ports.ContainsKey(port))
                return UdpOpenError.None;
        }

        return UdpOpenError.TooMany;
    }

    /// <summary>Adds a socket whose port was chosen.</summary>
    public void Add(BoundSocket socket)
    {
        _ports.Add(socket.Socket.Port, socket);
        _byMonitor.Add(socket.OwnerMonitor, socket);
    }

    /// <summary>The socket of a value; null: it is closed.</summary>
    public BoundSocket? Find(UdpSocket socket) =>
        _ports.TryGetValue(socket.Port, out BoundSocket? bound) && bound.Socket == socket ? bound : null;

    /// <summary>Who receives on a port; there must be somebody.</summary>
    public BoundSocket At(ushort port) => _ports[port];

    /// <summary>The socket whose owner a monitor watches; null: none.</summary>
    public BoundSocket? OfMonitor(Ref monitor) => _byMonitor.GetValueOrDefault(monitor);

    /// <summary>Takes a socket out.</summary>
    public void Remove(BoundSocket socket)
    {
        _ports.Remove(socket.Socket.Port);
        _byMonitor.Remove(socket.OwnerMonitor);
    }

    /// <inheritdoc/>
    public PortAnswer Ask(ushort port)
    {
        if (!_ports.TryGetValue(port, out BoundSocket? socket))
            return PortAnswer.Nobody;

        return socket.TryTake() ? PortAnswer.Taken : PortAnswer.Full;
    }

    /// <summary>All of them, by port.</summary>
    public ImmutableArray<UdpSocketInfo> Show() =>
        [.. _ports.Values.OrderBy(socket => socket.Socket.Port).Select(socket => socket.Show())];
}
