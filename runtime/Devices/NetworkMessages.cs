// What passes between the driver of a network device and the one process that uses it, its listener. They stand here
// because neither knows the other: only an image puts them together.
//
// The listener calls OpenNetwork and monitors the driver; when that dies, the next one is opened anew. From then on
// frames arrive in batches, as many as had come by one interrupt, and frames are sent in batches by TransmitFrames.
// Each batch is answered by FramesTransmitted as soon as the device has taken its frames: a listener that keeps no more
// than the device's room under way never floods its mailbox. A frame is Ethernet without its checksum.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Devices;

/// <summary>
/// Call: send frames and news of the link to <paramref name="Listener"/>, and nobody else, from now on.
/// </summary>
/// <param name="Listener">Who is told.</param>
public sealed record OpenNetwork(Pid Listener) : ICall<NetworkDriver, OpenNetwork, NetworkOpened>;

/// <summary>The device that was opened.</summary>
/// <param name="Station">Its MAC address: 48 bits, the first byte on the wire the most significant one.</param>
/// <param name="LargestFrame">Bytes of the largest frame it sends, header included: 1514 for Ethernet.</param>
/// <param name="Room">Frames that it has room for at once.</param>
/// <param name="IsUp">Whether its link is up.</param>
public sealed record NetworkOpened(ulong Station, int LargestFrame, int Room, bool IsUp);

/// <summary>To the listener: frames have come.</summary>
/// <param name="Frames">In the order of their coming.</param>
public sealed record FramesReceived(ImmutableArray<Binary> Frames);

/// <summary>To the listener: the link came up or went down.</summary>
/// <param name="IsUp">Which.</param>
public sealed record LinkChanged(bool IsUp);

/// <summary>Cast: send these.</summary>
/// <param name="Frames">In this order.</param>
public sealed record TransmitFrames(ImmutableArray<Binary> Frames) : ICast<NetworkDriver, TransmitFrames>;

/// <summary>To the listener: so many frames of what was to be sent are out, or were dropped and counted.</summary>
/// <param name="Count">How many.</param>
public sealed record FramesTransmitted(int Count);
