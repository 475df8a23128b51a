// Taking an address without taking another's (RFC 5227). Probes ask whether somebody has it; if nobody speaks up it is
// this host's, and announcements tell the neighbours' caches. Later claims of others are answered once in ten seconds;
// a second one within that time means that the address is lost, and what then happens is up to who gave it.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>How long a claim takes.</summary>
public sealed record ClaimTiming
{
    /// <summary>The pause before the first probe is between zero and this.</summary>
    public TimeSpan ProbeWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many probes.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>The pause between probes is between this and twice this.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause after the last probe.</summary>
    public TimeSpan AnnounceWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many announcements.</summary>
    public int Announcements { get; init; } = 2;

    /// <summary>The pause between announcements.</summary>
    public TimeSpan AnnounceInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the address is defended, and how long a lost claim pauses.</summary>
    public TimeSpan DefendInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>RFC 5227 §1.1.</summary>
    public static ClaimTiming Standard { get; } = new();

    /// <summary>
    /// One probe and a fifth of a second: for machines that must be up at once, on links that lose little.
    /// </summary>
    public static ClaimTiming Brief { get; } = new()
    {
        ProbeWait = TimeSpan.Zero,
        Probes = 1,
        AnnounceWait = TimeSpan.FromMilliseconds(200),
    };
}

/// <summary>What a claim wants done.</summary>
public enum ClaimStep
{
    /// <summary>Nothing, until its deadline.</summary>
    None,

    /// <summary>A probe is to be sent.</summary>
    Probe,

    /// <summary>The address is this host's now.</summary>
    Acquired,

    /// <summary>An announcement is to be sent.</summary>
    Announce,
}

/// <summary>What an ARP packet means for a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>Nothing.</summary>
    Peace,

    /// <summary>Somebody else claims the address: announce it once more.</summary>
    Defend,

    /// <summary>Somebody else claims the address, and it was defended a moment ago.</summary>
    Contested,

    /// <summary>The address that this host wanted is taken.</summary>
    Taken,
}

/// <summary>A claim to one address.</summary>
public sealed class AddressClaim(MacAddress mac, ClaimTiming timing, Random random)
{
    private Phase _phase;
    private int _sent;
    private TimeSpan? _defended;

    private enum Phase
    {
        Idle,
        Probing,
        Announcing,
        Held,
    }

    /// <summary>The address.</summary>
    public Ipv4Address Address { get; private set; }

    /// <summary>When the next step is due.</summary>
    public TimeSpan NextDeadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Whether the address is this host's.</summary>
    public bool IsAcquired => _phase is Phase.Announcing or Phase.Held;

    /// <summary>Begins, after a pause.</summary>
    public void Begin(Ipv4Address address, TimeSpan now, TimeSpan pause)
    {
        Address = address;
        _phase = Phase.Probing;
        _sent = 0;
        _defended = null;
        NextDeadline = now + pause + (timing.ProbeWait * random.NextDouble());
    }

    /// <summary>Gives the address up.</summary>
    public void End()
    {
        _phase = Phase.Idle;
        NextDeadline = TimeSpan.MaxValue;
    }

    /// <summary>Announces an acquired address once more.</summary>
    public void Repeat(TimeSpan now)
    {
        if (!IsAcquired)
            return;

        _phase = Phase.Announcing;
        _sent = 0;
        NextDeadline = now;
    }

    /// <summary>The next step that is due; call until there is none.</summary>
    public ClaimStep Advance(TimeSpan now)
    {
        if (now < NextDeadline)
            return ClaimStep.None;

        if (_phase == Phase.Probing && _sent < timing.Probes)
        {
            _sent++;
            NextDeadline = now + (_sent < timing.Probes
                ? timing.ProbeInterval * (1 + random.NextDouble())
                : timing.AnnounceWait);
            return ClaimStep.Probe;
        }

        if (_phase == Phase.Probing)
        {
            _phase = Phase.Announcing;
            _sent = 0;
            NextDeadline = now;
            return ClaimStep.Acquired;
        }

        bool isLast = ++_sent >= timing.Announcements;
        _phase = isLast ? Phase.Held : Phase.Announcing;
        NextDeadline = isLast ? TimeSpan.MaxValue : now + timing.AnnounceInterval;
        return ClaimStep.Announce;
    }

    /// <summary>Judges a packet of another station (RFC 5227 §2.1.1, §2.4).</summary>
    public ClaimVerdict Judge(in ArpPacket packet, TimeSpan now)
    {
        if (_phase == Phase.Idle || packet.SenderMac == mac)
            return ClaimVerdict.Peace;

        if (_phase == Phase.Probing)
        {
            bool wantsIt = packet.IsProbe && packet.Target == Address;
            return wantsIt || packet.Sender == Address ? ClaimVerdict.Taken : ClaimVerdict.Peace;
        }

        if (packet.Sender != Address)
            return ClaimVerdict.Peace;
        if (_defended is { } last && now - last < timing.DefendInterval)
            return ClaimVerdict.Contested;

        _defended = now;
        return ClaimVerdict.Defend;
    }
}
