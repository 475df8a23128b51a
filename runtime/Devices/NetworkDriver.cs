// What every driver of a network device is to the one who uses it: a server that is opened and told to send. Which
// device it drives is nobody else's business.
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Devices;

/// <summary>The base of the drivers of network devices.</summary>
public abstract class NetworkDriver : GenServer,
    IHandleCall<OpenNetwork, NetworkOpened>,
    IHandleCast<TransmitFrames>
{
    /// <summary>The process that is told from now on.</summary>
    public abstract CallResult<NetworkOpened> HandleCall(OpenNetwork request, From<NetworkOpened> from);

    /// <summary>Frames to be sent; answered with <see cref="FramesTransmitted"/>.</summary>
    public abstract Next HandleCast(TransmitFrames message);
}
