// The process of an interface. It owns what Ipv4Interface decides and SocketTable knows, and joins three parties that
// may each end at any time: the driver below (Driver part), the sockets' owners above (Sockets part), and time.
//
//   a driver's end    the driver is opened again as soon as there is one; addresses, neighbours and sockets stay, and
//                     frames wait in the output queue until it is full
//   an owner's end    its sockets are closed
//   its own end       owners and watchers learn it by their monitors; the supervisor starts it anew, without sockets
//                     and without an address, because whatever ended it may lie in what it knew
//
// Time is one deadline: after each message the process looks what is due, sends what is to be sent, and waits for
// messages until the earliest moment at which there is more to do.
using System.Collections.Immutable;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Socket;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Apps.Net;

/// <summary>An interface's server. Give it to a supervisor, with a name by which sockets are opened.</summary>
/// <param name="drivers">The drivers that its device may have; the first that is there is used.</param>
/// <param name="settings">How it is to be.</param>
public sealed partial class NetworkInterface(
    ImmutableArray<ServerRef<NetworkDriver>> drivers,
    InterfaceSettings settings) : GenServer,
    IHandleCall<GetNetworkInfo, NetworkInfo>,
    IHandleCall<WatchAddress, AddressConfiguration?>
{
    // A wait must fit what a receive can wait; to wake up once a day costs nothing.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly Dictionary<Ref, Pid> _watchers = [];
    private readonly Counters _counters = new();
    private Random _random = new(0);
    private Ipv4Interface? _ip;
    private AddressConfiguration? _announced;

    private static TimeSpan Now => TimeSpan.FromTicks(Clock.Now / TimeSpan.NanosecondsPerTick);

    /// <inheritdoc/>
    public CallResult<NetworkInfo> HandleCall(GetNetworkInfo request, From<NetworkInfo> from)
    {
        TimeSpan now = Now;
        TimeSpan? ends = _ip?.Lease is { } lease && lease.EndsAt != TimeSpan.MaxValue ? lease.EndsAt - now : null;
        var info = new NetworkInfo(
            _station,
            _isOpen,
            _isUp,
            _ip?.Configuration,
            _ip?.DhcpState ?? DhcpState.Stopped,
            ends,
            _counters.Show(),
            Sockets.Show());
        return CallResult.Reply(info).Then(Settle());
    }

    /// <inheritdoc/>
    public CallResult<AddressConfiguration?> HandleCall(WatchAddress request, From<AddressConfiguration?> from)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_watchers.ContainsValue(request.Listener)) // so there are no more watchers than processes
            _watchers.Add(Process.Monitor(request.Listener), request.Listener);

        return CallResult.Reply(_ip?.Configuration).Then(Settle());
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        _random = settings.Seed is { } seed ? new Random(seed) : new Random();
        _sockets = new SocketTable(settings.Limits.Sockets, _random);
        OpenDriver(Now);
        return Settle();
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case FramesReceived received:
                Receive(received.Frames);
                break;
            case FramesTransmitted transmitted:
                _underWay -= transmitted.Count;
                break;
            case LinkChanged link:
                ChangeLink(link.IsUp);
                break;
            case not null when TryConclude(message):
                break;
            case DownMessage down when TryForget(down):
                break;
            default:
                return base.HandleInfo(message);
        }

        return Settle();
    }

    /// <inheritdoc/>
    protected override Next HandleTimeout() => Settle();

    /// <summary>Does what is due, sends what is to be sent, and waits until the next moment of this kind.</summary>
    private Next Settle()
    {
        TimeSpan now = Now;
        if (now >= _openAt)
            OpenDriver(now);
        if (_ip is { } ip && now >= ip.NextDeadline)
            ip.Advance(now);

        Transmit();
        TellWatchers();
        TimeSpan deadline = _ip is null || _openAt < _ip.NextDeadline ? _openAt : _ip.NextDeadline;
        if (deadline == TimeSpan.MaxValue)
            return Next.Wait;

        TimeSpan wait = deadline - now;
        return Next.Timeout(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < s_longestWait ? wait : s_longestWait);
    }

    private void TellWatchers()
    {
        if (_ip?.Configuration == _announced)
            return;

        _announced = _ip?.Configuration;
        foreach (Pid watcher in _watchers.Values)
            Process.Send(watcher, new AddressChanged(Process.Self, _announced));
    }

    private bool TryForget(DownMessage down)
    {
        if (_watchers.Remove(down.Monitor))
            return true;
        if (Sockets.OfMonitor(down.Monitor) is not { } socket)
            return false;

        Sockets.Remove(socket);
        return true;
    }
}
