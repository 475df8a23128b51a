// A reference: a value that is made once. Unique counts the references of this node's life and never repeats in it.
//
// Some references belong to something that has a record: a monitor, an alias, a timer. Such a one carries the
// record's slot, and the record keeps the Unique it was made with, so that finding what a reference means is one
// array access and one comparison: no table from references to records, nothing to grow, and a stale or invented
// reference finds nothing. (A slot with a counter of its uses in place of Unique would do for a while only: the pool
// hands out the slot last returned, and 33 bits of uses of one hot slot are gone in hours.)
//
// Outside, a reference is three words of NEWER_REFERENCE_EXT, four when it has a slot; the first has 18 bits, as old
// nodes want it. A local reference needs no creation, so its slot takes that word's place in the value.
using System.Runtime.InteropServices;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime;

/// <summary>A value that nobody else ever made; the default value is none.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct Ref : IEquatable<Ref>
{
    private const int FirstWordBits = 18;

    // The slot of a local reference, the creation of a foreign one.
    private readonly uint _slotOrCreation;

    /// <summary>A reference by its parts; local unless a node is named.</summary>
    /// <param name="unique">What no other reference of the node has; 0 only for none.</param>
    /// <param name="creation">Incarnation of a foreign node.</param>
    /// <param name="node">Number of the foreign node's name (an <see cref="Atom"/>); 0 for this one.</param>
    public Ref(ulong unique, uint creation = 0, int node = 0)
    {
        Unique = unique;
        Node = node;
        _slotOrCreation = node == 0 ? 0 : creation;
    }

    private Ref(ulong unique, int slot)
    {
        Unique = unique;
        _slotOrCreation = (uint)slot;
    }

    /// <summary>What no other reference of the node has.</summary>
    public ulong Unique { get; }

    /// <summary>Number of the node's name; 0 for this node.</summary>
    public int Node { get; }

    /// <summary>Incarnation of the node; 0 for this node.</summary>
    public uint Creation => Node == 0 ? 0 : _slotOrCreation;

    /// <summary>True for the default value.</summary>
    public bool IsNone => Unique == 0 && Node == 0;

    /// <summary>True when this node made it.</summary>
    public bool IsLocal => Node == 0;

    /// <summary>The slot of what it belongs to; 0 when it belongs to nothing or to another node.</summary>
    internal int Slot => Node == 0 ? (int)_slotOrCreation : 0;

    /// <summary>All of it, for ordered trees.</summary>
    internal TreeKey Key => new(((ulong)(uint)Node << 32) | _slotOrCreation, Unique);

    /// <summary>How many words it has outside: three, or four with a slot.</summary>
    internal int WordCount => Slot == 0 ? 3 : 4;

    /// <summary>Same reference.</summary>
    public static bool operator ==(Ref left, Ref right) => left.Equals(right);

    /// <summary>Not the same reference.</summary>
    public static bool operator !=(Ref left, Ref right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Ref other) =>
        Unique == other.Unique && _slotOrCreation == other._slotOrCreation && Node == other.Node;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ref other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Key.Hash;

    /// <summary>As OTP prints it: node, then the words from the last to the first.</summary>
    public override string ToString() => Slot == 0
        ? $"#Ref<{Node}.{Word(2)}.{Word(1)}.{Word(0)}>"
        : $"#Ref<{Node}.{Word(3)}.{Word(2)}.{Word(1)}.{Word(0)}>";

    /// <summary>The reference of what has a slot.</summary>
    /// <param name="unique">From <see cref="UniqueNumbers"/>; the slot's record must keep it.</param>
    /// <param name="slot">The slot, not 0.</param>
    internal static Ref Of(ulong unique, int slot) => new(unique, slot);

    /// <summary>A local reference as its words came back from outside.</summary>
    internal static Ref FromWords(uint first, uint second, uint third, uint fourth) =>
        new(first | ((ulong)second << FirstWordBits) | ((ulong)third << (FirstWordBits + 32)), (int)fourth);

    /// <summary>A word as NEWER_REFERENCE_EXT has it, least significant first.</summary>
    internal uint Word(int index) => index switch
    {
        0 => (uint)(Unique & ((1u << FirstWordBits) - 1)),
        1 => (uint)(Unique >> FirstWordBits),
        2 => (uint)(Unique >> (FirstWordBits + 32)),
        _ => (uint)Slot,
    };
}
