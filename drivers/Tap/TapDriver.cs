// The driver of a TAP device: what Linux sends to the interface comes in, what is sent comes out of it. It keeps
// nothing: killed at any moment it loses the frames in its hand, and its successor opens the device anew.
//
// The station is this end's own; Linux has another for its end. It is made of the device's name, so that it is the same
// after every start, and locally administered (IEEE 802 §8.4: the second bit of the first byte).
using System.Collections.Immutable;
using System.Text;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Drivers.Tap;

/// <summary>The driver. Give it to a supervisor.</summary>
/// <param name="device">The device's name, as `ip link` shows it.</param>
public sealed class TapDriver(string device) : NetworkDriver
{
    private const int LargestFrame = 1514;
    private const int MostFrames = 64;

    private readonly byte[] _frame = new byte[LargestFrame + 4]; // a frame with a VLAN tag is not cut to a good one
    private PacketPort _port;
    private Pid _listener;

    private ulong Station
    {
        get
        {
            ulong hash = 0xCBF2_9CE4_8422_2325; // FNV-1a, 64 bits
            foreach (byte value in Encoding.UTF8.GetBytes(device))
            {
                hash = (hash ^ value) * 0x100_0000_01B3;
            }

            return 0x0200_0000_0000 | (hash & 0xFF_FFFF_FFFF);
        }
    }

    /// <inheritdoc/>
    public override CallResult<NetworkOpened> HandleCall(OpenNetwork request, From<NetworkOpened> from)
    {
        ArgumentNullException.ThrowIfNull(request);
        _listener = request.Listener;
        _port.Irq.Unmask();
        return new NetworkOpened(Station, LargestFrame, MostFrames, IsUp: true);
    }

    /// <inheritdoc/>
    public override Next HandleCast(TransmitFrames message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (Binary frame in message.Frames)
        {
            _port.Write(frame.Span); // without room Linux drops it, as a full link would
        }

        Process.Send(_listener, new FramesTransmitted(message.Frames.Length));
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init() => Process.TryAttachPackets(device, out _port)
        ? InitResult.Ok
        : InitResult.Stop(ExitReason.Of("no_device", device));

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        if (message is not InterruptMessage)
        {
            return base.HandleInfo(message);
        }

        ImmutableArray<Binary>.Builder frames = ImmutableArray.CreateBuilder<Binary>();
        int length = 0;
        while (frames.Count < MostFrames && (length = _port.Read(_frame)) > 0)
        {
            frames.Add(Binary.Create(_frame.AsSpan(0, length)));
        }

        if (frames.Count > 0)
        {
            Process.Send(_listener, new FramesReceived(frames.ToImmutable()));
        }

        if (length < 0)
        {
            return Next.Stop(ExitReason.Of("no_device", device));
        }

        _port.Irq.Unmask();
        return Next.Wait;
    }
}
