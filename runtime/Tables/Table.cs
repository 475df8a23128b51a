// A set or an ordered set: one row for a key. OTP: ets(3).
//
// The table lies outside of every heap. What is put in is copied, and what is read is a copy: nobody holds a reference
// into a table, and a table holds none to anybody's objects. Every operation on one row is one step for all others; so
// is putting in a few rows at once. A walk is none, see Rows.
//
// The struct is the table's identity and the types of its rows. It travels like any value.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Tables;

/// <summary>A table with one row for each key.</summary>
/// <typeparam name="TKey">
/// Numbers, texts, names, times, pids, references, Binary, tuples of them, or a type that implements
/// <see cref="ITableKey"/>. Keys are equal when they say the same.
/// </typeparam>
/// <typeparam name="TValue">Whatever can be sent.</typeparam>
public readonly partial struct Table<TKey, TValue> : IEquatable<Table<TKey, TValue>>
    where TKey : notnull
{
    private Table(TableId id) => Id = id;

    /// <summary>The table's identity.</summary>
    public TableId Id { get; }

    /// <summary>Rows in it. OTP: ets:info(Table, size).</summary>
    public long Size => Id.Info() is { } info ? info.Size : throw TableException.NoTable(Id);

    /// <summary>Same table.</summary>
    public static bool operator ==(Table<TKey, TValue> left, Table<TKey, TValue> right) => left.Equals(right);

    /// <summary>Not the same table.</summary>
    public static bool operator !=(Table<TKey, TValue> left, Table<TKey, TValue> right) => !left.Equals(right);

    /// <summary>Makes a table that the running process owns. OTP: ets:new/2.</summary>
    /// <exception cref="TableException">The name is taken, or keys of the type cannot be compared.</exception>
    /// <exception cref="OutOfMemoryException">No memory for it.</exception>
    public static Table<TKey, TValue> Create(TableOptions? options = null)
    {
        options ??= new TableOptions();
        KeyCodec.Require<TKey>();
        TableKind kind = options.Ordered ? TableKind.OrderedSet : TableKind.Set;
        return new Table<TKey, TValue>(TableMaking.Make(kind, options, typeof(TKey), typeof(TValue)));
    }

    /// <summary>The table that an identity names, which may come from a message or be a name.</summary>
    /// <exception cref="TableException">There is none, or its rows are of other types.</exception>
    public static Table<TKey, TValue> Open(TableId id)
    {
        ref TableRecord table = ref TableDoor.Enter(id, TableRight.Look, out _, out _);
        Check(ref table, id);
        return new Table<TKey, TValue>(id);
    }

    /// <summary>Ends the table. OTP: ets:delete/1.</summary>
    public void Delete() => Id.Delete();

    /// <summary>Takes all rows out, in one step for all others. OTP: ets:delete_all_objects/1.</summary>
    public void DeleteAllObjects() => Id.DeleteAllObjects();

    /// <inheritdoc cref="TableId.GiveAway"/>
    public void GiveAway(Pid to, object? data = null) => Id.GiveAway(to, data);

    /// <inheritdoc/>
    public bool Equals(Table<TKey, TValue> other) => Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Table<TKey, TValue> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Id.ToString();

    /// <summary>A copy of the value of a key's row. OTP: ets:lookup/2.</summary>
    /// <returns>False: there is none.</returns>
    public bool TryLookup(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        return RowValues<TKey, TValue>.TryRead(ref table, unique, Id, encoded, out value, out _);
    }

    /// <summary>A copy of the value of a key's row.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TValue Lookup(TKey key) => TryLookup(key, out TValue? value) ? value : throw NoRow(key);

    /// <summary>A part of the value of a key's row. OTP: ets:lookup_element/3.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TElement LookupElement<TElement>(TKey key, Func<TValue, TElement> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return element(Lookup(key));
    }

    /// <summary>
    /// A part of the value of a key's row, or what stands for it if there is none. OTP: ets:lookup_element/4.
    /// </summary>
    public TElement LookupElement<TElement>(TKey key, Func<TValue, TElement> element, TElement otherwise)
    {
        ArgumentNullException.ThrowIfNull(element);
        return TryLookup(key, out TValue? value) ? element(value) : otherwise;
    }

    /// <summary>Whether there is a row with a key; nothing is copied. OTP: ets:member/2.</summary>
    public bool Member(TKey key)
    {
        ref TableRecord table = ref Enter(TableRight.Read, out ulong unique);
        var writer = new KeyWriter(stackalloc byte[KeyWriter.Room], table.IsOrdered);
        RowKey encoded = Encode(ref writer, key, ref table);
        return RowReading.IsThere(ref table, unique, encoded)
            ?? throw TableException.NoTable(Id);
    }

    private ref TableRecord Enter(TableRight right, out ulong unique)
    {
        ref TableRecord table = ref TableDoor.Enter(Id, right, out _, out unique);
        if (!Id.Name.IsNone)
            Check(ref table, Id); // the name may be another table's by now
        return ref table;
    }

    private static void Check(ref TableRecord table, TableId id)
    {
        bool isSame = table.KeyType == typeof(TKey).TypeHandle.Value
            && table.ValueType == typeof(TValue).TypeHandle.Value
            && table.Kind is TableKind.Set or TableKind.OrderedSet;
        if (!isSame)
            throw TableException.OtherTypes(id, typeof(TKey), typeof(TValue));
    }

    private static RowKey Encode(ref KeyWriter writer, TKey key, ref TableRecord table)
    {
        KeyCodec.Write(ref writer, key);
        ReadOnlySpan<byte> bytes = writer.Whole;
        return new RowKey(bytes, table.IsHashed ? KeyHash.Of(bytes) : 0);
    }

    private KeyNotFoundException NoRow(TKey key) => new($"The table {Id} has no row with the key {key}.");
}
