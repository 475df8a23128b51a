// Which stretches of an address space are free: a sorted array of ranges that neither overlap nor touch, in storage
// that the caller brings. Reserving takes the lowest range that fits, so addresses, and the page tables behind them,
// are used again soon; releasing joins neighbours.
//
// The array has a limit. When a release finds it full, the range is leaked, and counted: the space is some 100 TiB, and
// what is lost is address space, never memory.
//
// Pure; no locking.
namespace Cosmos.Core.Memory;

/// <summary>An allocator of address space, by pages.</summary>
internal unsafe struct AddressSpace
{
    private AddressRange* _free;
    private int _capacity;

    /// <summary>Free ranges there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of address space that were released and could not be remembered.</summary>
    public ulong Leaked { get; private set; }

    /// <summary>
    /// Starts with [start, end) free. <paramref name="storage"/> has room for <paramref name="capacity"/> ranges.
    /// </summary>
    public void Initialize(AddressRange* storage, int capacity, ulong start, ulong end)
    {
        _free = storage;
        _capacity = capacity;
        _free[0] = AddressRange.Between(start, end);
        Count = 1;
        Leaked = 0;
    }

    /// <summary>
    /// Takes <paramref name="length"/> bytes, a multiple of the page size. False if no free range is that long.
    /// </summary>
    public bool TryReserve(ulong length, out ulong start)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_free[i].Length < length)
            {
                continue;
            }

            start = _free[i].Start;
            _free[i].Start += length;
            if (_free[i].Length == 0)
            {
                RemoveAt(i);
            }

            return true;
        }

        start = 0;
        return false;
    }

    /// <summary>Gives a range back. False if part of it is free already, or it is empty: a bug of the caller.</summary>
    public bool Release(ulong start, ulong length)
    {
        AddressRange range = AddressRange.Between(start, start + length);
        int next = FirstAfter(start);
        bool overlapsBelow = next > 0 && _free[next - 1].End > start;
        bool overlapsAbove = next < Count && _free[next].Start < range.End;
        if (range.Length != length || length == 0 || overlapsBelow || overlapsAbove)
        {
            return false;
        }

        bool joinsBelow = next > 0 && _free[next - 1].End == start;
        bool joinsAbove = next < Count && _free[next].Start == range.End;
        if (joinsBelow)
        {
            _free[next - 1].End = joinsAbove ? _free[next].End : range.End;
            if (joinsAbove)
            {
                RemoveAt(next);
            }
        }
        else if (joinsAbove)
        {
            _free[next].Start = start;
        }
        else if (!InsertAt(next, range))
        {
            Leaked += length;
        }

        return true;
    }

    // Index of the first free range that starts after `address`.
    private readonly int FirstAfter(ulong address)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_free[middle].Start <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool InsertAt(int index, AddressRange range)
    {
        if (Count == _capacity)
        {
            return false;
        }

        // Safety: Count < _capacity, so index Count is inside the storage.
        for (int i = Count; i > index; i--)
        {
            _free[i] = _free[i - 1];
        }

        _free[index] = range;
        Count++;
        return true;
    }

    private void RemoveAt(int index)
    {
        for (int i = index + 1; i < Count; i++)
        {
            _free[i - 1] = _free[i];
        }

        Count--;
    }
}
