// QEMU calls us, not we it: a socket that listens before QEMU starts needs no polling for a file that may appear. The
// socket has a name of its own for each machine and is gone as soon as QEMU has called.
using System.Net.Sockets;

namespace Cosmos.Tests.Machines.Qmp;

/// <summary>Waits for a starting QEMU to open its control channel.</summary>
internal sealed class QmpListener : IDisposable
{
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(30);
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"qmp-{Guid.NewGuid():N}");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public QmpListener()
    {
        _socket.Bind(new UnixDomainSocketEndPoint(_path));
        _socket.Listen(backlog: 1);
    }

    /// <summary>The arguments that make QEMU call this socket.</summary>
    public IReadOnlyList<string> Arguments => ["-qmp", $"unix:{_path}"];

    /// <summary>The channel, open and ready for commands.</summary>
    /// <exception cref="TimeoutException">QEMU did not call in half a minute: it did not start.</exception>
    public QmpClient Accept()
    {
        if (!_socket.Poll(s_startTime, SelectMode.SelectRead))
        {
            throw new TimeoutException("QEMU did not open its control channel; see the machine's log for its words");
        }

        return new QmpClient(_socket.Accept());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(_path);
    }
}
