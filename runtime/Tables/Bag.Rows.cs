// What is done with the rows of a bag. One row goes in or out as in other tables; the rows of a key are met by a walk
// that knows no other key's (RowCursor.Enclose), and given in the order in which they came, whatever order they lie in.
namespace Cosmos.Runtime.Tables;

public readonly partial struct Bag<TKey, TValue>
{
    /// <summary>Puts a row in; in a bag without duplicates an equal one stays as it is. OTP: ets:insert/2.</summary>
    public void Insert(TKey key, TValue value) => Put(key, value, onlyNew: false);

    /// <summary>Puts a row in if there is none with its key. OTP: ets:insert_new/2.</summary>
    /// <returns>False: there is one.</returns>
    public bool InsertNew(TKey key, TValue value) => Put(key, value, onlyNew: true);

    /// <summary>The values of a key's rows, in the order in which they came. OTP: ets:lookup/2.</summary>
    public TValue[] Lookup(TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], isOrdered: false);
        TableWalk<TKey, TValue> walk = WalkOf(Encode(ref writer, key));
        var values = new List<TValue>();
        var arrivals = new List<ulong>();
        while (walk.TryMove(ref table, unique, out _, out TValue? value, out _))
        {
            values.Add(value!);
            arrivals.Add(walk.Number);
        }

        return InOrder(values, arrivals);
    }

    /// <summary>Whether there is a row with a key. OTP: ets:member/2.</summary>
    public bool Member(TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], isOrdered: false);
        var cursor = new RowCursor();
        cursor.Enclose(Encode(ref writer, key));
        return IsFound(cursor.Step(ref table, unique));
    }

    /// <summary>Takes all rows of a key out. OTP: ets:delete/2.</summary>
    /// <returns>How many there were.</returns>
    public long Delete(TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], isOrdered: false);
        var cursor = new RowCursor();
        cursor.Enclose(Encode(ref writer, key));
        long deleted = 0;
        while (IsFound(cursor.Step(ref table, unique)))
        {
            deleted += IsDone(RowWriting.Remove(ref table, unique, new RowKey(cursor.Key, 0))) ? 1 : 0;
        }

        return deleted;
    }

    /// <summary>Takes the rows out that have this key and this value. OTP: ets:delete_object/2.</summary>
    /// <returns>How many there were.</returns>
    public long DeleteObject(TKey key, TValue value) => DeleteWhere(
        key, found => EqualityComparer<TValue>.Default.Equals(found, value), null, null);

    /// <summary>Takes all rows of a key out and gives their values, in the order in which they came. OTP: ets:take/2.
    /// </summary>
    public TValue[] Take(TKey key)
    {
        var values = new List<TValue>();
        var arrivals = new List<ulong>();
        DeleteWhere(key, static _ => true, values, arrivals);
        return InOrder(values, arrivals);
    }

    /// <summary>The first key. OTP: ets:first/1.</summary>
    /// <returns>False: the bag is empty.</returns>
    public bool TryFirst([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        return new TableWalk<TKey, TValue>(Id, isBackwards: false).TryMove(ref table, unique, out key, out _, out _);
    }

    /// <summary>The key after a key, which need not be there any more. OTP: ets:next/2.</summary>
    /// <returns>False: there is none.</returns>
    public bool TryNext(TKey after, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], isOrdered: false);
        ReadOnlySpan<byte> bytes = Encode(ref writer, after);
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        walk.MoveTo(new RowKey(bytes, 0));
        bool isThere;
        do
        {
            isThere = walk.TryMove(ref table, unique, out key, out _, out _);
        }
        while (isThere && walk.Last.Bytes.StartsWith(bytes));
        return isThere;
    }

    /// <summary>All rows, those of a key together; see <see cref="Table{TKey, TValue}.Rows"/>.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Rows()
    {
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        while (TryStep(walk, out KeyValuePair<TKey, TValue> row))
        {
            yield return row;
        }
    }

    /// <summary>All rows. OTP: ets:tab2list/1.</summary>
    public List<KeyValuePair<TKey, TValue>> ToList() => Select(static (_, _) => true);

    /// <summary>The rows that fit. OTP: ets:select/2.</summary>
    public List<KeyValuePair<TKey, TValue>> Select(Func<TKey, TValue, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        var rows = new List<KeyValuePair<TKey, TValue>>();
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        while (TryStep(walk, out KeyValuePair<TKey, TValue> row))
        {
            if (fits(row.Key, row.Value))
                rows.Add(row);
        }

        return rows;
    }

    private bool TryStep(TableWalk<TKey, TValue> walk, out KeyValuePair<TKey, TValue> row)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        bool isThere = walk.TryMove(ref table, unique, out TKey? key, out TValue? value, out _);
        row = isThere ? new KeyValuePair<TKey, TValue>(key!, value!) : default;
        return isThere;
    }

    // A bag's rows come in the order of their values, and are given in the order in which they came.
    private static TValue[] InOrder(List<TValue> values, List<ulong> arrivals)
    {
        var ordered = new TValue[values.Count];
        int place = 0;
        foreach (int index in RowNumbers.InOrder(arrivals))
        {
            ordered[place++] = values[index];
        }

        return ordered;
    }

    private long DeleteWhere(TKey key, Predicate<TValue> fits, List<TValue>? values, List<ulong>? arrivals)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], isOrdered: false);
        TableWalk<TKey, TValue> walk = WalkOf(Encode(ref writer, key));
        long deleted = 0;
        while (walk.TryMove(ref table, unique, out _, out TValue? value, out RowSighting seen))
        {
            // A row of a bag never changes: it is there or not.
            if (fits(value!) && IsDone(RowWriting.Remove(ref table, unique, walk.Last, seen)))
            {
                deleted++;
                values?.Add(value!);
                arrivals?.Add(walk.Number);
            }
        }

        return deleted;
    }

    private TableWalk<TKey, TValue> WalkOf(ReadOnlySpan<byte> key)
    {
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        walk.Enclose(key);
        return walk;
    }

    private bool Put(TKey key, TValue value, bool onlyNew)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        ulong number = Interlocked.Increment(ref table.NextNumber);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], isOrdered: false);
        RowKey encoded = Encode(ref writer, key, value, table.Kind, number);
        RowContent content = RowValues<TKey, TValue>.Pack(key, value);
        RowResult result;
        do
        {
            result = RowWriting.Put(ref table, unique, encoded, content, onlyNew);
        }
        while (result == RowResult.NoMemory && RowWriting.TryRelieve(content));
        return IsDone(result);
    }

    private bool IsDone(RowResult result) =>
        result == RowResult.NoTable ? throw TableException.NoTable(Id) : result == RowResult.Done;

    private bool IsFound(WalkStep step) =>
        step == WalkStep.NoTable ? throw TableException.NoTable(Id) : step == WalkStep.Found;
}
