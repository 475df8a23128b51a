// What the drivers of Ethernet devices have in common: the listener, the batches, the credit, the counts. A device
// comes in by a dozen members, each of which is short and never waits.
//
// One interrupt is one batch. While the driver works the device is told not to interrupt; when it finds nothing more it
// allows that again, looks once more for what came in between, and only then waits. Under load it so is called once for
// many frames; a frame that comes alone is handed on at once.
//
// A device is foreign: what makes no sense in its rings ends the driver (DeviceFaultException), and its successor
// resets the device. What makes no sense in a frame is counted and dropped.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Drivers.Network;

/// <summary>The base of the drivers of Ethernet devices.</summary>
public abstract class EthernetDriver : NetworkDriver, IHandleCall<ReadNetworkCounters, NetworkCounters>
{
    /// <summary>Bytes of the largest frame, header included, checksum not (IEEE 802.3-2018 §3.2.7).</summary>
    public const int LargestFrame = 1514;

    /// <summary>Bytes of the header, the least that a frame is made of.</summary>
    public const int HeaderBytes = 14;

    private const int FramesAtOnce = 64;

    // So many batches before others' messages are looked at again.
    private const int BatchesAtOnce = 4;

    private Pid _listener;
    private Ref _monitor;
    private int _underWay;
    private int _foreign;
    private bool _isUp;
    private Tally _tally;

    /// <summary>The device's address.</summary>
    protected abstract ulong Station { get; }

    /// <summary>Frames to be sent that it has room for.</summary>
    protected abstract int Room { get; }

    /// <summary>Finds the device, resets it and starts it, without interrupts.</summary>
    protected abstract InitResult Open();

    /// <summary>Gives the device a frame. False: there is no room.</summary>
    protected abstract bool TryTransmit(ReadOnlySpan<byte> frame);

    /// <summary>Tells the device of all that it was given.</summary>
    protected abstract void Flush();

    /// <summary>Takes back the room of frames that are sent.</summary>
    /// <returns>How many.</returns>
    protected abstract int Reclaim();

    /// <summary>Takes the next frame that has come.</summary>
    protected abstract Reception TryReceive(out Binary? frame);

    /// <summary>Gives the device the room of the frames that were taken.</summary>
    protected abstract void Refill();

    /// <summary>The device shall not interrupt; what it said by an interrupt is acknowledged.</summary>
    protected abstract void Quiet();

    /// <summary>The device shall interrupt. True: there is something already, of which it may say nothing.</summary>
    protected abstract bool Rearm();

    /// <summary>Whether the link is up.</summary>
    protected abstract bool ReadLink();

    /// <inheritdoc/>
    protected sealed override InitResult Init()
    {
        InitResult result = Open();
        if (IsOpen)
        {
            _isUp = ReadLink();
            Serve();
        }

        return result;
    }

    /// <summary>Whether <see cref="Open"/> has found a device that works.</summary>
    protected abstract bool IsOpen { get; }

    /// <inheritdoc/>
    public sealed override CallResult<NetworkOpened> HandleCall(OpenNetwork request, From<NetworkOpened> from)
    {
        ArgumentNullException.ThrowIfNull(request);
        Forget();
        _listener = request.Listener;
        _monitor = Process.Monitor(_listener);
        return new NetworkOpened(Station, LargestFrame, Room, _isUp);
    }

    /// <inheritdoc/>
    public CallResult<NetworkCounters> HandleCall(ReadNetworkCounters request, From<NetworkCounters> from) =>
        _tally.Read();

    /// <inheritdoc/>
    public sealed override Next HandleCast(TransmitFrames message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Reap();
        int dropped = 0;
        foreach (Binary frame in message.Frames)
        {
            dropped += Give(frame) ? 0 : 1;
        }

        Flush();
        Credit(dropped);
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected sealed override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case InterruptMessage interrupt:
                Note(interrupt.Irq);
                _tally.Interrupts++;
                Serve();
                return Next.Wait;
            case GoOn:
                Serve();
                return Next.Wait;
            case DownMessage down when down.Monitor == _monitor:
                Forget();
                return Next.Wait;
            default:
                return base.HandleInfo(message);
        }
    }

    /// <summary>Which of the device's lines has interrupted, where it has more than one.</summary>
    protected virtual void Note(Irq irq)
    {
    }

    /// <summary>Lets the lines interrupt again.</summary>
    protected abstract void Unmask();

    private bool Give(Binary frame)
    {
        if (frame.Length is < HeaderBytes or > LargestFrame)
        {
            _tally.NoFrame++;
            return false;
        }

        if (!TryTransmit(frame.Span))
        {
            _tally.NoRoom++;
            return false;
        }

        _underWay++;
        return true;
    }

    // All that the device has, batch by batch; then it may interrupt again. If it is faster than this, others come
    // first.
    private void Serve()
    {
        for (int batch = 0; batch < BatchesAtOnce; batch++)
        {
            Quiet();
            TellLink();
            Reap();
            bool isMore = Collect();
            if (!isMore && !Rearm())
            {
                Unmask();
                return;
            }
        }

        Process.Send(Process.Self, new GoOn());
    }

    private void TellLink()
    {
        bool isUp = ReadLink();
        if (isUp != _isUp)
        {
            _isUp = isUp;
            Tell(new LinkChanged(isUp));
        }
    }

    // Whether there may be more.
    private bool Collect()
    {
        ImmutableArray<Binary>.Builder? frames = null;
        int looked = 0;
        for (; looked < FramesAtOnce; looked++)
        {
            Reception reception = TryReceive(out Binary? frame);
            if (reception == Reception.Nothing)
            {
                break;
            }

            if (reception == Reception.Frame && !_listener.IsNone)
            {
                frames ??= ImmutableArray.CreateBuilder<Binary>();
                frames.Add(frame!);
            }

            _tally.Add(reception, isListenedTo: !_listener.IsNone);
        }

        if (looked > 0)
        {
            Refill();
        }

        if (frames is not null)
        {
            Tell(new FramesReceived(frames.ToImmutable()));
        }

        return looked == FramesAtOnce;
    }

    // Frames are done with in the order in which they were given: what an earlier listener left comes first, and is
    // nobody's credit.
    private void Reap()
    {
        int done = Reclaim();
        if (done > 0)
        {
            _underWay -= done;
            _tally.Transmitted += done;
            int foreign = Math.Min(done, _foreign);
            _foreign -= foreign;
            Credit(done - foreign);
        }
    }

    private void Credit(int frames)
    {
        if (frames > 0)
        {
            Tell(new FramesTransmitted(frames));
        }
    }

    private void Tell(object message)
    {
        if (!_listener.IsNone)
        {
            Process.Send(_listener, message);
        }
    }

    private void Forget()
    {
        if (!_listener.IsNone)
        {
            Process.Demonitor(_monitor);
            _listener = default;
            _foreign = _underWay;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}, link {(_isUp ? "up" : "down")}, {_tally.Read()}";

    /// <inheritdoc/>
    protected sealed override object? FormatStatus() => ToString(); // handles of the device do not travel

    private sealed record GoOn;
}
