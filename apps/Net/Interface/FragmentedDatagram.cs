// One datagram that is being put together. RFC 815 keeps a list of holes; here are the pieces, sorted, which says the
// same and also whether a piece was there before. Nothing may overlap: a piece that was there before byte for byte is a
// duplicate of the network's, anything else that overlaps is an attack or a mix-up, and the whole datagram goes (RFC
// 5722 gives the reason for IPv6, RFC 1858 for IPv4). So it is complete when the bytes that came are as many as there
// are.
//
// In its memory the payload stands behind room for the longest header. When it is complete, the first fragment's header
// is put right in front of it (RFC 791 §3.2) and the whole is a packet like any other.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>Which datagram a fragment belongs to (RFC 791 §3.2).</summary>
internal readonly record struct FragmentKey(
    Ipv4Address Source, Ipv4Address Destination, IpProtocol Protocol, ushort Identification);

/// <summary>Where the pieces of one datagram come together.</summary>
internal sealed class FragmentedDatagram
{
    /// <summary>Room in front of the payload.</summary>
    public const int HeaderRoom = 60;

    private const int MostPieces = 64;

    private readonly (int Start, int End)[] _pieces = new (int Start, int End)[MostPieces];
    private readonly byte[] _header = new byte[HeaderRoom];
    private int _headerLength;
    private int _received;
    private int _total;

    /// <summary>Whose it is; meaningless while <see cref="IsFree"/>.</summary>
    public FragmentKey Key { get; private set; }

    /// <summary>Whether it is nobody's.</summary>
    public bool IsFree { get; private set; } = true;

    /// <summary>Why all further pieces are dropped.</summary>
    public DropReason Poison { get; private set; }

    /// <summary>When it is given up.</summary>
    public TimeSpan Deadline { get; private set; }

    /// <summary>Pieces in it, one frame each.</summary>
    public int Pieces { get; private set; }

    /// <summary>Its memory.</summary>
    public byte[] Memory { get; private set; } = [];

    /// <summary>Whether nothing is missing.</summary>
    public bool IsComplete => _headerLength > 0 && _received == _total;

    /// <summary>
    /// What an error about it would quote: the header and the first bytes, if its first fragment is here.
    /// </summary>
    public ReadOnlySpan<byte> Beginning
    {
        get
        {
            if (_headerLength == 0 || Poison != DropReason.None)
                return default;

            _header.AsSpan(0, _headerLength).CopyTo(Memory.AsSpan(HeaderRoom - _headerLength));
            return Memory.AsSpan(HeaderRoom - _headerLength, _headerLength + _pieces[0].End);
        }
    }

    /// <summary>Takes it for a datagram.</summary>
    public void Begin(FragmentKey key, TimeSpan deadline)
    {
        Key = key;
        Deadline = deadline;
        IsFree = false;
        Poison = DropReason.None;
        _total = -1;
    }

    /// <summary>Gives it back, with its memory.</summary>
    public void End()
    {
        Empty();
        IsFree = true;
    }

    /// <summary>
    /// Drops what came and all that will, until the deadline: the rest must not start a new datagram.
    /// </summary>
    public void Spoil(DropReason reason)
    {
        Empty();
        Poison = reason;
    }

    /// <summary>Whether a piece may be added.</summary>
    public DropReason Judge(in Ipv4Packet packet)
    {
        int start = packet.Header.FragmentOffset;
        int end = start + packet.Payload.Length;
        int place = PlaceOf(start);
        bool isKnown = place < Pieces && _pieces[place] == (start, end);
        if (isKnown)
        {
            bool isSame = Memory.AsSpan(HeaderRoom + start, end - start).SequenceEqual(packet.Payload)
                && (packet.Header.MoreFragments ? end != _total : end == _total);
            return isSame ? DropReason.FragmentDuplicate : DropReason.FragmentOverlap;
        }

        bool isOverlap = (place > 0 && _pieces[place - 1].End > start)
            || (place < Pieces && _pieces[place].Start < end);
        bool isBeyond = _total >= 0 && (end > _total || !packet.Header.MoreFragments);
        bool isBefore = !packet.Header.MoreFragments && Pieces > 0 && _pieces[Pieces - 1].End > end;
        if (isOverlap || isBeyond || isBefore)
            return DropReason.FragmentOverlap;

        return Pieces == MostPieces ? DropReason.FragmentTooMany : DropReason.None;
    }

    /// <summary>Adds a piece that was judged, to memory that was made large enough.</summary>
    public void Add(in Ipv4Packet packet)
    {
        int start = packet.Header.FragmentOffset;
        int end = start + packet.Payload.Length;
        int place = PlaceOf(start);
        _pieces.AsSpan(place, Pieces - place).CopyTo(_pieces.AsSpan(place + 1));
        _pieces[place] = (start, end);
        Pieces++;
        _received += end - start;
        packet.Payload.CopyTo(Memory.AsSpan(HeaderRoom + start));
        if (!packet.Header.MoreFragments)
            _total = end;

        if (start == 0)
        {
            _headerLength = packet.HeaderLength;
            packet.Bytes[.._headerLength].CopyTo(_header);
        }
    }

    /// <summary>Takes larger memory, with what is in the one before.</summary>
    public void Grow(int length)
    {
        byte[] memory = new byte[length];
        Memory.CopyTo(memory, 0);
        Memory = memory;
    }

    /// <summary>The whole packet; false: it is longer than packets can be.</summary>
    public bool TryAssemble(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (_headerLength + _total > Ipv4Header.LongestPacket)
            return false;

        Span<byte> whole = Memory.AsSpan(HeaderRoom - _headerLength, _headerLength + _total);
        _header.AsSpan(0, _headerLength).CopyTo(whole);
        Ipv4Header.MakeWhole(whole, _headerLength);
        packet = whole;
        return true;
    }

    private int PlaceOf(int start)
    {
        int place = 0;
        while (place < Pieces && _pieces[place].Start < start)
            place++;

        return place;
    }

    private void Empty()
    {
        Memory = [];
        Pieces = 0;
        _received = 0;
        _headerLength = 0;
        _total = -1;
    }
}
