// What the table of atoms is made of. A record is one cache line: most names fit into it, longer ones go on in chunks.
// Besides its name an atom knows what is registered under it - a process, a table, a term, a level of the log - which
// makes these lookups one load.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime;

/// <summary>
/// An atom. Its slot is the atom's number; nothing of it but what is registered and the chain ever changes.
/// </summary>
internal struct AtomRecord
{
    /// <summary>The next atom whose hash falls into the same bucket.</summary>
    public int NextInBucket;

    /// <summary>Hash of the name.</summary>
    public uint Hash;

    /// <summary>Number of the process that is registered by this name; 0: none.</summary>
    public int Holder;

    /// <summary>The record of the table that has this name; 0: none.</summary>
    public int Table;

    /// <summary>The record of the persistent term of this name; 0: there never was one. Set once.</summary>
    public int Term;

    /// <summary>The first chunk of the rest of the name; 0: there is no rest.</summary>
    public int Rest;

    /// <summary>Bytes of the whole name.</summary>
    public ushort Length;

    /// <summary>The level of the component of this name in the log, see Logging/LogLevels; 0: it has none.</summary>
    public byte LogLevel;

    /// <summary>The name's first bytes.</summary>
    public NameStart Start;

    /// <summary>As many bytes as fit beside the other fields in 64.</summary>
    [InlineArray(Size)]
    internal struct NameStart
    {
        /// <summary>How many.</summary>
        public const int Size = 37;

        private byte _first;
    }
}

/// <summary>A part of a long name.</summary>
internal struct AtomChunk
{
    /// <summary>The next part; 0: none.</summary>
    public int Next;

    /// <summary>The bytes.</summary>
    public Text Part;

    /// <summary>What makes a chunk 64 bytes long.</summary>
    [InlineArray(Size)]
    internal struct Text
    {
        /// <summary>How many bytes.</summary>
        public const int Size = 60;

        private byte _first;
    }
}

/// <summary>Four buckets of the table: as many as a slot's least size holds.</summary>
[InlineArray(Count)]
internal struct AtomBuckets
{
    /// <summary>How many.</summary>
    public const int Count = 4;

    private int _first;

    /// <summary>The first atom of a bucket.</summary>
    public static ref int At(int bucket) => ref Pool<AtomBuckets>.At(1 + (bucket / Count))[bucket % Count];
}

/// <summary>The table's own state, in slot 1 of its pool.</summary>
internal struct AtomTableState
{
    /// <summary>Held while the table or a registration changes.</summary>
    public Latch Latch;

    /// <summary>Buckets in use; grows by one with each atom.</summary>
    public int Buckets;
}
