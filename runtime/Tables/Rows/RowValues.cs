// What becomes of a value in a row, and how it is read. Three forms, decided by its type when the code is compiled:
//
//   numbers     up to 64 bits, in the row itself: a counter needs no memory of its own and changes in place
//   plain data  structs without references, in a box; read under the latch, without a copy in the reader's heap
//   graphs      copied into the row and out of it
//
// A key that cannot be read from its bytes lies with the value in one graph, or alone beside a number.
//
// Under a latch nothing is cast to a type that is not known exactly: such casts may make entries in caches.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Tables;

/// <summary>A value with a key, in a row.</summary>
internal abstract class StoredRow<TValue>(TValue value)
{
    /// <summary>The value.</summary>
    public readonly TValue Value = value;
}

/// <summary>A key and a value, in a row.</summary>
internal sealed class StoredRow<TKey, TValue>(TKey key, TValue value) : StoredRow<TValue>(value)
{
    /// <summary>The key.</summary>
    public readonly TKey Key = key;
}

/// <summary>Rows of a type of key and a type of value.</summary>
internal static class RowValues<TKey, TValue>
    where TKey : notnull
{
    private static bool IsNumber => RowNumbers.Holds<TValue>();

    private static bool IsPlainData => !RuntimeHelpers.IsReferenceOrContainsReferences<TValue>();

    /// <summary>What a row is to hold. Preemption on.</summary>
    /// <exception cref="CannotTravelException">The value holds what means something only in its process.</exception>
    /// <exception cref="OutOfMemoryException">No memory for the copy.</exception>
    public static RowContent Pack(TKey key, TValue value)
    {
        bool hasKey = !KeyCodec.IsPlain<TKey>();
        if (IsNumber)
            return new RowContent(RowNumbers.From(value), hasKey ? Packing.Pack(key) : default);

        object? graph = hasKey ? new StoredRow<TKey, TValue>(key, value) : value;
        return new RowContent(0, Packing.Pack(graph));
    }

    /// <summary>The value of a key's row. Preemption on.</summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="id">Its identity, for who has to be told that it is gone.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">A copy of the value.</param>
    /// <param name="seen">The row as it was.</param>
    /// <returns>False: there is none.</returns>
    public static bool TryRead(
        ref TableRecord table,
        ulong unique,
        TableId id,
        in RowKey key,
        [MaybeNullWhen(false)] out TValue value,
        out RowSighting seen)
    {
        bool madeRoom = false;
        while (true)
        {
            Preemption.Disable();
            if (!RowSite.TryEnter(ref table, unique, key, out RowSite site))
            {
                Preemption.Enable();
                throw TableException.NoTable(id);
            }

            if (site.Row == 0)
            {
                site.Leave();
                Preemption.Enable();
                value = default;
                seen = default;
                return false;
            }

            ref RowRecord row = ref Pool<RowRecord>.At(site.Row);
            seen = new RowSighting(site.Row, row.Version);
            if (IsNumber || IsPlainData)
            {
                value = IsNumber ? RowNumbers.To<TValue>(row.Number) : PlainOf(ref row);
                site.Leave();
                Preemption.Enable();
                return true;
            }

            RowCopy<TValue> copy = Copy(site.Row, madeRoom, valueOnly: true);
            site.Leave();
            Preemption.Enable();
            if (copy.TryFinish(ref madeRoom, out object? graph))
            {
                value = ValueOf(copy, graph);
                return true;
            }
        }
    }

    /// <summary>
    /// Copies what is in a row whose latch is held, as far as that can be done at once. Preemption off.
    /// </summary>
    /// <param name="slot">The row.</param>
    /// <param name="madeRoom">Room was made for it before.</param>
    /// <param name="valueOnly">The key is not wanted.</param>
    public static RowCopy<TValue> Copy(int slot, bool madeRoom, bool valueOnly)
    {
        ref RowRecord row = ref Pool<RowRecord>.At(slot);
        var copy = new RowCopy<TValue> { Seen = new RowSighting(slot, row.Version), Number = row.Number };
        bool hasKey = !KeyCodec.IsPlain<TKey>();
        if (IsNumber && (valueOnly || !hasKey))
        {
            return copy;
        }

        if (IsPlainData && !IsNumber && (valueOnly || !hasKey))
        {
            copy.Plain = PlainOf(ref row);
            return copy;
        }

        ParcelCopy result = row.Graph.TryCopy(out copy.Graph);
        copy.Rest = result;
        if (result == ParcelCopy.TooLarge || (result == ParcelCopy.NoRoom && madeRoom))
        {
            copy.Rest = ParcelCopy.TooLarge;
            HeldRows.Hold(slot);
        }

        return copy;
    }

    // Nobody keeps the object, which lies in the row.
    private static TValue PlainOf(ref RowRecord row)
    {
        object root = row.Graph.Peek()!;
        return KeyCodec.IsPlain<TKey>() ? (TValue)root : ((StoredRow<TValue>)root).Value;
    }

    /// <summary>The value in a finished copy. Preemption on.</summary>
    public static TValue ValueOf(in RowCopy<TValue> copy, object? graph)
    {
        if (IsNumber)
            return RowNumbers.To<TValue>(copy.Number);

        return graph switch
        {
            StoredRow<TKey, TValue> stored => stored.Value,
            null when IsPlainData => copy.Plain!,
            _ => (TValue)graph!,
        };
    }

    /// <summary>The key in a finished copy that was made with it. Preemption on.</summary>
    public static TKey KeyOf(object? graph, ReadOnlySpan<byte> bytes, bool isOrdered) =>
        KeyCodec.IsPlain<TKey>() ? KeyCodec.Read<TKey>(bytes, isOrdered)
        : IsNumber ? (TKey)graph!
        : ((StoredRow<TKey, TValue>)graph!).Key;
}

/// <summary>What was copied under a latch.</summary>
internal struct RowCopy<TValue>
{
    /// <summary>The row as it was.</summary>
    public RowSighting Seen;

    /// <summary>A number.</summary>
    public long Number;

    /// <summary>Plain data.</summary>
    public TValue? Plain;

    /// <summary>A graph.</summary>
    public object? Graph;

    /// <summary>What is left to be done about the graph.</summary>
    public ParcelCopy Rest;

    /// <summary>Does what could not be done under the latch. Preemption on.</summary>
    /// <returns>False: there is room now, and all has to be done again.</returns>
    public readonly bool TryFinish(ref bool madeRoom, out object? graph)
    {
        graph = Graph;
        switch (Rest)
        {
            case ParcelCopy.Done:
                return true;
            case ParcelCopy.TooLarge:
                graph = HeldRows.TakeCopy();
                return true;
            default:
                Parcel.MakeRoomForCopy();
                madeRoom = true;
                return false;
        }
    }
}
