// Which bucket of a set a hash falls into, and the order of all rows. Buckets come one at a time (linear hashing,
// Litwin 1980): the low bits of the hash, one bit more for those that have been split in this round. Rows are ordered
// by their hashes read from the lowest bit to the highest, then by key; in that order each bucket is one stretch,
// however many there are, a split cuts a chain in two and a merger joins two. So the order never changes, and a walk
// that knows the last row it met can go on behind it whatever became of buckets, and of that row, meanwhile
// (split-ordered lists, Shalev and Shavit 2006).
using System.Numerics;

namespace Cosmos.Runtime.Tables;

/// <summary>Arithmetic of buckets and of the order of rows.</summary>
internal static class Buckets
{
    /// <summary>The bucket of a hash, of so many.</summary>
    public static int Of(ulong hash, int buckets)
    {
        uint mask = BitOperations.RoundUpToPowerOf2((uint)buckets) - 1;
        uint bucket = (uint)hash & mask;
        return (int)(bucket < (uint)buckets ? bucket : bucket & (mask >> 1));
    }

    /// <summary>The bucket that the next one is split from, and that the last one is merged with.</summary>
    public static int SourceOf(int bucket) => bucket - SplitBit(bucket);

    /// <summary>The bit of a hash that tells a bucket from its source.</summary>
    public static int SplitBit(int bucket) => (int)(BitOperations.RoundUpToPowerOf2((uint)bucket + 1) / 2);

    /// <summary>Whether a hash comes before another one, which is not the same.</summary>
    public static bool IsBefore(ulong hash, ulong other)
    {
        ulong difference = hash ^ other;
        return (hash & difference & (0 - difference)) == 0;
    }

    /// <summary>
    /// The first hash of the bucket that follows in the order of rows; 0: there is none, it was the last.
    /// </summary>
    public static ulong After(int bucket, int buckets)
    {
        uint half = BitOperations.RoundUpToPowerOf2((uint)buckets) / 2;
        bool isSplit = (uint)bucket >= half || (uint)bucket + half < (uint)buckets;
        uint bit = isSplit ? half : half / 2;
        var next = (uint)bucket;
        while ((next & bit) != 0)
        {
            next ^= bit;
            bit >>= 1;
        }

        return next | bit;
    }
}
