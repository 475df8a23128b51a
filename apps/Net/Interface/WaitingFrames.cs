// Frames whose next hop has not said its station yet. Places of equal size, made when they are first needed; a frame is
// written into its place complete but for the destination. Per neighbour the latest few are kept (RFC 1122 §2.3.2.2).
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>A bounded store of frames by next hop, in the order in which they came.</summary>
internal sealed class WaitingFrames(int capacity, int perNeighbour, int room)
{
    private readonly Place[] _places = new Place[capacity];
    private long _last;

    /// <summary>Frames in it.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// How many frames for a neighbour could be added one after the other, with those lost that wait for it now.
    /// </summary>
    public int RoomFor(Ipv4Address nextHop) =>
        Math.Min(perNeighbour, capacity - Count + CountOf(nextHop, out _));

    /// <summary>Adds a frame, to be written by the caller at once.</summary>
    /// <param name="nextHop">Whom it waits for.</param>
    /// <param name="length">Its length.</param>
    /// <param name="frame">Where to write it.</param>
    /// <param name="lost">Whether the oldest of the same neighbour had to go; others' never have to.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryAdd(Ipv4Address nextHop, int length, out Span<byte> frame, out bool lost)
    {
        int count = CountOf(nextHop, out int oldest);
        lost = count >= perNeighbour || (count > 0 && Count == capacity);
        int place = lost ? oldest : Array.FindIndex(_places, one => one.Order == 0);
        frame = default;
        if (place < 0)
            return false;

        Count += lost ? 0 : 1;
        byte[] bytes = _places[place].Bytes ?? new byte[room];
        _places[place] = new Place { Bytes = bytes, Length = length, NextHop = nextHop, Order = ++_last };
        frame = bytes.AsSpan(0, length);
        return true;
    }

    /// <summary>Takes the oldest frame that waits for a neighbour; it is valid until the next is added.</summary>
    public bool TryTake(Ipv4Address nextHop, out Span<byte> frame)
    {
        frame = default;
        if (CountOf(nextHop, out int oldest) == 0)
            return false;

        ref Place place = ref _places[oldest];
        frame = place.Bytes.AsSpan(0, place.Length);
        place.Order = 0;
        Count--;
        return true;
    }

    /// <summary>Drops one frame, whomever it waits for; false: there was none.</summary>
    public bool TryTakeAny()
    {
        int place = Array.FindIndex(_places, one => one.Order != 0);
        return place >= 0 && TryTake(_places[place].NextHop, out _);
    }

    private int CountOf(Ipv4Address nextHop, out int oldest)
    {
        int count = 0;
        oldest = -1;
        for (int index = 0; index < _places.Length; index++)
        {
            if (_places[index].Order == 0 || _places[index].NextHop != nextHop)
                continue;

            count++;
            if (oldest < 0 || _places[index].Order < _places[oldest].Order)
                oldest = index;
        }

        return count;
    }

    private struct Place
    {
        public byte[]? Bytes;
        public int Length;
        public Ipv4Address NextHop;
        public long Order;
    }
}
