// A walk through a table, one row after the other, while others change it. The cursor knows the key of the last row and
// nothing else; the table knows nothing of the cursor. As the order of rows never changes (Buckets, OrderedRows), who
// is there from the walk's beginning to its end is met exactly once, and who comes or goes meanwhile at most once: what
// OTP promises of a table that is fixed (safe_fixtable/2), without fixing it, and for ever.
//
// In a set with many empty buckets the next row may be far: it is looked for in pieces, with the core offered in
// between.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>What became of a step.</summary>
internal enum WalkStep
{
    /// <summary>It found a row, whose latch is held.</summary>
    Found,

    /// <summary>There is no further row.</summary>
    End,

    /// <summary>It has to be taken again.</summary>
    Again,

    /// <summary>The table is gone.</summary>
    NoTable,
}

/// <summary>A place between two rows, or before all.</summary>
internal sealed class RowCursor
{
    private const int BucketsAtOnce = 32;
    private const int FirstRoom = 64;
    private const int BeforeAll = -1;

    private byte[] _key = new byte[FirstRoom];
    private byte[]? _prefix;
    private int _length = BeforeAll;
    private int _keyLength;
    private ulong _hash;
    private int _group;
    private int _needed;

    /// <summary>The key of the last row; in bags, with its value.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _length);

    /// <summary>The key of the last row, without its value.</summary>
    public ReadOnlySpan<byte> KeyAlone => _key.AsSpan(0, _keyLength);

    /// <summary>Bags: the number of the last row, which tells in what order they came.</summary>
    public ulong Number => _hash;

    /// <summary>Bags: goes before the rows of a key, and meets no others.</summary>
    public void Enclose(ReadOnlySpan<byte> key)
    {
        MoveTo(new RowKey(key, 0));
        _prefix = key.ToArray();
    }

    /// <summary>Goes to a key, which need not be there.</summary>
    public void MoveTo(in RowKey key)
    {
        if (_key.Length < key.Bytes.Length)
            _key = new byte[key.Bytes.Length];
        key.Bytes.CopyTo(_key);
        _length = key.Bytes.Length;
        _hash = key.Hash;
    }

    /// <summary>Finds the next row. Preemption off.</summary>
    public WalkStep TryEnter(ref TableRecord table, ulong unique, bool backwards, out int row)
    {
        if (table.IsHashed)
            return TryEnterSet(ref table, unique, out row);

        row = 0;
        if (!RowSite.TryEnterTree(ref table, unique))
            return WalkStep.NoTable;

        row = _length == BeforeAll
            ? (backwards ? OrderedRows.Last(ref table) : OrderedRows.First(ref table))
            : backwards ? OrderedRows.Before(ref table, Whole) : OrderedRows.After(ref table, Whole);
        if (row != 0 && (_prefix is null || RowSlots.HasPrefix(ref Pool<RowRecord>.At(row), _prefix)))
            return WalkStep.Found;

        table.TreeLatch.Open();
        return WalkStep.End;
    }

    /// <summary>Goes to the next row, of which only the bytes are wanted. Preemption on.</summary>
    public WalkStep Step(ref TableRecord table, ulong unique)
    {
        while (true)
        {
            Preemption.Disable();
            WalkStep step = TryEnter(ref table, unique, backwards: false, out int row);
            bool isThere = step == WalkStep.Found && TryAccept(row);
            if (step == WalkStep.Found)
                Leave(ref table);
            Preemption.Enable();
            if (isThere || step is WalkStep.End or WalkStep.NoTable)
                return step;

            Prepare();
        }
    }

    /// <summary>
    /// Goes to the row that was found. False: there is no room for its key; see <see cref="Prepare"/>.
    /// </summary>
    public bool TryAccept(int row)
    {
        ref RowRecord record = ref Pool<RowRecord>.At(row);
        _needed = record.Length;
        if (_needed > _key.Length)
            return false;

        RowSlots.CopyKey(ref record, _key);
        _length = _needed;
        _keyLength = record.KeyLength;
        _hash = record.Hash;
        return true;
    }

    /// <summary>Opens the latch of the row that was found.</summary>
    public void Leave(ref TableRecord table)
    {
        if (table.IsHashed)
            Pool<BucketGroup>.At(_group).Latch.Open();
        else
            table.TreeLatch.Open();
    }

    /// <summary>Makes room for the key that had none. Preemption on.</summary>
    public void Prepare()
    {
        if (_needed > _key.Length)
            Array.Resize(ref _key, _needed);
    }

    private WalkStep TryEnterSet(ref TableRecord table, ulong unique, out int row)
    {
        row = 0;
        for (int left = BucketsAtOnce; left > 0; left--)
        {
            if (!RowSite.TryEnterBucket(ref table, unique, _hash, out _group, out int bucket))
                return WalkStep.NoTable;

            ref BucketGroup group = ref Pool<BucketGroup>.At(_group);
            row = group.First[bucket & ((1 << BucketGroup.Bits) - 1)];
            while (row != 0 && !IsAhead(ref Pool<RowRecord>.At(row)))
            {
                row = Pool<RowRecord>.At(row).Next;
            }

            if (row != 0)
                return WalkStep.Found;

            ulong next = Buckets.After(bucket, Volatile.Read(ref table.Buckets));
            group.Latch.Open();
            if (next == 0)
                return WalkStep.End;

            _hash = next;
            _length = BeforeAll;
        }

        return WalkStep.Again;
    }

    private RowKey Whole => new(Key, 0);

    private bool IsAhead(ref RowRecord row) => row.Hash != _hash
        ? Buckets.IsBefore(_hash, row.Hash)
        : _length == BeforeAll || RowSlots.Compare(ref row, Whole) > 0;
}
