// The DHCP client (RFC 2131 §4.4, figure 5) as a pure state machine: time and messages come in, messages and events
// come out. Its rules:
//
// - It starts after a random pause, so that a hall of machines that get power at once does not ask at once (§4.4.1).
// - What is not answered is sent again after 4 s, 8 s, … 64 s, each one second more or less at random (§4.1).
// - The first offer that works is taken; after four requests without an answer it starts anew.
// - An address is only used after the link was asked for it (§4.4.1); if somebody has it, it is declined, and ten
//   seconds pass before the next try (§3.1 step 5).
// - At T1 it asks its server, at T2 all servers, each time again after half of the time that is left, a minute at least
//   (§4.4.5). When the lease ends so does the use of the address, at once.
// - A refusal (NAK) starts it anew; refusals in a row make it slower, so that two quarrelling servers cause no storm.
//
// Not done: INIT-REBOOT and INFORM, for an image remembers no lease over a restart; RELEASE, for a machine that starts
// again soon gets the same address.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>A DHCP client.</summary>
/// <param name="mac">The interface's station.</param>
/// <param name="random">Where pauses and numbers come from.</param>
/// <param name="startDelay">The longest pause at the start; RFC 2131 §4.4.1 says ten seconds.</param>
public sealed class DhcpClient(MacAddress mac, Random random, TimeSpan startDelay)
{
    private const int RequestTries = 4;
    private static readonly TimeSpan s_declinePause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_leastRetry = TimeSpan.FromSeconds(60);

    private TimeSpan _began;
    private ushort _discovered;
    private TimeSpan _asked;
    private uint _transaction;
    private int _tries;
    private int _failures;
    private Ipv4Address _offered;
    private Ipv4Address _server;

    /// <summary>Where it is.</summary>
    public DhcpState State { get; private set; }

    /// <summary>What it has, or checks.</summary>
    public DhcpLease? Lease { get; private set; }

    /// <summary>When to call <see cref="Advance"/>.</summary>
    public TimeSpan NextDeadline { get; private set; } = TimeSpan.MaxValue;

    private bool HasAddress => State is DhcpState.Bound or DhcpState.Renewing or DhcpState.Rebinding;

    /// <summary>Begins.</summary>
    public void Start(TimeSpan now)
    {
        _failures = 0;
        Restart(now + (startDelay * random.NextDouble()));
    }

    /// <summary>
    /// The link is there again, and perhaps another one: an address is asked for anew, or looked for at once (RFC 2131
    /// §3.7, by renewing: a server of another network refuses, or does not answer until the lease ends).
    /// </summary>
    public void Verify(TimeSpan now)
    {
        if (State is DhcpState.Init or DhcpState.Selecting)
            Restart(now);
        else if (State == DhcpState.Bound)
            NextDeadline = now;
    }

    /// <summary>Does what is due; call again until <see cref="NextDeadline"/> lies ahead.</summary>
    public DhcpStep Advance(TimeSpan now)
    {
        if (now < NextDeadline)
            return default;
        if (Lease is { } lease && now >= lease.EndsAt)
            return Lose(now);

        switch (State)
        {
            case DhcpState.Init:
                _began = now;
                NewTransaction(DhcpState.Selecting);
                return Discover(now);
            case DhcpState.Selecting:
                return Discover(now);
            case DhcpState.Requesting when _tries < RequestTries:
                return Request(now);
            case DhcpState.Requesting:
                Restart(now);
                return default;
            case DhcpState.Bound:
                _began = now;
                NewTransaction(DhcpState.Renewing);
                return Extend(now);
            case DhcpState.Renewing when now >= Lease!.RebindAt:
                NewTransaction(DhcpState.Rebinding);
                return Extend(now);
            default:
                return Extend(now);
        }
    }

    /// <summary>Takes a message from port 67.</summary>
    public DhcpStep Receive(in DhcpMessage message, TimeSpan now, out DropReason reason)
    {
        reason = DropReason.DhcpNotOurs;
        if (!message.IsReply || message.Transaction != _transaction || message.ClientMac != mac)
            return default;

        reason = DropReason.DhcpUnexpected;
        DhcpMessageType type = message.Type;
        bool isWaiting = State is DhcpState.Requesting or DhcpState.Renewing or DhcpState.Rebinding;
        switch (type)
        {
            case DhcpMessageType.Offer when State == DhcpState.Selecting:
                return Take(message, now, out reason);
            case DhcpMessageType.Ack when isWaiting && IsFromServer(message):
                return Acknowledge(message, now, out reason);
            case DhcpMessageType.Nak when isWaiting && IsFromServer(message):
                reason = DropReason.None;
                return Refuse(now);
            default:
                reason = type == DhcpMessageType.None ? DropReason.DhcpMalformed : reason;
                return default;
        }
    }

    /// <summary>The link was asked, and the address is free.</summary>
    public void Confirm()
    {
        if (State == DhcpState.Checking)
            Bind();
    }

    /// <summary>Somebody else has the address: it is declined (RFC 2131 §3.1 step 5).</summary>
    public DhcpStep Reject(TimeSpan now)
    {
        if (Lease is null)
            return default;

        _discovered = 0; // table 5
        DhcpStep step = Send(DhcpMessageType.Decline, Lease.Configuration.Address, Lease.Server);
        Restart(now + s_declinePause);
        return step with { Event = DhcpEvent.Lost };
    }

    private DhcpStep Discover(TimeSpan now)
    {
        NextDeadline = now + Pause(_tries++);
        _discovered = Seconds(now);
        return Send(DhcpMessageType.Discover, Ipv4Address.Any, Ipv4Address.Any);
    }

    private DhcpStep Request(TimeSpan now)
    {
        _asked = _tries == 0 ? now : _asked;
        NextDeadline = now + Pause(_tries++);
        return Send(DhcpMessageType.Request, _offered, _server);
    }

    private DhcpStep Extend(TimeSpan now)
    {
        bool isRebinding = State == DhcpState.Rebinding;
        TimeSpan limit = isRebinding ? Lease!.EndsAt : Lease!.RebindAt;
        TimeSpan pause = (limit - now) / 2;
        TimeSpan next = now + (pause > s_leastRetry ? pause : s_leastRetry);
        NextDeadline = next < limit ? next : limit;
        _asked = _tries++ == 0 ? now : _asked;
        Ipv4Address to = isRebinding ? Ipv4Address.Broadcast : Lease.Server;
        var send = new DhcpSend(
            DhcpMessageType.Request,
            _transaction,
            Seconds(now),
            Lease.Configuration.Address,
            Ipv4Address.Any,
            Ipv4Address.Any,
            to);
        return new DhcpStep(send, DhcpEvent.None);
    }

    private DhcpStep Take(in DhcpMessage offer, TimeSpan now, out DropReason reason)
    {
        reason = DropReason.DhcpMalformed;
        if (DhcpLease.Read(offer, now) is not { } lease)
            return default;

        reason = DropReason.None;
        _offered = lease.Configuration.Address;
        _server = lease.Server;
        _tries = 0;
        State = DhcpState.Requesting;
        return Request(now);
    }

    private DhcpStep Acknowledge(in DhcpMessage message, TimeSpan now, out DropReason reason)
    {
        reason = DropReason.DhcpMalformed;
        Ipv4Address expected = Lease?.Configuration.Address ?? _offered;
        if (DhcpLease.Read(message, _asked) is not { } lease || lease.Configuration.Address != expected)
            return default;
        if (lease.EndsAt <= now)
            return default;

        reason = DropReason.None;
        bool isFirst = Lease is null;
        Lease = lease;
        _failures = 0;
        if (!isFirst)
        {
            Bind();
            return new DhcpStep(null, DhcpEvent.Renewed);
        }

        State = DhcpState.Checking;
        NextDeadline = lease.EndsAt;
        return new DhcpStep(null, DhcpEvent.Check);
    }

    private DhcpStep Refuse(TimeSpan now)
    {
        DhcpEvent happened = HasAddress ? DhcpEvent.Lost : DhcpEvent.None;
        Restart(_failures == 0 ? now : now + Pause(_failures - 1));
        _failures++;
        return new DhcpStep(null, happened);
    }

    private DhcpStep Lose(TimeSpan now)
    {
        Restart(now);
        return new DhcpStep(null, DhcpEvent.Lost);
    }

    /// <summary>While rebinding any server may answer; otherwise only the one that was asked.</summary>
    private bool IsFromServer(in DhcpMessage message) =>
        message.TryGetAddress(DhcpOption.ServerIdentifier, out Ipv4Address server)
        && (State == DhcpState.Rebinding || server == _server);

    private void Bind()
    {
        _server = Lease!.Server;
        State = DhcpState.Bound;
        NextDeadline = Lease.RenewAt;
    }

    private void Restart(TimeSpan at)
    {
        Lease = null;
        State = DhcpState.Init;
        NextDeadline = at;
    }

    private void NewTransaction(DhcpState state)
    {
        State = state;
        _tries = 0;
        _transaction = (uint)random.NextInt64(1L << 32);
    }

    /// <summary>
    /// A message to all; `secs` is that of the latest DISCOVER, as REQUEST must have it (§3.1 step 3).
    /// </summary>
    private DhcpStep Send(DhcpMessageType type, Ipv4Address requested, Ipv4Address server)
    {
        var send = new DhcpSend(
            type, _transaction, _discovered, Ipv4Address.Any, requested, server, Ipv4Address.Broadcast);
        return new DhcpStep(send, DhcpEvent.None);
    }

    private TimeSpan Pause(int tries) =>
        TimeSpan.FromSeconds((4 << Math.Min(tries, 4)) + (2 * random.NextDouble()) - 1);

    private ushort Seconds(TimeSpan now) => (ushort)Math.Clamp((now - _began).TotalSeconds, 0, ushort.MaxValue);
}
