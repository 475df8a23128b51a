// Walks through all rows. They work on copies, one row after the other; the program's code runs between two steps, with
// nothing held, so it may do what it likes, to the table too. A row that is there from a walk's beginning to its end is
// met exactly once, whatever others do; one that comes or goes meanwhile is met once or not at all.
//
// No LINQ here: what it makes of a type of rows is compiled for each of them, and for each pair of types of a chain.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

public readonly partial struct Table<TKey, TValue>
{
    /// <summary>The first key, in the order of keys or, in a set, in no order. OTP: ets:first/1.</summary>
    /// <returns>False: the table is empty.</returns>
    public bool TryFirst([MaybeNullWhen(false)] out TKey key) => TryMove(default, false, false, out key);

    /// <summary>The last key; in a set the first one. OTP: ets:last/1.</summary>
    /// <returns>False: the table is empty.</returns>
    public bool TryLast([MaybeNullWhen(false)] out TKey key) => TryMove(default, false, true, out key);

    /// <summary>
    /// The key after a key, which need not be there any more: where it was is known. OTP: ets:next/2, but that wants it
    /// to be there, or the table fixed.
    /// </summary>
    /// <returns>False: there is none.</returns>
    public bool TryNext(TKey after, [MaybeNullWhen(false)] out TKey key) => TryMove(after, true, false, out key);

    /// <summary>The key before a key; in a set the one after it. OTP: ets:prev/2.</summary>
    /// <returns>False: there is none.</returns>
    public bool TryPrevious(TKey before, [MaybeNullWhen(false)] out TKey key) => TryMove(before, true, true, out key);

    /// <summary>All rows, from the first on, as copies; the walk is taken while the caller goes through them.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Rows() => Walk(backwards: false);

    /// <summary>All rows, from the last one back; in a set as <see cref="Rows"/>.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> RowsBackwards() => Walk(backwards: true);

    /// <summary>All rows, in the order of the walk. OTP: ets:tab2list/1.</summary>
    public List<KeyValuePair<TKey, TValue>> ToList()
    {
        var rows = new List<KeyValuePair<TKey, TValue>>();
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        while (TryStep(walk, out KeyValuePair<TKey, TValue> row))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The rows that fit. OTP: ets:select/2, ets:match_object/2.</summary>
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

    /// <summary>How many rows fit. OTP: ets:select_count/2.</summary>
    public long SelectCount(Func<TKey, TValue, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        long count = 0;
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        while (TryStep(walk, out KeyValuePair<TKey, TValue> row))
        {
            count += fits(row.Key, row.Value) ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// Takes out the rows that fit. A row that is changed meanwhile is asked about again. OTP: ets:select_delete/2.
    /// </summary>
    /// <returns>How many.</returns>
    public long SelectDelete(Func<TKey, TValue, bool> fits)
    {
        ArgumentNullException.ThrowIfNull(fits);
        long deleted = 0;
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var walk = new TableWalk<TKey, TValue>(Id, isBackwards: false);
        Span<byte> room = stackalloc byte[KeyWriter.Room];
        while (walk.TryMove(ref table, unique, out TKey? key, out TValue? value, out RowSighting seen))
        {
            bool isThere = true;
            while (isThere && fits(key, value!))
            {
                var writer = new KeyWriter(room, table.IsOrdered);
                RowKey encoded = Encode(ref writer, key, ref table);
                if (IsDone(RowWriting.Remove(ref table, unique, encoded, seen)))
                {
                    deleted++;
                    break;
                }

                isThere = RowValues<TKey, TValue>.TryRead(ref table, unique, Id, encoded, out value, out seen);
            }
        }

        return deleted;
    }

    /// <summary>Goes through all rows and carries a result along. OTP: ets:foldl/3.</summary>
    public TResult Fold<TResult>(TResult seed, Func<TResult, TKey, TValue, TResult> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Fold(seed, step, backwards: false);
    }

    /// <summary>The same from the last row back. OTP: ets:foldr/3.</summary>
    public TResult FoldBackwards<TResult>(TResult seed, Func<TResult, TKey, TValue, TResult> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Fold(seed, step, backwards: true);
    }

    private TResult Fold<TResult>(TResult result, Func<TResult, TKey, TValue, TResult> step, bool backwards)
    {
        var walk = new TableWalk<TKey, TValue>(Id, backwards);
        while (TryStep(walk, out KeyValuePair<TKey, TValue> row))
        {
            result = step(result, row.Key, row.Value);
        }

        return result;
    }

    private IEnumerable<KeyValuePair<TKey, TValue>> Walk(bool backwards)
    {
        var walk = new TableWalk<TKey, TValue>(Id, backwards);
        while (TryStep(walk, out KeyValuePair<TKey, TValue> row))
        {
            yield return row;
        }
    }

    // Apart from the iterator, whose variables cannot be references to records.
    private bool TryStep(TableWalk<TKey, TValue> walk, out KeyValuePair<TKey, TValue> row)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        bool isThere = walk.TryMove(ref table, unique, out TKey? key, out TValue? value, out _);
        row = isThere ? new KeyValuePair<TKey, TValue>(key!, value!) : default;
        return isThere;
    }

    private bool TryMove(
        TKey? from, bool isFrom, bool backwards, [MaybeNullWhen(false)] out TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        var walk = new TableWalk<TKey, TValue>(Id, backwards);
        if (isFrom)
        {
            var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
            walk.MoveTo(Encode(ref writer, from!, ref table));
        }

        return walk.TryMove(ref table, unique, out key, out _, out _);
    }
}
