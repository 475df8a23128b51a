// The driver below. It is opened by a request whose answer is a message like others: a driver that hangs must not hang
// the interface. No more frames are under way to it than it has room for, so its mailbox stays short.
using System.Collections.Immutable;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Apps.Net;

public sealed partial class NetworkInterface
{
    // A name that is taken again is no event; so a driver that is gone is looked for.
    private static readonly TimeSpan s_openInterval = TimeSpan.FromMilliseconds(50);

    private ServerRef<NetworkDriver> _driver;
    private Ref _driverMonitor;
    private PendingReply<NetworkOpened>? _opening;
    private TimeSpan _openAt = TimeSpan.MaxValue;
    private MacAddress _station;
    private bool _isOpen;
    private bool _isUp;
    private int _room;
    private int _underWay;

    private void OpenDriver(TimeSpan now)
    {
        Pid process = FindDriver();
        _openAt = process.IsNone ? now + s_openInterval : TimeSpan.MaxValue;
        if (process.IsNone)
            return;

        _driver = process;
        _driverMonitor = Process.Monitor(process);
        _opening = _driver.SendRequest(new OpenNetwork(Process.Self));
    }

    private Pid FindDriver()
    {
        foreach (ServerRef<NetworkDriver> driver in drivers)
        {
            if (driver.Resolve() is { IsNone: false } process)
                return process;
        }

        return default;
    }

    /// <summary>Whether a message is about the driver being open, or no more.</summary>
    private bool TryConclude(object message)
    {
        if (message is DownMessage down && down.Monitor == _driverMonitor)
        {
            LoseDriver();
            return true;
        }

        if (_opening is not { } opening || !opening.Check(message, out Response<NetworkOpened> response))
            return false;

        _opening = null;
        if (response.Kind == ResponseKind.Reply)
            BeginWith(response.Value);

        return true; // an error is the driver's end, and its monitor tells that, too
    }

    private void LoseDriver()
    {
        _opening?.Abandon();
        _opening = null;
        _driverMonitor = default;
        (_isOpen, _isUp) = (false, false);
        _underWay = 0;
        _openAt = Now;
    }

    private void BeginWith(NetworkOpened opened)
    {
        var station = new MacAddress(opened.Station);
        (_isOpen, _room, _underWay) = (true, opened.Room, 0);
        TimeSpan now = Now;
        if (_ip is not null && station == _station)
        {
            ChangeLink(opened.IsUp);
            return;
        }

        // Another device, or the first: what was known of the link was known by another station.
        int mtu = Math.Min(settings.Limits.Mtu, opened.LargestFrame - EthernetFrame.HeaderLength);
        (_station, _isUp) = (station, opened.IsUp);
        InterfaceLimits limits = settings.Limits with { Mtu = mtu };
        _ip = new Ipv4Interface(station, Sockets, _counters, _random, settings with { Limits = limits });
        if (settings.Address is { } address)
            _ip.UseAddress(address, now);
        else
            _ip.UseDhcp(now);
    }

    private void ChangeLink(bool isUp)
    {
        if (isUp && !_isUp)
            _ip?.LinkUp(Now);

        _isUp = isUp;
    }

    private void Receive(ImmutableArray<Binary> frames)
    {
        if (_ip is not { } ip)
            return;

        TimeSpan now = Now;
        foreach (Binary frame in frames)
        {
            Reception reception = ip.Receive(frame.Span, now);
            if (reception.Kind != ReceivedKind.Nothing)
                Deliver(frame, reception);
        }
    }

    /// <summary>Hands frames to the driver, as many as it has room for.</summary>
    private void Transmit()
    {
        if (_ip is not { } ip || !_isOpen)
            return;

        int count = Math.Min(ip.Output.Count, _room - _underWay);
        if (count <= 0)
            return;

        var frames = ImmutableArray.CreateBuilder<Binary>(count);
        while (frames.Count < count && ip.Output.TryPeek(out ReadOnlySpan<byte> frame))
        {
            frames.Add(Binary.Create(frame));
            ip.Output.Remove();
        }

        _underWay += frames.Count;
        _driver.Cast(new TransmitFrames(frames.MoveToImmutable()));
    }
}
