// One end of a wire whose ends are two drivers of one machine: what one is told to send the other receives.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Tests.OnTarget.Net;

/// <summary>A driver of a wire's end.</summary>
internal sealed class LoopDriver(ulong station, Atom other) : NetworkDriver, IHandleCast<LoopDriver.Carry>
{
    private Pid _listener;

    public override CallResult<NetworkOpened> HandleCall(OpenNetwork request, From<NetworkOpened> from)
    {
        _listener = request.Listener;
        return new NetworkOpened(station, 1514, Room: 64, IsUp: true);
    }

    public override Next HandleCast(TransmitFrames message)
    {
        ServerRef<LoopDriver> peer = other;
        peer.Cast(new Carry(message.Frames));
        Process.Send(_listener, new FramesTransmitted(message.Frames.Length));
        return Next.Wait;
    }

    public Next HandleCast(Carry message)
    {
        if (!_listener.IsNone)
            Process.Send(_listener, new FramesReceived(message.Frames));

        return Next.Wait;
    }

    public sealed record Carry(ImmutableArray<Binary> Frames) : ICast<LoopDriver, Carry>;
}
