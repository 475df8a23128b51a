namespace Cosmos.Core.Heaps;

/// <summary>
/// Where the slots of one size class lie in a superchunk, with the division by their size as a multiplication.
/// </summary>
internal readonly struct SlotGeometry
{
    // All sizes are multiples of 32.
    private const int UnitShift = 5;

    private readonly uint _reciprocal;

    /// <summary>Slots of so many bytes.</summary>
    public SlotGeometry(uint bytes)
    {
        Bytes = bytes;
        Slots = (uint)HeapSpace.SuperchunkBytes / bytes;

        // In units, rounded up: a quotient comes out too large by less than 2^13 / 2^32, and its fraction is at most
        // 1 - 1/2^11, so it never reaches the next slot. In bytes it would.
        uint units = bytes >> UnitShift;
        _reciprocal = (uint)((((ulong)1 << 32) + units - 1) / units);
    }

    /// <summary>Bytes of a slot.</summary>
    public uint Bytes { get; }

    /// <summary>Slots in a superchunk.</summary>
    public uint Slots { get; }

    /// <summary>The slot with the byte at <paramref name="offset"/> of its superchunk.</summary>
    public uint SlotAt(uint offset) => (uint)(((ulong)(offset >> UnitShift) * _reciprocal) >> 32);
}
