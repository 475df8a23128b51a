// A few rows that are put in as one step for all others. They are made first, one after the other, and kept in the
// record of the process, whose end frees them; then the latches of all their places are taken, in the order of the
// places, so that two who do the same do not wait for each other; and in a set the number of buckets is held still
// meanwhile, so that the places stay what they are.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>Rows of the running process that are to go into one table together. At most so many at a time.</summary>
internal sealed class RowBatch(int count)
{
    private readonly int[] _rows = new int[count];
    private readonly byte[][] _keys = new byte[count][];
    private readonly ulong[] _hashes = new ulong[count];
    private readonly int[] _groups = new int[count];
    private int _keyCount;
    private int _count;

    /// <summary>Says the key of the next row. All keys are said first: their own code may use tables.</summary>
    public void AddKey(in RowKey key)
    {
        _keys[_keyCount] = key.Bytes.ToArray();
        _hashes[_keyCount] = key.Hash;
        _keyCount++;
    }

    /// <summary>
    /// Makes the row of the next key. Preemption on. False: no memory, and the content's parcel is the caller's still.
    /// </summary>
    public bool TryMake(in RowContent content)
    {
        var key = new RowKey(_keys[_count], _hashes[_count]);
        Preemption.Disable();
        int row = RowSlots.TryMake(key, content);
        if (row != 0)
        {
            HeldRows.Keep(row);
            _rows[_count] = row;
            _count++;
        }

        Preemption.Enable();
        return row != 0;
    }

    /// <summary>Puts all rows in, or none. Preemption on.</summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="onlyNew">None, if there is one with the key of one of them.</param>
    public RowResult Put(ref TableRecord table, ulong unique, bool onlyNew)
    {
        Preemption.Disable();
        RowResult result = table.IsHashed
            ? PutIntoSet(ref table, unique, onlyNew, out int replaced)
            : PutIntoTree(ref table, unique, onlyNew, out replaced);
        if (result == RowResult.Done)
            _ = HeldRows.TakeKept(); // they are the table's
        while (replaced != 0)
        {
            int next = Pool<RowRecord>.At(replaced).Next;
            RowSlots.Release(replaced);
            replaced = next;
        }

        for (int left = _count; left > 0 && result == RowResult.Done; left--)
        {
            Resizing.Adjust(ref table, unique);
        }

        Preemption.Enable();
        return result;
    }

    /// <summary>Frees the rows that were made and not put in. Preemption on.</summary>
    public static void GiveUp()
    {
        Preemption.Disable();
        int row = HeldRows.TakeKept();
        while (row != 0)
        {
            int next = Pool<RowRecord>.At(row).Next;
            RowSlots.Release(row);
            row = next;
        }

        Preemption.Enable();
    }

    private RowResult PutIntoSet(ref TableRecord table, ulong unique, bool onlyNew, out int replaced)
    {
        replaced = 0;
        table.Resizing.Take();
        if (table.Unique != unique)
        {
            table.Resizing.Open();
            return RowResult.NoTable;
        }

        int groups = CollectGroups(ref table);
        for (int index = 0; index < groups; index++)
        {
            Pool<BucketGroup>.At(GroupIndex.Find(table.Root, _groups[index])).Latch.Take();
        }

        RowResult result = onlyNew && IsAnyThere(ref table) ? RowResult.NotDone : RowResult.Done;
        for (int index = 0; index < _count && result == RowResult.Done; index++)
        {
            RowSite site = SiteOf(ref table, index);
            PutOne(ref site, _rows[index], ref replaced);
        }

        for (int index = 0; index < groups; index++)
        {
            Pool<BucketGroup>.At(GroupIndex.Find(table.Root, _groups[index])).Latch.Open();
        }

        table.Resizing.Open();
        return result;
    }

    private RowResult PutIntoTree(ref TableRecord table, ulong unique, bool onlyNew, out int replaced)
    {
        replaced = 0;
        if (!RowSite.TryEnterTree(ref table, unique))
            return RowResult.NoTable;

        RowResult result = onlyNew && IsAnyThere(ref table) ? RowResult.NotDone : RowResult.Done;
        for (int index = 0; index < _count && result == RowResult.Done; index++)
        {
            RowSite site = SiteOf(ref table, index);
            PutOne(ref site, _rows[index], ref replaced);
        }

        table.TreeLatch.Open();
        return result;
    }

    private static void PutOne(ref RowSite site, int row, ref int replaced)
    {
        int old = site.Row;
        if (old != 0)
            site.Remove();
        site.Insert(row);
        if (old != 0)
        {
            Pool<RowRecord>.At(old).Next = replaced;
            replaced = old;
        }
    }

    private bool IsAnyThere(ref TableRecord table)
    {
        for (int index = 0; index < _count; index++)
        {
            if (SiteOf(ref table, index).Row != 0)
                return true;
        }

        return false;
    }

    // The place of a row, whose latch is held.
    private RowSite SiteOf(ref TableRecord table, int index)
    {
        var key = new RowKey(_keys[index], _hashes[index]);
        if (!table.IsHashed)
            return RowSite.InTree(ref table, key);

        int bucket = Buckets.Of(key.Hash, table.Buckets);
        ref BucketGroup group = ref Pool<BucketGroup>.At(
            GroupIndex.Find(table.Root, bucket >> BucketGroup.Bits));
        return RowSite.InBucket(ref table, ref group, bucket, key);
    }

    // The groups of all places, each once, in order.
    private int CollectGroups(ref TableRecord table)
    {
        int groups = 0;
        for (int index = 0; index < _count; index++)
        {
            int group = Buckets.Of(_hashes[index], table.Buckets) >> BucketGroup.Bits;
            int at = groups;
            while (at > 0 && _groups[at - 1] > group)
            {
                at--;
            }

            if (at > 0 && _groups[at - 1] == group)
                continue;

            for (int moved = groups; moved > at; moved--)
            {
                _groups[moved] = _groups[moved - 1];
            }

            _groups[at] = group;
            groups++;
        }

        return groups;
    }
}
