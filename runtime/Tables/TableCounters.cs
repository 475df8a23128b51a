// Counters: rows whose value is a number. They are changed where they are, under the latch, so no two changes meet and
// nothing is copied. OTP: ets:update_counter/3,4.
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Tables;

/// <summary>Counting in tables of numbers.</summary>
public static class TableCounters
{
    /// <summary>Adds to a number, in one step for all others.</summary>
    /// <returns>The number afterwards.</returns>
    /// <exception cref="KeyNotFoundException">There is no row with the key.</exception>
    /// <exception cref="OverflowException">The type does not hold the sum; nothing was changed.</exception>
    public static long UpdateCounter<TKey>(this Table<TKey, long> table, TKey key, long increment)
        where TKey : notnull => table.Count(key, Of(increment, long.MinValue, long.MaxValue));

    /// <summary>Adds to a number; a row that is not there is made with a value to begin from.</summary>
    public static long UpdateCounter<TKey>(this Table<TKey, long> table, TKey key, long increment, long initial)
        where TKey : notnull =>
        table.Count(key, Of(increment, long.MinValue, long.MaxValue), isMade: true, initial);

    /// <summary>
    /// Adds to a number, and sets it to <paramref name="setValue"/> if that takes it beyond
    /// <paramref name="threshold"/>: above it for an increment of 0 or more, else below.
    /// </summary>
    public static long UpdateCounter<TKey>(
        this Table<TKey, long> table, TKey key, long increment, long threshold, long setValue)
        where TKey : notnull => table.Count(
            key, new CounterChange(increment, threshold, setValue, true, long.MinValue, long.MaxValue));

    /// <inheritdoc cref="UpdateCounter{TKey}(Table{TKey, long}, TKey, long)"/>
    public static int UpdateCounter<TKey>(this Table<TKey, int> table, TKey key, int increment)
        where TKey : notnull => (int)table.Count(key, Of(increment, int.MinValue, int.MaxValue));

    /// <inheritdoc cref="UpdateCounter{TKey}(Table{TKey, long}, TKey, long, long)"/>
    public static int UpdateCounter<TKey>(this Table<TKey, int> table, TKey key, int increment, int initial)
        where TKey : notnull =>
        (int)table.Count(key, Of(increment, int.MinValue, int.MaxValue), isMade: true, initial);

    /// <inheritdoc cref="UpdateCounter{TKey}(Table{TKey, long}, TKey, long, long, long)"/>
    public static int UpdateCounter<TKey>(
        this Table<TKey, int> table, TKey key, int increment, int threshold, int setValue)
        where TKey : notnull => (int)table.Count(
            key, new CounterChange(increment, threshold, setValue, true, int.MinValue, int.MaxValue));

    private static CounterChange Of(long increment, long least, long most) => new(increment, 0, 0, false, least, most);
}

public readonly partial struct Table<TKey, TValue>
{
    /// <summary>Changes a counter; one that is not there is made, if it is to be, from a value to begin with.</summary>
    internal long Count(TKey key, in CounterChange change, bool isMade = false, TValue initial = default!)
    {
        ref TableRecord table = ref Enter(TableRight.Write, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        while (true)
        {
            RowResult result = RowWriting.Count(ref table, unique, encoded, change, out long value);
            switch (result)
            {
                case RowResult.Done:
                    return value;
                case RowResult.Overflow:
                    throw new OverflowException($"The counter {key} of the table {Id} does not hold the sum.");
                case RowResult.NoTable:
                    throw TableException.NoTable(Id);
                case RowResult.NotDone when !isMade:
                    throw NoRow(key);
            }

            _ = InsertNew(key, initial);
        }
    }
}
