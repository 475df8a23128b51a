// A walk through the rows of a table, with copies of them: what first, next, select and fold are made of.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>A walk; see <see cref="RowCursor"/> for what it promises.</summary>
internal sealed class TableWalk<TKey, TValue>(TableId id, bool isBackwards)
    where TKey : notnull
{
    private readonly RowCursor _cursor = new();

    /// <summary>Goes to a key, which need not be there.</summary>
    public void MoveTo(in RowKey key) => _cursor.MoveTo(key);

    /// <summary>Bags: meets the rows of one key.</summary>
    public void Enclose(ReadOnlySpan<byte> key) => _cursor.Enclose(key);

    /// <summary>The bytes of the last row.</summary>
    public RowKey Last => new(_cursor.Key, 0);

    /// <summary>Bags: the number of the last row.</summary>
    public ulong Number => _cursor.Number;

    /// <summary>Goes to the next row and copies it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="key">The row's key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="seen">The row as it was.</param>
    /// <returns>False: there is none.</returns>
    /// <exception cref="TableException">The table is gone.</exception>
    public bool TryMove(
        ref TableRecord table,
        ulong unique,
        [MaybeNullWhen(false)] out TKey key,
        [MaybeNullWhen(false)] out TValue value,
        out RowSighting seen)
    {
        bool madeRoom = false;
        while (true)
        {
            Preemption.Disable();
            WalkStep step = _cursor.TryEnter(ref table, unique, isBackwards, out int row);
            RowCopy<TValue> copy = default;
            bool hasRoom = true;
            if (step == WalkStep.Found)
            {
                copy = RowValues<TKey, TValue>.Copy(row, madeRoom, valueOnly: false);
                hasRoom = copy.Rest == ParcelCopy.NoRoom || _cursor.TryAccept(row);
                _cursor.Leave(ref table);
            }

            Preemption.Enable();
            seen = copy.Seen;
            switch (step)
            {
                case WalkStep.Found when copy.TryFinish(ref madeRoom, out object? graph) && hasRoom:
                    key = RowValues<TKey, TValue>.KeyOf(graph, _cursor.KeyAlone, table.IsOrdered);
                    value = RowValues<TKey, TValue>.ValueOf(copy, graph);
                    return true;
                case WalkStep.NoTable:
                    throw TableException.NoTable(id);
                case WalkStep.End:
                    key = default;
                    value = default;
                    return false;
            }

            _cursor.Prepare();
        }
    }
}
