// Clearing and filling heap memory, word by word: pieces are short, mostly one cache line to one page, so a loop of
// vectors beats a string instruction, on emulators by far.
using System.Runtime.Intrinsics;

namespace Cosmos.Core.Heaps;

/// <summary>Loops over memory of heaps.</summary>
internal static unsafe class HeapWords
{
    /// <summary>Zeroes [start, end); both are multiples of 8.</summary>
    public static void Clear(byte* start, byte* end) => Fill(start, end, 0);

    /// <summary>Fills [start, end) with a word; both are multiples of 8.</summary>
    public static void Fill(byte* start, byte* end, ulong word)
    {
        Vector128<ulong> pair = Vector128.Create(word);
        byte* at = start;
        for (; end - at >= 64; at += 64)
        {
            // Safety: 64 bytes are left.
            pair.Store((ulong*)at);
            pair.Store((ulong*)(at + 16));
            pair.Store((ulong*)(at + 32));
            pair.Store((ulong*)(at + 48));
        }

        for (; at < end; at += sizeof(ulong))
        {
            *(ulong*)at = word;
        }
    }

    /// <summary>The first word in [start, end) that is not <paramref name="word"/>, or null.</summary>
    public static byte* FirstOther(byte* start, byte* end, ulong word)
    {
        for (byte* at = start; at < end; at += sizeof(ulong))
        {
            if (*(ulong*)at != word)
            {
                return at;
            }
        }

        return null;
    }
}
