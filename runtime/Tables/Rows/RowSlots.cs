// The records of rows: making, comparing, freeing. Preemption is off everywhere here, so that who is killed has either
// made a row and put it where its end finds it, or has not begun.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>Rows in the pools. Preemption off.</summary>
internal static class RowSlots
{
    // Heaps leave a part of the machine's memory to the runtime, a 256th and at least this much (IdleMemory). Rows may
    // have half of it; the rest is for signals, without which nobody could be told that memory is out.
    private const int HeadroomFraction = 512;
    private const ulong LeastHeadroom = 128 * 1024;

    /// <summary>
    /// A row with a key and a content, held once; 0: no memory. The content's parcel is the row's from here on.
    /// </summary>
    public static int TryMake(in RowKey wanted, in RowContent content)
    {
        ReadOnlySpan<byte> key = wanted.Bytes;
        int slot = IsMemoryShort ? 0 : TryRent();
        if (slot == 0)
            return 0;

        ref RowRecord row = ref Pool<RowRecord>.At(slot);
        row.Rest = 0;
        Span<byte> start = row.Start;
        int copied = Math.Min(key.Length, start.Length);
        key[..copied].CopyTo(start);
        start[copied..].Clear();
        if (copied < key.Length && !TryStoreRest(ref row.Rest, key[copied..]))
        {
            Pool<RowRecord>.Return(slot);
            return 0;
        }

        row.Length = (ushort)key.Length;
        row.KeyLength = (ushort)wanted.KeyLength;
        row.Hash = wanted.Hash;
        row.Holds = 1;
        row.Version++;
        row.Number = content.Number;
        row.Graph = content.Graph;
        (row.Next, row.Greater) = (0, 0);
        content.Graph.Detach();
        return slot;
    }

    /// <summary>Frees a row whose content went elsewhere.</summary>
    public static void Return(int slot)
    {
        ref RowRecord row = ref Pool<RowRecord>.At(slot);
        ReturnRest(row.Rest);
        row.Rest = 0;
        row.Graph = default;
        Pool<RowRecord>.Return(slot);
    }

    /// <summary>Lets go of a row; the last to do so frees it, value and all.</summary>
    public static void Release(int slot)
    {
        ref RowRecord row = ref Pool<RowRecord>.At(slot);
        if (Interlocked.Decrement(ref row.Holds) == 0)
        {
            row.Graph.Discard();
            Return(slot);
        }
    }

    /// <summary>Bytes that a row costs.</summary>
    public static long BytesOf(ref RowRecord row)
    {
        int rest = row.Length - RowRecord.KeyStart.Size;
        int chunks = rest <= 0 ? 0 : (rest + KeyChunk.Part.Size - 1) / KeyChunk.Part.Size;
        return RowBytes + ((long)chunks * ChunkBytes) + row.Graph.Bytes;
    }

    // What the pools take for a record, besides a link.
    private const int RowBytes = 96;
    private const int ChunkBytes = 80;

    /// <summary>Whether a row has exactly these bytes as its key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasKey(ref RowRecord row, scoped in RowKey key) =>
        row.Prefix == key.Prefix && row.Length == key.Bytes.Length
        && (row.Length <= sizeof(ulong) || Compare(ref row, row.Length, key.Bytes) == 0);

    /// <summary>Whether a row of a bag has this key.</summary>
    public static bool HasPrefix(ref RowRecord row, ReadOnlySpan<byte> key) =>
        row.KeyLength == key.Length && Compare(ref row, row.KeyLength, key) == 0;

    /// <summary>How a row's bytes stand to others: below 0 if they come first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Compare(ref RowRecord row, scoped in RowKey key)
    {
        ulong prefix = row.Prefix;
        return prefix != key.Prefix ? (prefix < key.Prefix ? -1 : 1) : Compare(ref row, row.Length, key.Bytes);
    }

    /// <summary>Copies a row's bytes; <paramref name="place"/> has room for them.</summary>
    public static void CopyKey(ref RowRecord row, Span<byte> place)
    {
        ReadOnlySpan<byte> start = row.Start;
        int copied = Math.Min(row.Length, start.Length);
        start[..copied].CopyTo(place);
        for (int chunk = row.Rest; chunk != 0; chunk = Pool<KeyChunk>.At(chunk).Next)
        {
            ReadOnlySpan<byte> part = Pool<KeyChunk>.At(chunk).Bytes;
            part = part[..Math.Min(row.Length - copied, part.Length)];
            part.CopyTo(place[copied..]);
            copied += part.Length;
        }
    }

    private static int Compare(ref RowRecord row, int rowLength, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> start = row.Start;
        int length = Math.Min(rowLength, key.Length);
        int compared = Math.Min(length, start.Length);
        int order = start[..compared].SequenceCompareTo(key[..compared]);
        for (int chunk = row.Rest; order == 0 && compared < length; chunk = Pool<KeyChunk>.At(chunk).Next)
        {
            ReadOnlySpan<byte> part = Pool<KeyChunk>.At(chunk).Bytes;
            part = part[..Math.Min(length - compared, part.Length)];
            order = part.SequenceCompareTo(key.Slice(compared, part.Length));
            compared += part.Length;
        }

        return order != 0 ? order : rowLength - key.Length;
    }

    private static bool IsMemoryShort =>
        Machine.FreeMemory < Math.Max(Machine.TotalMemory / HeadroomFraction, LeastHeadroom);

    private static int TryRent() => Pool<RowRecord>.Rent();

    private static bool TryStoreRest(ref int first, ReadOnlySpan<byte> rest)
    {
        ref int next = ref first;
        while (!rest.IsEmpty)
        {
            int chunk = Pool<KeyChunk>.Rent();
            if (chunk == 0)
            {
                ReturnRest(first);
                first = 0;
                return false;
            }

            next = chunk;
            ref KeyChunk record = ref Pool<KeyChunk>.At(chunk);
            record.Next = 0;
            Span<byte> part = record.Bytes;
            int taken = Math.Min(rest.Length, part.Length);
            rest[..taken].CopyTo(part);
            rest = rest[taken..];
            next = ref record.Next;
        }

        return true;
    }

    private static void ReturnRest(int chunk)
    {
        while (chunk != 0)
        {
            int next = Pool<KeyChunk>.At(chunk).Next;
            Pool<KeyChunk>.Return(chunk);
            chunk = next;
        }
    }
}
