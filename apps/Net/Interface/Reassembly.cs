// Fragments become datagrams here, within bounds of number, memory and time; at each bound the oldest goes, because it
// is the least likely to become complete. A first fragment's datagram that ran out of time is reported to its sender
// (RFC 1122 §3.3.2), which is why an expired one is handed out before it is freed.
using System.Numerics;
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>A bounded set of datagrams in pieces.</summary>
public sealed class Reassembly
{
    private const int LeastMemory = 2048;

    private readonly FragmentedDatagram[] _datagrams;
    private readonly InterfaceLimits _limits;
    private readonly Counters _counters;
    private FragmentedDatagram? _finished;

    /// <summary>An empty set.</summary>
    public Reassembly(InterfaceLimits limits, Counters counters)
    {
        _limits = limits;
        _counters = counters;
        _datagrams = new FragmentedDatagram[limits.FragmentedDatagrams];
        for (int index = 0; index < _datagrams.Length; index++)
            _datagrams[index] = new FragmentedDatagram();
    }

    /// <summary>Bytes in use.</summary>
    public int Bytes => _datagrams.Sum(datagram => datagram.Memory.Length);

    /// <summary>When a datagram is to be given up.</summary>
    public TimeSpan NextDeadline
    {
        get
        {
            TimeSpan first = TimeSpan.MaxValue;
            foreach (FragmentedDatagram datagram in _datagrams)
                first = !datagram.IsFree && datagram.Deadline < first ? datagram.Deadline : first;

            return first;
        }
    }

    /// <summary>Adds a fragment.</summary>
    /// <param name="packet">The fragment.</param>
    /// <param name="now">Now.</param>
    /// <param name="whole">The whole packet, valid until the next call; empty: something is missing.</param>
    /// <returns>Why it was dropped, if it was.</returns>
    public DropReason Add(scoped in Ipv4Packet packet, TimeSpan now, out ReadOnlySpan<byte> whole)
    {
        whole = default;
        _finished?.End();
        _finished = null;
        Ipv4Header header = packet.Header;
        int end = header.FragmentOffset + packet.Payload.Length;
        bool isRagged = header.MoreFragments && packet.Payload.Length % 8 != 0;
        if (packet.Payload.IsEmpty || isRagged || end > Ipv4Header.LongestPacket - packet.HeaderLength)
            return DropReason.FragmentBadLength;

        FragmentedDatagram datagram = Find(header, now);
        if (datagram.Poison != DropReason.None)
            return datagram.Poison;

        DropReason reason = datagram.Judge(packet);
        if (reason == DropReason.FragmentDuplicate)
            return reason;
        if (reason == DropReason.None && !TryMakeRoom(datagram, end))
            reason = DropReason.FragmentNoMemory;
        if (reason != DropReason.None)
        {
            Spoil(datagram, reason);
            return reason;
        }

        datagram.Add(packet);
        return datagram.IsComplete ? Finish(datagram, out whole) : DropReason.None;
    }

    /// <summary>Gives up one datagram whose time is over.</summary>
    /// <param name="now">Now.</param>
    /// <param name="beginning">
    /// What to quote in an error, valid until the next call; empty: no error is due.
    /// </param>
    public bool TryExpire(TimeSpan now, out ReadOnlySpan<byte> beginning)
    {
        beginning = default;
        _finished?.End();
        _finished = null;
        foreach (FragmentedDatagram datagram in _datagrams)
        {
            if (datagram.IsFree || now < datagram.Deadline)
                continue;

            _counters.DropHeld(datagram.Pieces, DropReason.FragmentTimeout);
            beginning = datagram.Beginning;
            datagram.End();
            return true;
        }

        return false;
    }

    private DropReason Finish(FragmentedDatagram datagram, out ReadOnlySpan<byte> whole)
    {
        if (!datagram.TryAssemble(out whole))
        {
            _counters.DropHeld(datagram.Pieces - 1, DropReason.FragmentBadLength);
            datagram.End();
            return DropReason.FragmentBadLength;
        }

        _counters.AbsorbHeld(datagram.Pieces - 1);
        _finished = datagram;
        return DropReason.None;
    }

    private FragmentedDatagram Find(in Ipv4Header header, TimeSpan now)
    {
        var key = new FragmentKey(header.Source, header.Destination, header.Protocol, header.Identification);
        FragmentedDatagram? place = null;
        foreach (FragmentedDatagram datagram in _datagrams)
        {
            if (!datagram.IsFree && datagram.Key == key)
                return datagram;

            bool isBetter = place is null || (!place.IsFree && (datagram.IsFree || datagram.Deadline < place.Deadline));
            place = isBetter ? datagram : place;
        }

        Evict(place!);
        place!.Begin(key, now + _limits.FragmentTime);
        return place;
    }

    private bool TryMakeRoom(FragmentedDatagram datagram, int end)
    {
        int power = (int)BitOperations.RoundUpToPowerOf2((uint)(FragmentedDatagram.HeaderRoom + end));
        int length = Math.Max(LeastMemory, power);
        length = Math.Min(length, FragmentedDatagram.HeaderRoom + Ipv4Header.LongestPacket);
        if (datagram.Memory.Length >= FragmentedDatagram.HeaderRoom + end)
            return true;

        while (Bytes - datagram.Memory.Length + length > _limits.FragmentBytes)
        {
            FragmentedDatagram? oldest = _datagrams
                .Where(other => other != datagram && other.Memory.Length > 0)
                .MinBy(other => other.Deadline);
            if (oldest is null)
                return false;

            Evict(oldest);
        }

        datagram.Grow(length);
        return true;
    }

    private void Evict(FragmentedDatagram datagram)
    {
        if (!datagram.IsFree)
            _counters.DropHeld(datagram.Pieces, DropReason.FragmentNoMemory);

        datagram.End();
    }

    private void Spoil(FragmentedDatagram datagram, DropReason reason)
    {
        _counters.DropHeld(datagram.Pieces, reason);
        datagram.Spoil(reason);
    }
}
