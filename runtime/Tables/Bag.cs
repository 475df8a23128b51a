// A bag or a duplicate bag: many rows for a key. OTP: ets(3).
//
// Rows lie in the order of their keys, and those of one key by what tells them apart: in a bag the bytes of the value,
// so that finding an equal one is a search and not a walk through all that have the key (OTP's cost); in a duplicate
// bag a number, which is the order in which they came.
//
// What is about one row is one step for all others. What is about all rows of a key goes from row to row.
namespace Cosmos.Runtime.Tables;

/// <summary>A table with any number of rows for a key.</summary>
/// <typeparam name="TKey">See <see cref="Table{TKey, TValue}"/>.</typeparam>
/// <typeparam name="TValue">Whatever can be sent; in a bag that keeps no duplicates, what could be a key.</typeparam>
public readonly partial struct Bag<TKey, TValue> : IEquatable<Bag<TKey, TValue>>
    where TKey : notnull
{
    private Bag(TableId id) => Id = id;

    /// <summary>The table's identity.</summary>
    public TableId Id { get; }

    /// <summary>Rows in it. OTP: ets:info(Table, size).</summary>
    public long Size => Id.Info() is { } info ? info.Size : throw TableException.NoTable(Id);

    /// <summary>Same table.</summary>
    public static bool operator ==(Bag<TKey, TValue> left, Bag<TKey, TValue> right) => left.Equals(right);

    /// <summary>Not the same table.</summary>
    public static bool operator !=(Bag<TKey, TValue> left, Bag<TKey, TValue> right) => !left.Equals(right);

    /// <summary>Makes a bag that the running process owns. OTP: ets:new/2.</summary>
    /// <param name="duplicates">Whether it may hold equal rows. OTP: duplicate_bag.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="TableException">
    /// The name is taken, or keys of the type cannot be compared, or values in a bag without duplicates cannot.
    /// </exception>
    public static Bag<TKey, TValue> Create(bool duplicates = false, TableOptions? options = null)
    {
        KeyCodec.Require<TKey>();
        if (!duplicates)
            KeyCodec.RequireElement<TValue>();
        TableKind kind = duplicates ? TableKind.DuplicateBag : TableKind.Bag;
        return new Bag<TKey, TValue>(
            TableMaking.Make(kind, options ?? new TableOptions(), typeof(TKey), typeof(TValue)));
    }

    /// <summary>The bag that an identity names, which may come from a message or be a name.</summary>
    /// <exception cref="TableException">There is none, or its rows are of other types.</exception>
    public static Bag<TKey, TValue> Open(TableId id)
    {
        ref TableRecord table = ref TableDoor.Enter(id, TableRight.Look, out _, out _);
        Check(ref table, id);
        return new Bag<TKey, TValue>(id);
    }

    /// <summary>Ends the table. OTP: ets:delete/1.</summary>
    public void Delete() => Id.Delete();

    /// <summary>Takes all rows out, in one step for all others. OTP: ets:delete_all_objects/1.</summary>
    public void DeleteAllObjects() => Id.DeleteAllObjects();

    /// <inheritdoc cref="TableId.GiveAway"/>
    public void GiveAway(Pid to, object? data = null) => Id.GiveAway(to, data);

    /// <inheritdoc/>
    public bool Equals(Bag<TKey, TValue> other) => Id == other.Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bag<TKey, TValue> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Id.ToString();

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
            && table.ValueType == typeof(TValue).TypeHandle.Value && table.IsBag;
        if (!isSame)
            throw TableException.OtherTypes(id, typeof(TKey), typeof(TValue));
    }

    // The bytes of a key alone, by which its rows begin.
    private static ReadOnlySpan<byte> Encode(ref KeyWriter writer, TKey key)
    {
        KeyCodec.Write(ref writer, key);
        return writer.Whole;
    }

    // The bytes of a row of a bag: key and value. Of a duplicate bag: key and number.
    private static RowKey Encode(ref KeyWriter writer, TKey key, TValue value, TableKind kind, ulong number)
    {
        int keyLength = Encode(ref writer, key).Length;
        if (kind == TableKind.Bag)
            KeyCodec.WriteTagged(ref writer, value);
        else
            writer.Write(number);
        return new RowKey(writer.Whole, number, keyLength);
    }
}
