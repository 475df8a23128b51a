// The identity of a process. A value, so that it travels, is compared and is kept without an object. Id and Serial are
// the words of the external term format (NEW_PID_EXT): on this node Id is the number of the process's record and Serial
// counts the record's uses, so that a pid is one step away from its process and never means a later one. Id stays
// below 2^28, which every OTP release accepts.
//
// Node 0 is the node that runs, under whatever name and creation; both are filled in where a pid leaves the node.
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime;

/// <summary>The identity of a process; the default value names none.</summary>
public readonly struct Pid : IEquatable<Pid>
{
    /// <summary>The largest <see cref="Id"/>: what every OTP release accepts.</summary>
    public const uint MaximumId = (1u << 28) - 1;

    /// <summary>A pid by its words.</summary>
    /// <param name="id">On this node: the number of the process's record.</param>
    /// <param name="serial">On this node: which use of the record.</param>
    /// <param name="creation">Incarnation of a foreign node; 0 for this one.</param>
    /// <param name="node">Number of the foreign node's name (an <see cref="Atom"/>); 0 for this one.</param>
    public Pid(uint id, uint serial, uint creation = 0, int node = 0)
    {
        Id = id;
        Serial = serial;
        Creation = creation;
        Node = node;
    }

    /// <summary>First word.</summary>
    public uint Id { get; }

    /// <summary>Second word.</summary>
    public uint Serial { get; }

    /// <summary>Incarnation of the node; 0 for this node.</summary>
    public uint Creation { get; }

    /// <summary>Number of the node's name; 0 for this node.</summary>
    public int Node { get; }

    /// <summary>True for the default value.</summary>
    public bool IsNone => Id == 0 && Serial == 0 && Node == 0;

    /// <summary>True when the process is, or was, one of this node.</summary>
    public bool IsLocal => Node == 0;

    /// <summary>All of it, for ordered trees.</summary>
    internal TreeKey Key => new(((ulong)(uint)Node << 32) | Creation, ((ulong)Serial << 32) | Id);

    /// <summary>Same process.</summary>
    public static bool operator ==(Pid left, Pid right) => left.Equals(right);

    /// <summary>Not the same process.</summary>
    public static bool operator !=(Pid left, Pid right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Pid other) =>
        Id == other.Id && Serial == other.Serial && Creation == other.Creation && Node == other.Node;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Pid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Key.Hash;

    /// <summary>As OTP prints it: node, id, serial.</summary>
    public override string ToString() => $"<{Node}.{Id}.{Serial}>";
}
