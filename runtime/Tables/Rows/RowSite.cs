// Where a key's row is in a table, or would be, while the latch that guards the place is held. All operations go
// through here: enter by a key, look, change, leave. In between preemption is off, no code of the program runs, nothing
// is thrown, and what is done is a few comparisons.
using System.Runtime.Intrinsics.X86;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Tables;

/// <summary>A place in a table. Preemption off.</summary>
internal ref struct RowSite
{
    private readonly ref TableRecord _table;
    private readonly ref Latch _latch;

    // Set: the link that leads to the row, or to the first one of the bucket if there is none.
    private readonly ref int _place;
    private readonly RowKey _key;

    private RowSite(ref TableRecord table, ref Latch latch, ref int place, scoped in RowKey key, int row)
    {
        _table = ref table;
        _latch = ref latch;
        _place = ref place;
        _key = key;
        Row = row;
    }

    /// <summary>The row with the key; 0: there is none.</summary>
    public int Row { get; private set; }

    /// <summary>Enters the place of a key. False: the table is gone, and nothing is held.</summary>
    /// <param name="table">The table's record.</param>
    /// <param name="unique">The table's number.</param>
    /// <param name="key">The key, with its hash if the table is a set.</param>
    /// <param name="site">The place.</param>
    public static bool TryEnter(
        ref TableRecord table, ulong unique, scoped in RowKey key, out RowSite site)
    {
        if (table.IsHashed)
        {
            if (!TryEnterBucket(ref table, unique, key.Hash, out int group, out int bucket))
            {
                site = default;
                return false;
            }

            site = InBucket(ref table, ref Pool<BucketGroup>.At(group), bucket, key);
            return true;
        }

        if (!TryEnterTree(ref table, unique))
        {
            site = default;
            return false;
        }

        site = InTree(ref table, key);
        return true;
    }

    /// <summary>Takes the latch of a hash's bucket. False: the table is gone.</summary>
    public static bool TryEnterBucket(
        ref TableRecord table, ulong unique, ulong hash, out int group, out int bucket)
    {
        while (Volatile.Read(ref table.Unique) == unique)
        {
            // In this order: whoever gives the table another body writes its number first.
            ulong stamp = Volatile.Read(ref table.Stamp);
            bucket = Buckets.Of(hash, Volatile.Read(ref table.Buckets));
            group = GroupIndex.Find(Volatile.Read(ref table.Root), bucket >> BucketGroup.Bits);
            if (Pool<BucketGroup>.Contains(group))
            {
                ref BucketGroup found = ref Pool<BucketGroup>.At(group);
                found.Latch.Take();
                if (found.Stamp == stamp && found.Index == bucket >> BucketGroup.Bits
                    && Volatile.Read(ref table.Stamp) == stamp
                    && Buckets.Of(hash, Volatile.Read(ref table.Buckets)) == bucket)
                {
                    return true;
                }

                found.Latch.Open();
            }

            Pause();
        }

        (group, bucket) = (0, 0);
        return false;
    }

    /// <summary>Takes the latch of a table that is no set. False: the table is gone.</summary>
    public static bool TryEnterTree(ref TableRecord table, ulong unique)
    {
        table.TreeLatch.Take();
        if (Volatile.Read(ref table.Unique) == unique)
            return true;

        table.TreeLatch.Open();
        return false;
    }

    /// <summary>The place of a key in a table that is no set, and whose latch is held.</summary>
    public static RowSite InTree(ref TableRecord table, scoped in RowKey key) => new(
        ref table, ref table.TreeLatch, ref table.TreeRoot, key, OrderedRows.Find(ref table, key));

    /// <summary>The place of a key in a bucket whose latch is held.</summary>
    public static RowSite InBucket(
        ref TableRecord table, ref BucketGroup group, int bucket, scoped in RowKey key)
    {
        ref int first = ref group.First[bucket & ((1 << BucketGroup.Bits) - 1)];
        ref int place = ref first;
        while (place != 0)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(place);
            if (RowSlots.HasKey(ref row, key))
                return new RowSite(ref table, ref group.Latch, ref place, key, place);

            place = ref row.Next;
        }

        return new RowSite(ref table, ref group.Latch, ref first, key, 0);
    }

    /// <summary>Bags: whether there is any row with the key, whatever its value.</summary>
    public readonly bool HasRowsOf(scoped in RowKey key)
    {
        if (!_table.IsBag)
            return Row != 0;

        ReadOnlySpan<byte> prefix = key.Bytes[..key.KeyLength];
        int row = OrderedRows.After(ref _table, new RowKey(prefix, 0));
        return row != 0 && RowSlots.HasPrefix(ref Pool<RowRecord>.At(row), prefix);
    }

    /// <summary>Puts a row with the key in where there is none.</summary>
    public void Insert(int slot)
    {
        ref RowRecord row = ref Pool<RowRecord>.At(slot);
        if (_table.IsHashed)
        {
            ref int place = ref PlaceInOrder();
            row.Next = place;
            place = slot;
        }
        else
        {
            OrderedRows.Insert(ref _table, slot, _key);
        }

        Row = slot;
        _table.Count(1, RowSlots.BytesOf(ref row));
    }

    /// <summary>Takes the row out. The table's hold on it is the caller's.</summary>
    public void Remove()
    {
        ref RowRecord row = ref Pool<RowRecord>.At(Row);
        if (_table.IsHashed)
        {
            _place = row.Next;
            row.Next = 0;
        }
        else
        {
            OrderedRows.Remove(ref _table, Row, _key);
        }

        _table.Count(-1, -RowSlots.BytesOf(ref row));
        Row = 0;
    }

    /// <summary>Gives the row another content, if nobody is copying the one it has.</summary>
    /// <param name="content">The content; its parcel is the row's afterwards.</param>
    /// <param name="before">The parcel that was in it, to be discarded.</param>
    /// <returns>False: somebody is, and nothing has changed; the row has to be replaced.</returns>
    public readonly bool TryChange(in RowContent content, out Parcel before)
    {
        ref RowRecord row = ref Pool<RowRecord>.At(Row);
        before = default;
        if (row.Holds != 1)
            return false;

        before = row.Graph;
        row.Graph = content.Graph;
        row.Number = content.Number;
        row.Version++;
        content.Graph.Detach();
        if (before.Bytes != content.Graph.Bytes)
            _table.Count(0, content.Graph.Bytes - before.Bytes);
        return true;
    }

    // The link to the first row of the bucket that comes behind the key, from the known place on.
    private readonly ref int PlaceInOrder()
    {
        ref int place = ref _place;
        while (place != 0)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(place);
            bool isBehind = row.Hash == _key.Hash
                ? RowSlots.Compare(ref row, _key) > 0
                : Buckets.IsBefore(_key.Hash, row.Hash);
            if (isBehind)
                break;

            place = ref row.Next;
        }

        return ref place;
    }

    /// <summary>Leaves the place; preemption stays off.</summary>
    public readonly void Leave() => _latch.Open();

    /// <summary>Lets others go on for whom the caller waits.</summary>
    internal static void Pause()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
    }
}
