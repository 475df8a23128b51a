// Frames on their way to the driver: a ring of places of equal size, made once. A frame is written straight into its
// place, and the driver copies it from there into its own memory, so sending allocates nothing. Full means full: the
// sender is told, because a queue that drops silently cannot be explained.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>A bounded queue of frames.</summary>
public sealed class FrameQueue
{
    private readonly byte[] _bytes;
    private readonly int[] _lengths;
    private readonly int _room;
    private int _first;

    /// <summary>A queue of so many frames, each of at most so many bytes.</summary>
    public FrameQueue(int frames, int room)
    {
        _room = Math.Max(room, EthernetFrame.ShortestLength);
        _bytes = new byte[frames * _room];
        _lengths = new int[frames];
    }

    /// <summary>Frames in it.</summary>
    public int Count { get; private set; }

    /// <summary>Frames that still fit.</summary>
    public int Free => _lengths.Length - Count;

    /// <summary>
    /// Adds a frame, to be written by the caller at once; what pads it to Ethernet's minimum is zero.
    /// </summary>
    public bool TryAdd(int length, out Span<byte> frame)
    {
        frame = default;
        if (Free == 0 || length > _room)
            return false;

        int place = (_first + Count++) % _lengths.Length;
        _lengths[place] = Math.Max(length, EthernetFrame.ShortestLength);
        Span<byte> padded = _bytes.AsSpan(place * _room, _lengths[place]);
        padded[length..].Clear();
        frame = padded[..length];
        return true;
    }

    /// <summary>The oldest frame; it is valid until it is removed.</summary>
    public bool TryPeek(out ReadOnlySpan<byte> frame)
    {
        frame = Count == 0 ? default : _bytes.AsSpan(_first * _room, _lengths[_first]);
        return Count != 0;
    }

    /// <summary>Removes the oldest frame, if there is one.</summary>
    public void Remove()
    {
        if (Count == 0)
            return;

        _first = (_first + 1) % _lengths.Length;
        Count--;
    }
}
