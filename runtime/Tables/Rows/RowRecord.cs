// A row: its key as bytes, the value, and its place among the others. The first bytes of the key lie in the record,
// which is enough for numbers, identities and most names; the rest of a long key goes on in chunks, so that comparing
// never leaves the pools. The value is a number if it can be one, else a parcel: the copy of a graph that is no heap's.
//
// A row is held: once by the table it is in, and once by each process that copies its value in that moment with
// preemption on, because it is large. Whoever lets go last frees it. What is held by more than the table is not
// changed, but replaced by another row.
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>
/// A row. Its slot is its number. What a search looks at comes first: 32 bytes, which lie in one cache line.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RowRecord
{
    /// <summary>
    /// Set: the next row of the same bucket. Others: the subtree of smaller keys. Drafts: the next one.
    /// </summary>
    public int Next;

    /// <summary>Bytes of the key; in bags, of key and value together.</summary>
    public ushort Length;

    /// <summary>In bags: bytes of the key alone.</summary>
    public ushort KeyLength;

    /// <summary>The key's first bytes; behind a shorter key zeros.</summary>
    public KeyStart Start;

    /// <summary>The value, if it is a number.</summary>
    public long Number;

    /// <summary>Grows with each change of the value and with each use of the record.</summary>
    public ulong Version;

    /// <summary>The key's hash. In bags: the order in which rows came.</summary>
    public ulong Hash;

    /// <summary>How many hold it.</summary>
    public int Holds;

    /// <summary>The first chunk of the rest of a long key; 0: there is no rest.</summary>
    public int Rest;

    /// <summary>The value, if it is none; with the key, if that cannot be read from its bytes.</summary>
    public Parcel Graph;

    /// <summary>Others: the subtree of greater keys.</summary>
    public int Greater;

    /// <summary>Others: never greater than the parent's.</summary>
    public uint Priority;

    /// <summary>The key's first eight bytes as a number: of two, the smaller one's come first.</summary>
    public readonly ulong Prefix => BinaryPrimitives.ReadUInt64BigEndian(Start);

    /// <summary>The part of a key that lies in the record.</summary>
    [InlineArray(Size)]
    internal struct KeyStart
    {
        /// <summary>How many bytes.</summary>
        public const int Size = 24;

        private byte _first;
    }
}

/// <summary>A further part of a key.</summary>
internal struct KeyChunk
{
    /// <summary>The next part; 0: none.</summary>
    public int Next;

    /// <summary>The bytes.</summary>
    public Part Bytes;

    /// <summary>What makes a chunk 64 bytes long.</summary>
    [InlineArray(Size)]
    internal struct Part
    {
        /// <summary>How many bytes.</summary>
        public const int Size = 60;

        private byte _first;
    }
}

/// <summary>A key that is looked for.</summary>
internal readonly ref struct RowKey(ReadOnlySpan<byte> bytes, ulong hash, int keyLength)
{
    /// <summary>A key of a table that is no bag.</summary>
    public RowKey(ReadOnlySpan<byte> bytes, ulong hash)
        : this(bytes, hash, bytes.Length)
    {
    }

    /// <summary>Its bytes; in bags, of key and value together.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Sets: their hash. Bags: the number of the row that is to be. Else 0.</summary>
    public ulong Hash { get; } = hash;

    /// <summary>How many of the bytes are the key's.</summary>
    public int KeyLength { get; } = keyLength;

    /// <summary>The first eight of the bytes, see <see cref="PrefixOf"/>.</summary>
    public ulong Prefix { get; } = PrefixOf(bytes);

    /// <summary>The first eight of so many bytes as <see cref="RowRecord.Prefix"/> has them.</summary>
    public static ulong PrefixOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(bytes);

        if (bytes.Length == sizeof(uint))
            return (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 32;

        ulong prefix = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            prefix |= (ulong)bytes[index] << (56 - (8 * index));
        }

        return prefix;
    }
}

/// <summary>What a row is to hold.</summary>
/// <param name="Number">The value, if it is a number.</param>
/// <param name="Graph">The value, if it is none.</param>
internal readonly record struct RowContent(long Number, Parcel Graph);
