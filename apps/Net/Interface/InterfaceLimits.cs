// Every bound of an interface in one place, so that its largest memory can be read off: what a peer sends decides how
// full these are, never how large. With the defaults that is under 700 KB, most of it the fragments' and only taken
// while there are some.
namespace Cosmos.Apps.Net.Interface;

/// <summary>How much an interface may hold. The defaults fit a host with a few hundred neighbours.</summary>
public sealed record InterfaceLimits
{
    /// <summary>The longest packet that the link carries, without the Ethernet header; at least 576.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>
    /// Frames that wait for the driver; beyond, senders are told <see cref="SendResult.OutputFull"/>.
    /// </summary>
    public int OutputFrames { get; init; } = 128;

    /// <summary>Neighbours that are remembered; beyond, the one that was used longest ago is forgotten.</summary>
    public int Neighbours { get; init; } = 256;

    /// <summary>Frames that wait for neighbours to answer, all together.</summary>
    public int WaitingFrames { get; init; } = 64;

    /// <summary>
    /// Frames that wait for one neighbour; beyond, the oldest is dropped (RFC 1122 §2.3.2.2: keep the latest).
    /// </summary>
    public int WaitingPerNeighbour { get; init; } = 8;

    /// <summary>Datagrams that are being put together; beyond, the oldest is dropped.</summary>
    public int FragmentedDatagrams { get; init; } = 16;

    /// <summary>Bytes of such datagrams, all together; beyond, the oldest is dropped.</summary>
    public int FragmentBytes { get; init; } = 256 * 1024;

    /// <summary>How long a datagram may take to become complete (RFC 1122 §3.3.2: 60 to 120 s).</summary>
    public TimeSpan FragmentTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Open sockets; beyond, opening answers <c>TooMany</c>.</summary>
    public int Sockets { get; init; } = 4096;

    /// <summary>Routes.</summary>
    public int Routes { get; init; } = 64;

    /// <summary>ICMP errors sent in a second (RFC 1812 §4.3.2.8).</summary>
    public int ErrorsPerSecond { get; init; } = 100;

    /// <summary>ICMP errors sent at once after a pause.</summary>
    public int ErrorBurst { get; init; } = 50;
}
