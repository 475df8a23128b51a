// From names to atoms: a hash table that grows by one bucket with each atom (linear hashing, Litwin 1980), so that
// no insertion ever has more to do than split one chain. Records and buckets lie in pools; nothing is ever removed.
//
// Looking up takes no lock. An atom is complete before it is linked, and a reader that a split overtakes at worst
// leaves its chain for another one and finds nothing; who found nothing looks again under the latch before it
// inserts.
using System.Numerics;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime;

/// <summary>The table of atoms. Callable from everywhere but interrupt handlers.</summary>
internal static class AtomTable
{
    /// <summary>Parts of long names there can be: four for each atom, which is 277 bytes of every name.</summary>
    private const int MaximumChunks = 4 * Atom.MaximumCount;

    private static ref AtomTableState State => ref Pool<AtomTableState>.At(1);

    /// <summary>How many atoms there are.</summary>
    public static int Count => Pool<AtomRecord>.InUse;

    /// <summary>Makes the table and the well-known atoms. Once, before any name is used; false: no memory.</summary>
    public static bool Initialize()
    {
        Pool<AtomTableState>.Initialize(1);
        Pool<AtomRecord>.Initialize(Atom.MaximumCount, keeps: true); // looked at with preemption on
        Pool<AtomChunk>.Initialize(MaximumChunks);
        Pool<AtomBuckets>.Initialize(Atom.MaximumCount / AtomBuckets.Count, isInOrder: true);
        if (Pool<AtomTableState>.Rent() == 0 || Pool<AtomBuckets>.Rent() == 0)
            return false;

        State = default;
        Pool<AtomBuckets>.At(1) = default;
        State.Buckets = 1;
        Span<byte> utf8 = stackalloc byte[AtomName.MaximumBytes];
        for (int number = 1; number <= Atom.WellKnownCount; number++)
        {
            if (!AtomName.TryEncode(Atom.WellKnownName(number), utf8, out int length)
                || Intern(utf8[..length]) != number)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The number of a name; 0: it has none yet.</summary>
    public static int Find(ReadOnlySpan<byte> utf8)
    {
        uint hash = AtomName.Hash(utf8);
        int number = Search(utf8, hash);
        if (number != 0)
            return number;

        // A miss may be a reader's bad luck with a split.
        State.Latch.Enter();
        number = Search(utf8, hash);
        State.Latch.Exit();
        return number;
    }

    /// <summary>The number of a name, which gets one if it has none; 0: no room.</summary>
    public static int Intern(ReadOnlySpan<byte> utf8)
    {
        uint hash = AtomName.Hash(utf8);
        int number = Search(utf8, hash);
        if (number != 0)
            return number;

        ref AtomTableState state = ref State;
        state.Latch.Enter();
        number = Search(utf8, hash);
        if (number == 0)
            number = Insert(utf8, hash);
        state.Latch.Exit();
        return number;
    }

    /// <summary>Copies an atom's name; returns its length in bytes.</summary>
    public static int CopyName(int number, Span<byte> utf8)
    {
        ref AtomRecord record = ref Pool<AtomRecord>.At(number);
        ReadOnlySpan<byte> start = record.Start;
        int copied = Math.Min(record.Length, start.Length);
        start[..copied].CopyTo(utf8);
        for (int chunk = record.Rest; chunk != 0; chunk = Pool<AtomChunk>.At(chunk).Next)
        {
            ReadOnlySpan<byte> part = Pool<AtomChunk>.At(chunk).Part;
            part = part[..Math.Min(record.Length - copied, part.Length)];
            part.CopyTo(utf8[copied..]);
            copied += part.Length;
        }

        return copied;
    }

    private static int Search(ReadOnlySpan<byte> utf8, uint hash)
    {
        int bucket = BucketOf(hash, Volatile.Read(ref State.Buckets));
        int number = Volatile.Read(ref AtomBuckets.At(bucket));
        while (number != 0)
        {
            ref AtomRecord record = ref Pool<AtomRecord>.At(number);
            if (record.Hash == hash && HasName(ref record, utf8))
                break;

            number = Volatile.Read(ref record.NextInBucket);
        }

        return number;
    }

    private static bool HasName(ref AtomRecord record, ReadOnlySpan<byte> utf8)
    {
        if (record.Length != utf8.Length)
            return false;

        ReadOnlySpan<byte> start = record.Start;
        int compared = Math.Min(utf8.Length, start.Length);
        bool isEqual = start[..compared].SequenceEqual(utf8[..compared]);
        for (int chunk = record.Rest; isEqual && chunk != 0; chunk = Pool<AtomChunk>.At(chunk).Next)
        {
            ReadOnlySpan<byte> part = Pool<AtomChunk>.At(chunk).Part;
            part = part[..Math.Min(utf8.Length - compared, part.Length)];
            isEqual = part.SequenceEqual(utf8.Slice(compared, part.Length));
            compared += part.Length;
        }

        return isEqual;
    }

    // The low bits of the hash, one bit more for the buckets that have been split in this round.
    private static int BucketOf(uint hash, int buckets)
    {
        uint mask = BitOperations.RoundUpToPowerOf2((uint)buckets) - 1;
        uint bucket = hash & mask;
        return (int)(bucket < (uint)buckets ? bucket : bucket & (mask >> 1));
    }

    private static int Insert(ReadOnlySpan<byte> utf8, uint hash)
    {
        int number = Pool<AtomRecord>.Rent();
        if (number == 0)
            return 0;

        ref AtomRecord record = ref Pool<AtomRecord>.At(number);
        record = default;
        record.Hash = hash;
        record.Length = (ushort)utf8.Length;
        Span<byte> start = record.Start;
        int copied = Math.Min(utf8.Length, start.Length);
        utf8[..copied].CopyTo(start);
        if (!TryStoreRest(ref record.Rest, utf8[copied..]))
        {
            Pool<AtomRecord>.Return(number);
            return 0;
        }

        ref int bucket = ref AtomBuckets.At(BucketOf(hash, State.Buckets));
        record.NextInBucket = bucket;
        Volatile.Write(ref bucket, number);
        SplitOneBucket();
        return number;
    }

    private static bool TryStoreRest(ref int first, ReadOnlySpan<byte> rest)
    {
        ref int next = ref first;
        while (!rest.IsEmpty)
        {
            int chunk = Pool<AtomChunk>.Rent();
            if (chunk == 0)
            {
                ReturnChunks(first);
                return false;
            }

            next = chunk;
            ref AtomChunk record = ref Pool<AtomChunk>.At(chunk);
            record.Next = 0;
            Span<byte> part = record.Part;
            int taken = Math.Min(rest.Length, part.Length);
            rest[..taken].CopyTo(part);
            rest = rest[taken..];
            next = ref record.Next;
        }

        return true;
    }

    private static void ReturnChunks(int chunk)
    {
        while (chunk != 0)
        {
            int next = Pool<AtomChunk>.At(chunk).Next;
            Pool<AtomChunk>.Return(chunk);
            chunk = next;
        }
    }

    // Without memory for a further bucket the table stays as it is: chains get longer, nothing else.
    private static void SplitOneBucket()
    {
        int added = State.Buckets;
        if (added >= Atom.MaximumCount)
            return;

        if (added % AtomBuckets.Count == 0)
        {
            int slot = Pool<AtomBuckets>.Rent();
            if (slot == 0)
                return;

            Pool<AtomBuckets>.At(slot) = default;
        }

        int kept = 0;
        int moved = 0;
        int source = added - (int)(BitOperations.RoundUpToPowerOf2((uint)added + 1) / 2);
        int number = AtomBuckets.At(source);
        while (number != 0)
        {
            ref AtomRecord record = ref Pool<AtomRecord>.At(number);
            int next = record.NextInBucket;
            ref int chain = ref BucketOf(record.Hash, added + 1) == added ? ref moved : ref kept;
            Volatile.Write(ref record.NextInBucket, chain);
            chain = number;
            number = next;
        }

        Volatile.Write(ref AtomBuckets.At(source), kept);
        Volatile.Write(ref AtomBuckets.At(added), moved);
        Volatile.Write(ref State.Buckets, added + 1);
    }
}
