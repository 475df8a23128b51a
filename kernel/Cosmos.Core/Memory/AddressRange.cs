namespace Cosmos.Core.Memory;

/// <summary>Addresses from <see cref="Start"/> up to, not including, <see cref="End"/>.</summary>
internal struct AddressRange
{
    /// <summary>First byte.</summary>
    public ulong Start;

    /// <summary>One beyond the last byte.</summary>
    public ulong End;

    /// <summary>Bytes.</summary>
    public readonly ulong Length => End - Start;

    /// <summary>
    /// The range [<paramref name="start"/>, <paramref name="end"/>); empty if they are the wrong way round.
    /// </summary>
    public static AddressRange Between(ulong start, ulong end) =>
        new() { Start = start, End = end > start ? end : start };

    /// <summary>
    /// <paramref name="length"/> bytes from <paramref name="start"/>, cut at <paramref name="limit"/>: firmware has
    /// been seen to describe memory that wraps round the end of the address space.
    /// </summary>
    public static AddressRange Clamped(ulong start, ulong length, ulong limit)
    {
        ulong end = length > ulong.MaxValue - start ? ulong.MaxValue : start + length;
        return Between(start < limit ? start : limit, end < limit ? end : limit);
    }
}
