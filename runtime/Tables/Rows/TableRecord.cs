// A table, outside of every heap. What everyone reads at every operation stands together and hardly ever changes; what
// every writer changes has cache lines of its own.
//
// Unique says which table the record is for; an operation that finds another number is one on a table that is gone.
// Stamp says which body it has: the buckets or the tree. Deleting all rows gives the table a new body, and the old one
// is taken apart at leisure, in a record of its own (Dismantling).
//
// A record is reused. Who comes late may still take a latch in it, so latches are never written when a record is
// cleared (see Begin).
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Tables;

/// <summary>A table, or the old body of one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TableRecord
{
    /// <summary>The number of the table's reference; 0: the record is no table's.</summary>
    public ulong Unique;

    /// <summary>The number of its body.</summary>
    public ulong Stamp;

    /// <summary>Set: where the groups of buckets are found, see <see cref="GroupIndex"/>.</summary>
    public long Root;

    /// <summary>Set: buckets in use.</summary>
    public int Buckets;

    /// <summary>The process in whose list of tables it is, its owner; 0: on its way to another list.</summary>
    public int ListedBy;

    /// <summary>The handle of the type of its keys.</summary>
    public nint KeyType;

    /// <summary>The handle of the type of its values.</summary>
    public nint ValueType;

    /// <summary>Its name, or none.</summary>
    public Atom Name;

    /// <summary>How it keeps its rows.</summary>
    public TableKind Kind;

    /// <summary>Who may use it.</summary>
    public TableAccess Access;

    /// <summary>Keeps what follows off the cache lines before.</summary>
    public CacheLines Before;

    /// <summary>Rows: about how many while some come and go.</summary>
    public long Rows;

    /// <summary>Bytes of rows and of what finds them.</summary>
    public long Bytes;

    /// <summary>Set: held by who changes the number of buckets, or the body.</summary>
    public Latch Resizing;

    /// <summary>Others: held by who reads or changes the tree.</summary>
    public Latch TreeLatch;

    /// <summary>Others: the tree's first row; 0: it is empty.</summary>
    public int TreeRoot;

    /// <summary>The next table of the owner; of a body that is taken apart: the next such one of its process.</summary>
    public int Next;

    /// <summary>The table before it in the owner's list.</summary>
    public int Previous;

    /// <summary>Who gets it when the owner ends.</summary>
    public Pid Heir;

    /// <summary>What the heir is told.</summary>
    public Parcel HeirData;

    /// <summary>The number that the next row of a bag gets.</summary>
    public ulong NextNumber;

    /// <summary>A body that is taken apart: how far.</summary>
    public int Position;

    /// <summary>A body that is taken apart: rows that are in no bucket any more and not freed yet.</summary>
    public int Chain;

    /// <summary>An old body: the table that it was of, whose account it still changed when it became old.</summary>
    public int FormerTable;

    /// <summary>An old body: that table's number.</summary>
    public ulong FormerUnique;

    /// <summary>Whether it keeps its rows by buckets.</summary>
    public readonly bool IsHashed => Kind == TableKind.Set;

    /// <summary>Whether there may be many rows for a key.</summary>
    public readonly bool IsBag => Kind is TableKind.Bag or TableKind.DuplicateBag;

    /// <summary>Whether keys are written such that their order is that of their bytes.</summary>
    public readonly bool IsOrdered => Kind == TableKind.OrderedSet;

    /// <summary>Its identity.</summary>
    public readonly TableId IdAt(int slot) => new(Ref.Of(Unique, slot));

    /// <summary>Makes a rented record empty, all but its latches and what others check it by.</summary>
    public void Begin(TableKind kind)
    {
        (Root, Buckets, TreeRoot) = (0, 0, 0);
        (ListedBy, Next, Previous) = (0, 0, 0);
        (KeyType, ValueType) = (0, 0);
        (Name, Heir, HeirData) = (default, default, default);
        (Rows, Bytes, NextNumber) = (0, 0, 0);
        (Position, Chain, FormerTable, FormerUnique) = (0, 0, 0, 0);
        Kind = kind;
    }

    /// <summary>Counts rows and bytes.</summary>
    public void Count(int rows, long bytes)
    {
        if (rows != 0)
            Interlocked.Add(ref Rows, rows);
        Interlocked.Add(ref Bytes, bytes);
    }

    /// <summary>Space that nobody touches.</summary>
    [InlineArray(8)]
    internal struct CacheLines
    {
        private ulong _first;
    }
}
