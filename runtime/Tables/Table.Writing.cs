// Changes of rows. What can take long - the key's bytes, the copy of the value - is made first; the change itself is
// one short step. A change that depends on what was there (Update, DeleteObject) is tried again until nobody came
// between.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Runtime.Tables;

public readonly partial struct Table<TKey, TValue>
{
    /// <summary>Puts a row in, in place of the one with the same key if there is one. OTP: ets:insert/2.</summary>
    /// <exception cref="CannotTravelException">The value holds what means something only in its process.</exception>
    /// <exception cref="OutOfMemoryException">No memory for the row, and nobody to take it from.</exception>
    public void Insert(TKey key, TValue value) => Put(key, value, onlyNew: false);

    /// <summary>Puts a row in if there is none with its key. OTP: ets:insert_new/2.</summary>
    /// <returns>False: there is one.</returns>
    public bool InsertNew(TKey key, TValue value) => Put(key, value, onlyNew: true);

    /// <summary>
    /// Puts rows in. Up to <see cref="TableLimits.MostRowsAtOnce"/> are one step for all others; more are that many
    /// at a time. Of rows with the same key the last one counts. OTP: ets:insert/2 with a list.
    /// </summary>
    public void Insert(IEnumerable<KeyValuePair<TKey, TValue>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var some = new List<KeyValuePair<TKey, TValue>>(TableLimits.MostRowsAtOnce);
        foreach (KeyValuePair<TKey, TValue> row in rows)
        {
            some.Add(row);
            if (some.Count == TableLimits.MostRowsAtOnce)
            {
                PutAll(some, onlyNew: false);
                some.Clear();
            }
        }

        PutAll(some, onlyNew: false);
    }

    /// <summary>
    /// Puts all of the rows in, in one step for all others, or none if there is one with the key of one of them. OTP:
    /// ets:insert_new/2 with a list.
    /// </summary>
    /// <exception cref="TableException">More than <see cref="TableLimits.MostRowsAtOnce"/>.</exception>
    public bool InsertNew(IEnumerable<KeyValuePair<TKey, TValue>> rows)
    {
        var all = new List<KeyValuePair<TKey, TValue>>(rows);
        return all.Count <= TableLimits.MostRowsAtOnce
            ? PutAll(all, onlyNew: true)
            : throw TableException.TooManyRows(all.Count);
    }

    /// <summary>Takes a key's row out. OTP: ets:delete/2.</summary>
    /// <returns>False: there was none.</returns>
    public bool Delete(TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        return IsDone(RowWriting.Remove(ref table, unique, encoded));
    }

    /// <summary>Takes a row out if it has this value. OTP: ets:delete_object/2.</summary>
    /// <returns>False: there was no such row.</returns>
    public bool DeleteObject(TKey key, TValue value)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        while (RowValues<TKey, TValue>.TryRead(
            ref table, unique, Id, encoded, out TValue? found, out RowSighting seen))
        {
            if (!EqualityComparer<TValue>.Default.Equals(found, value))
                return false;
            if (IsDone(RowWriting.Remove(ref table, unique, encoded, seen)))
                return true;
        }

        return false;
    }

    /// <summary>Takes a key's row out and gives its value. OTP: ets:take/2.</summary>
    /// <returns>False: there was none.</returns>
    public bool TryTake(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        while (RowValues<TKey, TValue>.TryRead(
            ref table, unique, Id, encoded, out value, out RowSighting seen))
        {
            if (IsDone(RowWriting.Remove(ref table, unique, encoded, seen)))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Changes the value of a key's row, in one step for all others. OTP: ets:update_element/3.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="update">
    /// The new value for the one that is there. It works on a copy, and is called again when others came between.
    /// </param>
    /// <returns>False: there is no row with the key.</returns>
    public bool UpdateElement(TKey key, Func<TValue, TValue> update)
    {
        ArgumentNullException.ThrowIfNull(update);
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        while (RowValues<TKey, TValue>.TryRead(
            ref table, unique, Id, encoded, out TValue? before, out RowSighting seen))
        {
            RowContent content = RowValues<TKey, TValue>.Pack(key, update(before));
            RowResult result;
            do
            {
                result = RowWriting.Change(ref table, unique, encoded, content, seen);
            }
            while (result == RowResult.NoMemory && RowWriting.TryRelieve(content));
            if (IsDone(result))
                return true;
        }

        return false;
    }

    private bool Put(TKey key, TValue value, bool onlyNew)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        RowContent content = RowValues<TKey, TValue>.Pack(key, value);
        RowResult result;
        do
        {
            result = RowWriting.Put(ref table, unique, encoded, content, onlyNew);
        }
        while (result == RowResult.NoMemory && RowWriting.TryRelieve(content));
        return IsDone(result);
    }

    private bool PutAll(List<KeyValuePair<TKey, TValue>> rows, bool onlyNew)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var batch = new RowBatch(rows.Count);
        Span<byte> room = stackalloc byte[KeyWriter.Room];
        foreach (KeyValuePair<TKey, TValue> row in rows)
        {
            var writer = new KeyWriter(room, table.IsOrdered);
            batch.AddKey(Encode(ref writer, row.Key, ref table));
        }

        try
        {
            foreach ((TKey key, TValue value) in rows)
            {
                RowContent content = RowValues<TKey, TValue>.Pack(key, value);
                while (!batch.TryMake(content))
                {
                    _ = RowWriting.TryRelieve(content);
                }
            }

            return IsDone(batch.Put(ref table, unique, onlyNew));
        }
        finally
        {
            RowBatch.GiveUp();
        }
    }

    private bool IsDone(RowResult result) =>
        result == RowResult.NoTable ? throw TableException.NoTable(Id) : result == RowResult.Done;
}
