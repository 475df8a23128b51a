// A name as a number: equal names are equal numbers, for as long as the machine runs. As in OTP, an atom is never
// forgotten, so names are made of what programs say and not of what peers send; the limits are OTP's.
namespace Cosmos.Runtime;

/// <summary>An interned name; the default value is none. Any process may make one.</summary>
public readonly partial struct Atom : IEquatable<Atom>
{
    /// <summary>The most characters (Unicode code points) of a name.</summary>
    public const int MaximumLength = 255;

    /// <summary>The most atoms there can be.</summary>
    public const int MaximumCount = 1_048_576;

    internal Atom(int number) => Number = number;

    /// <summary>True for the default value.</summary>
    public bool IsNone => Number == 0;

    /// <summary>The number; 0: none.</summary>
    internal int Number { get; }

    /// <summary>Same name.</summary>
    public static bool operator ==(Atom left, Atom right) => left.Number == right.Number;

    /// <summary>Another name.</summary>
    public static bool operator !=(Atom left, Atom right) => left.Number != right.Number;

    /// <summary>The atom of a name, which may be empty.</summary>
    /// <exception cref="ArgumentException">
    /// The name has more than <see cref="MaximumLength"/> characters, or half of a surrogate pair.
    /// </exception>
    /// <exception cref="OutOfMemoryException">There are <see cref="MaximumCount"/> atoms, or no memory.</exception>
    public static implicit operator Atom(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> utf8 = stackalloc byte[AtomName.MaximumBytes];
        return AtomName.TryEncode(name, utf8, out int length)
            ? Intern(utf8[..length])
            : throw new ArgumentException($"A name has at most {MaximumLength} characters, all of them whole.");
    }

    /// <summary>The atom of a name, if there is one already. OTP: binary_to_existing_atom.</summary>
    public static bool TryGetExisting(string name, out Atom atom)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<byte> utf8 = stackalloc byte[AtomName.MaximumBytes];
        atom = AtomName.TryEncode(name, utf8, out int length) ? new Atom(AtomTable.Find(utf8[..length])) : default;
        return !atom.IsNone;
    }

    /// <inheritdoc/>
    public bool Equals(Atom other) => Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Atom other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Number;

    /// <summary>The name; empty for none.</summary>
    public override string ToString()
    {
        Span<byte> utf8 = stackalloc byte[AtomName.MaximumBytes];
        return Number == 0 ? string.Empty : AtomName.Decode(utf8[..AtomTable.CopyName(Number, utf8)]);
    }

    /// <summary>The atom of a name that is UTF-8 and within the limit.</summary>
    internal static Atom Intern(ReadOnlySpan<byte> utf8)
    {
        int number = AtomTable.Intern(utf8);
        return number != 0 ? new Atom(number) : throw new OutOfMemoryException("There is no room for another atom");
    }
}
