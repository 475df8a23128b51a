// Sets grow and shrink by a bucket at a time, after an insertion or a deletion and by whoever did it: a bucket is split
// while there are more rows than buckets, and merged while there are less than a quarter. The table's Resizing
// latch is held meanwhile; who does not get it leaves the work to the next one. Inside of it the latches of one or two
// groups are taken, the lower one first.
//
// A bucket becomes reachable, or stops being so, when the number of buckets is written; that is the last step.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Tables;

/// <summary>The number of buckets of a set. Preemption off.</summary>
internal static class Resizing
{
    // Groups and nodes of a hundred million rows stay below their pools; beyond that chains get longer, nothing else.
    private const int MostBuckets = 1 << 26;
    private const int BucketsToShrink = 4;
    private const int GroupMask = (1 << BucketGroup.Bits) - 1;
    private const int GroupBytes = 64;

    /// <summary>Gives a table its first group. False: no memory.</summary>
    public static bool TryBegin(ref TableRecord table, ulong stamp)
    {
        int group = TryRentGroup(stamp, 0);
        if (group == 0)
            return false;

        table.Root = GroupIndex.RootOf(group);
        table.Buckets = 1;
        table.Bytes += GroupBytes;
        return true;
    }

    /// <summary>Bytes of all groups and nodes of a set with so many buckets.</summary>
    public static long BytesOf(int buckets)
    {
        int groups = (buckets + GroupMask) >> BucketGroup.Bits;
        return ((long)groups * GroupBytes) + GroupIndex.BytesOf(groups);
    }

    /// <summary>A group for a body; 0: no memory.</summary>
    public static int TryRentGroup(ulong stamp, int index)
    {
        int slot = Pool<BucketGroup>.Rent();
        if (slot == 0)
            return 0;

        ref BucketGroup group = ref Pool<BucketGroup>.At(slot);
        group.Latch.Take();
        group.First = default;
        group.Index = index;
        group.Stamp = stamp;
        group.Latch.Open();
        return slot;
    }

    /// <summary>Gives a group back: from here on it is no body's.</summary>
    public static void ReturnGroup(int slot)
    {
        ref BucketGroup group = ref Pool<BucketGroup>.At(slot);
        group.Latch.Take();
        group.Stamp = 0;
        group.Latch.Open();
        Pool<BucketGroup>.Return(slot);
    }

    /// <summary>A row came or went: a bucket more or less, if it is time. No latch is held.</summary>
    public static void Adjust(ref TableRecord table, ulong unique)
    {
        if (!table.IsHashed)
            return;

        long rows = Volatile.Read(ref table.Rows);
        int buckets = Volatile.Read(ref table.Buckets);
        bool isFull = rows > buckets && buckets < MostBuckets;
        bool isEmpty = rows * BucketsToShrink < buckets && buckets > 1 << BucketGroup.Bits;
        if ((!isFull && !isEmpty) || !table.Resizing.TryTake())
            return;

        // Another one may have done it, or the table be another's: what counts is seen under the latch.
        if (table.Unique == unique && table.Buckets == buckets)
        {
            if (isFull)
                Split(ref table, buckets);
            else
                Merge(ref table, buckets - 1);
        }

        table.Resizing.Open();
    }

    private static void Split(ref TableRecord table, int added)
    {
        int targetGroup = GroupOf(ref table, added);
        if ((added & GroupMask) == 0)
        {
            targetGroup = TryRentGroup(table.Stamp, added >> BucketGroup.Bits);
            if (targetGroup == 0)
                return;

            if (!GroupIndex.TryAdd(ref table.Root, added >> BucketGroup.Bits, targetGroup))
            {
                ReturnGroup(targetGroup);
                return;
            }

            Interlocked.Add(ref table.Bytes, BytesOfGroup(added >> BucketGroup.Bits));
        }

        int source = Buckets.SourceOf(added);
        var bit = (ulong)Buckets.SplitBit(added);
        ref BucketGroup from = ref Pool<BucketGroup>.At(GroupOf(ref table, source));
        from.Latch.Take();
        ref int end = ref from.First[source & GroupMask];
        while (end != 0 && (Pool<RowRecord>.At(end).Hash & bit) == 0)
        {
            end = ref Pool<RowRecord>.At(end).Next;
        }

        // Nobody looks at the new bucket yet, so its group's latch is not needed.
        Pool<BucketGroup>.At(targetGroup).First[added & GroupMask] = end;
        end = 0;
        Volatile.Write(ref table.Buckets, added + 1);
        from.Latch.Open();
    }

    private static void Merge(ref TableRecord table, int removed)
    {
        int source = Buckets.SourceOf(removed);
        int toGroup = GroupOf(ref table, source);
        int fromGroup = GroupOf(ref table, removed);
        ref BucketGroup to = ref Pool<BucketGroup>.At(toGroup);
        ref BucketGroup from = ref Pool<BucketGroup>.At(fromGroup);
        to.Latch.Take();
        if (fromGroup != toGroup)
            from.Latch.Take();

        ref int end = ref to.First[source & GroupMask];
        while (end != 0)
        {
            end = ref Pool<RowRecord>.At(end).Next;
        }

        end = from.First[removed & GroupMask];
        from.First[removed & GroupMask] = 0;
        Volatile.Write(ref table.Buckets, removed);
        if (fromGroup != toGroup)
            from.Latch.Open();
        to.Latch.Open();
        if ((removed & GroupMask) == 0)
        {
            GroupIndex.Remove(table.Root, removed >> BucketGroup.Bits);
            ReturnGroup(fromGroup);
            Interlocked.Add(ref table.Bytes, -BytesOfGroup(removed >> BucketGroup.Bits));
        }
    }

    private static int GroupOf(ref TableRecord table, int bucket) =>
        GroupIndex.Find(table.Root, bucket >> BucketGroup.Bits);

    // Of a group, and of its node if it is the first one there.
    private static long BytesOfGroup(int index) =>
        GroupBytes + GroupIndex.BytesOf(index + 1) - GroupIndex.BytesOf(index);
}
