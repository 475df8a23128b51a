// What names a table: a reference, or the name it was registered under. A value, so it travels, is compared and is kept
// without an object; whoever has it may try, and the table's access decides.
namespace Cosmos.Runtime.Tables;

/// <summary>A table's identity; the default value names none. OTP: tid(), or the name of a named table.</summary>
public readonly partial struct TableId : IEquatable<TableId>, ITableKey
{
    internal TableId(Ref reference) => Reference = reference;

    internal TableId(Atom name) => Name = name;

    /// <summary>What the table was given when it was made; none for an identity by name.</summary>
    public Ref Reference { get; }

    /// <summary>The name by which it is looked up each time; none for an identity by reference.</summary>
    public Atom Name { get; }

    /// <summary>Same identity.</summary>
    public static bool operator ==(TableId left, TableId right) => left.Equals(right);

    /// <summary>Not the same identity.</summary>
    public static bool operator !=(TableId left, TableId right) => !left.Equals(right);

    /// <summary>Whatever table has the name when it is used.</summary>
    public static implicit operator TableId(Atom name) => new(name);

    /// <summary>Whatever table has the name when it is used.</summary>
    public static implicit operator TableId(string name) => new((Atom)name);

    /// <inheritdoc/>
    public bool Equals(TableId other) => Reference == other.Reference && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TableId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reference, Name);

    /// <inheritdoc/>
    public override string ToString() => Name.IsNone ? Reference.ToString() : Name.ToString();

    /// <inheritdoc/>
    public void WriteKey(ref KeyWriter key)
    {
        key.Write(Reference);
        key.Write(Name);
    }
}
