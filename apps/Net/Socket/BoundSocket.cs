using Cosmos.Runtime;

namespace Cosmos.Apps.Net.Socket;

/// <summary>A row of the table of sockets.</summary>
/// <param name="socket">As its owner knows it.</param>
/// <param name="owner">Who gets its messages.</param>
/// <param name="ownerMonitor">The interface's monitor of the owner.</param>
/// <param name="credits">How many messages may go to it.</param>
internal sealed class BoundSocket(UdpSocket socket, Pid owner, Ref ownerMonitor, int credits)
{
    private long _received;
    private long _dropped;

    /// <summary>As its owner knows it.</summary>
    public UdpSocket Socket => socket;

    /// <summary>Who gets its messages.</summary>
    public Pid Owner => owner;

    /// <summary>The interface's monitor of the owner.</summary>
    public Ref OwnerMonitor => ownerMonitor;

    /// <summary>How many messages may yet go to the owner.</summary>
    public int Credits { get; private set; } = credits;

    /// <summary>Takes a credit for one message.</summary>
    public bool TryTake()
    {
        bool isThere = Credits > 0;
        Credits -= isThere ? 1 : 0;
        _received += isThere ? 1 : 0;
        _dropped += isThere ? 0 : 1;
        return isThere;
    }

    /// <summary>Adds credits.</summary>
    public void Give(int more) => Credits = Math.Min(Credits + more, UdpSocket.MostCredits);

    /// <summary>What there is to see.</summary>
    public UdpSocketInfo Show() => new(socket.Port, owner, Credits, _received, _dropped);
}
