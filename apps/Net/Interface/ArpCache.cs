// Who is where on the link (RFC 826), within bounds. The cache decides and the interface sends: a question becomes due,
// and TryTakeQuestion hands it out.
//
//   Resolving  asked by broadcast, at most once a second and three times (RFC 1122 §2.3.2.1 forbids floods)
//   Fresh      known; after a minute without news the next use makes it
//   Doubtful   still used, while the station is asked directly; without an answer it is forgotten (§2.3.2.1 (2))
//   Failed     nobody answered; senders are told so at once, for a while
//
// Two things keep strangers from emptying it: only stations that speak to this host or are spoken to are learned, and
// at most half of the places can be taken by addresses that nobody has.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>What the cache says of a next hop.</summary>
public enum Resolution
{
    /// <summary>Its station is known.</summary>
    Known,

    /// <summary>It is being asked for.</summary>
    Waiting,

    /// <summary>It did not answer, a moment ago.</summary>
    Unreachable,

    /// <summary>Too many are being asked for.</summary>
    Full,
}

/// <summary>A bounded ARP cache.</summary>
public sealed class ArpCache
{
    private const int Tries = 3;
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_usable = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_failed = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Ipv4Address, int> _places;
    private readonly Entry[] _entries;
    private int _resolving;

    /// <summary>A cache of so many neighbours, at least two.</summary>
    public ArpCache(int capacity)
    {
        _entries = new Entry[Math.Max(2, capacity)];
        _places = new Dictionary<Ipv4Address, int>(_entries.Length);
    }

    private enum State
    {
        Free,
        Resolving,
        Fresh,
        Doubtful,
        Failed,
    }

    /// <summary>Neighbours in it, whatever their state.</summary>
    public int Count => _places.Count;

    /// <summary>When there is something to take; may be early, never late.</summary>
    public TimeSpan NextDeadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>Whether an address is known or asked for.</summary>
    public bool Contains(Ipv4Address address) => _places.ContainsKey(address);

    /// <summary>Where a next hop is; if that is not known, or doubtful, a question becomes due.</summary>
    public Resolution Resolve(Ipv4Address address, TimeSpan now, out MacAddress mac)
    {
        if (!_places.TryGetValue(address, out int place) && !TryPlace(address, mayResolve: true, out place))
        {
            mac = default;
            return Resolution.Full;
        }

        ref Entry entry = ref _entries[place];
        entry.Used = now;
        mac = entry.Mac;
        switch (entry.State)
        {
            case State.Fresh when now - entry.Since < s_fresh:
            case State.Doubtful:
                return Resolution.Known;
            case State.Fresh when now - entry.Since < s_usable:
                Ask(ref entry, State.Doubtful, now);
                return Resolution.Known;
            case State.Failed when now < entry.Due:
                return Resolution.Unreachable;
            case State.Resolving:
                return Resolution.Waiting;
            default:
                if (_resolving >= _entries.Length / 2)
                    return Resolution.Full;

                Ask(ref entry, State.Resolving, now);
                return Resolution.Waiting;
        }
    }

    /// <summary>Notes where an address is.</summary>
    /// <returns>Whether frames may wait for it.</returns>
    public bool Learn(Ipv4Address address, MacAddress mac, TimeSpan now)
    {
        if (!_places.TryGetValue(address, out int place) && !TryPlace(address, mayResolve: false, out place))
            return false;

        ref Entry entry = ref _entries[place];
        bool wasResolving = entry.State == State.Resolving;
        Enter(ref entry, State.Fresh);
        entry.Mac = mac;
        entry.Since = now;
        entry.Used = wasResolving || entry.Used != default ? entry.Used : now;
        entry.Due = TimeSpan.MaxValue;
        return wasResolving;
    }

    /// <summary>Takes a question that is due.</summary>
    /// <param name="now">Now.</param>
    /// <param name="address">Who is asked for.</param>
    /// <param name="to">Which stations to ask.</param>
    public bool TryTakeQuestion(TimeSpan now, out Ipv4Address address, out MacAddress to)
    {
        if (now >= NextDeadline)
        {
            foreach (ref Entry entry in _entries.AsSpan())
            {
                if (entry.State is not (State.Resolving or State.Doubtful) || now < entry.Due || entry.Asked >= Tries)
                    continue;

                entry.Asked++;
                entry.Due = now + s_retry;
                address = entry.Address;
                to = entry.State == State.Doubtful ? entry.Mac : MacAddress.Broadcast;
                return true;
            }
        }

        address = default;
        to = default;
        return false;
    }

    /// <summary>
    /// Takes an address that did not answer, so that what waits for it can be dropped. When there are no more, and no
    /// questions, the deadline is the next one.
    /// </summary>
    public bool TryTakeUnreachable(TimeSpan now, out Ipv4Address address)
    {
        address = default;
        if (now < NextDeadline)
            return false;

        foreach (ref Entry entry in _entries.AsSpan())
        {
            if (entry.State is not (State.Resolving or State.Doubtful) || now < entry.Due || entry.Asked < Tries)
                continue;

            address = entry.Address;
            if (entry.State == State.Doubtful)
            {
                Remove(ref entry);
            }
            else
            {
                Enter(ref entry, State.Failed);
                entry.Due = now + s_failed;
            }

            return true;
        }

        NextDeadline = FindDeadline();
        return false;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        _places.Clear();
        _resolving = 0;
        NextDeadline = TimeSpan.MaxValue;
    }

    private void Ask(ref Entry entry, State state, TimeSpan now)
    {
        Enter(ref entry, state);
        entry.Asked = 0;
        entry.Due = now;
        NextDeadline = now < NextDeadline ? now : NextDeadline;
    }

    private void Enter(ref Entry entry, State state)
    {
        _resolving += (state == State.Resolving ? 1 : 0) - (entry.State == State.Resolving ? 1 : 0);
        entry.State = state;
    }

    private void Remove(ref Entry entry)
    {
        Enter(ref entry, State.Free);
        _places.Remove(entry.Address);
        entry = default;
    }

    /// <summary>Finds a place: a free one, or the one that was used longest ago and for which no frames wait.</summary>
    private bool TryPlace(Ipv4Address address, bool mayResolve, out int place)
    {
        place = -1;
        if (mayResolve && _resolving >= _entries.Length / 2)
            return false;

        if (_places.Count < _entries.Length)
        {
            place = Array.FindIndex(_entries, entry => entry.State == State.Free);
        }
        else
        {
            for (int index = 0; index < _entries.Length; index++)
            {
                bool isOlder = place < 0 || _entries[index].Used < _entries[place].Used;
                place = _entries[index].State != State.Resolving && isOlder ? index : place;
            }

            Remove(ref _entries[place]);
        }

        _entries[place] = new Entry { Address = address, State = State.Free, Due = TimeSpan.MaxValue };
        _places.Add(address, place);
        return true;
    }

    private TimeSpan FindDeadline()
    {
        TimeSpan first = TimeSpan.MaxValue;
        foreach (ref readonly Entry entry in _entries.AsSpan())
        {
            if (entry.State is State.Resolving or State.Doubtful && entry.Due < first)
                first = entry.Due;
        }

        return first;
    }

    private struct Entry
    {
        public Ipv4Address Address;
        public MacAddress Mac;
        public State State;
        public int Asked;
        public TimeSpan Since;
        public TimeSpan Used;
        public TimeSpan Due;
    }
}
