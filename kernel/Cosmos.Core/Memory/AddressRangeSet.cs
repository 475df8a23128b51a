// A set of addresses, kept as sorted ranges that neither overlap nor touch. Start-up computes with it what memory is
// free: union of what firmware calls usable, minus everything that must be kept. The order in which firmware lists its
// lines, their overlaps and repetitions do not matter to a set.
//
// It lives in storage that the caller brings, because it is needed before there is any allocator. When the storage is
// full it errs on the safe side: an addition is dropped, and a removal that would split a range drops the smaller part.
// Both lose memory, neither hands out what must be kept. Lost counts the bytes.
using System;

namespace Cosmos.Core.Memory;

/// <summary>A sorted set of disjoint ranges.</summary>
internal ref struct AddressRangeSet
{
    private readonly Span<AddressRange> _storage;

    /// <summary>An empty set of at most <c>storage.Length</c> ranges.</summary>
    public AddressRangeSet(Span<AddressRange> storage) => _storage = storage;

    /// <summary>How many ranges there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that found no room.</summary>
    public ulong Lost { get; private set; }

    /// <summary>The ranges, lowest first.</summary>
    public readonly ReadOnlySpan<AddressRange> Ranges => _storage[..Count];

    /// <summary>Bytes in the set.</summary>
    public readonly ulong Total
    {
        get
        {
            ulong total = 0;
            foreach (AddressRange range in Ranges)
            {
                total += range.Length;
            }

            return total;
        }
    }

    /// <summary>Adds all of <paramref name="range"/>.</summary>
    public void Add(AddressRange range)
    {
        if (range.Length == 0)
        {
            return;
        }

        // The ranges from `first` up to `after` overlap or touch the new one; they and it become one.
        int first = 0;
        while (first < Count && _storage[first].End < range.Start)
        {
            first++;
        }

        int after = first;
        while (after < Count && _storage[after].Start <= range.End)
        {
            range.Start = Math.Min(range.Start, _storage[after].Start);
            range.End = Math.Max(range.End, _storage[after].End);
            after++;
        }

        if (first == after && !OpenGap(first))
        {
            Lost += range.Length;
            return;
        }

        _storage[first] = range;
        CloseGap(first + 1, after);
    }

    /// <summary>Removes all of <paramref name="range"/>.</summary>
    public void Remove(AddressRange range)
    {
        if (range.Length == 0)
        {
            return;
        }

        for (int i = 0; i < Count; i++)
        {
            AddressRange whole = _storage[i];
            if (whole.End <= range.Start || whole.Start >= range.End)
            {
                continue;
            }

            AddressRange below = AddressRange.Between(whole.Start, range.Start);
            AddressRange above = AddressRange.Between(range.End, whole.End);
            if (below.Length != 0 && above.Length != 0)
            {
                Split(i, below, above);
                return;
            }

            if (below.Length == 0 && above.Length == 0)
            {
                CloseGap(i, i + 1);
                i--;
                continue;
            }

            _storage[i] = below.Length != 0 ? below : above;
        }
    }

    private void Split(int index, AddressRange below, AddressRange above)
    {
        if (OpenGap(index))
        {
            _storage[index] = below;
            _storage[index + 1] = above;
            return;
        }

        Lost += Math.Min(below.Length, above.Length);
        _storage[index] = below.Length >= above.Length ? below : above;
    }

    // Makes room for one range at `index`.
    private bool OpenGap(int index)
    {
        if (Count == _storage.Length)
        {
            return false;
        }

        for (int i = Count; i > index; i--)
        {
            _storage[i] = _storage[i - 1];
        }

        Count++;
        return true;
    }

    // Takes the ranges from `first` up to `after` out.
    private void CloseGap(int first, int after)
    {
        int gap = after - first;
        if (gap <= 0)
        {
            return;
        }

        for (int i = after; i < Count; i++)
        {
            _storage[i - gap] = _storage[i];
        }

        Count -= gap;
    }
}
