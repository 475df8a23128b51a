// Which tracked slots live. At safe points: a bit for each slot, or runs; equal states are stored once and referred to.
// In interruptible ranges: the code is cut into chunks of 64 bytes; each chunk names the slots that live anywhere in
// it, their state at its end, and the offsets at which they change.
using System;

namespace Cosmos.Core.Heaps.Roots;

/// <summary>Decoding of live states.</summary>
internal static class LiveStates
{
    private const int ChunkLength = 64;
    private const int ChunkLengthBits = 6;
    private const int RunBits = 2;
    private const int SkipBits = 4;

    /// <summary>Marks the slots that live at a safe point.</summary>
    /// <param name="reader">Behind the slot table and the indirection's width.</param>
    /// <param name="index">Which safe point.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="indirectBits">Width of a reference to a state; 0: states stand in order, a bit for each
    /// slot.</param>
    /// <param name="live">One element for each tracked slot; false before.</param>
    public static void AtSafePoint(BitReader reader, uint index, uint count, int indirectBits, Span<bool> live)
    {
        if (indirectBits == 0)
        {
            reader.Skip((nuint)index * (uint)live.Length);
            ReadBits(ref reader, live);
            return;
        }

        BitReader references = reader;
        references.Skip((nuint)index * (uint)indirectBits);
        uint state = references.Read(indirectBits);
        reader.Skip((nuint)count * (uint)indirectBits);
        reader.AlignToByte();
        reader.Skip(state);
        ReadSet(ref reader, live);
    }

    /// <summary>Marks the slots that live at an offset into the interruptible ranges taken together.</summary>
    /// <param name="reader">Behind the states of the safe points.</param>
    /// <param name="offset">The place.</param>
    /// <param name="length">Bytes in all ranges.</param>
    /// <param name="live">One element for each tracked slot; false before.</param>
    public static void InRange(BitReader reader, uint offset, uint length, Span<bool> live)
    {
        int pointerBits = (int)reader.ReadVariable(3);
        if (pointerBits == 0)
        {
            return;
        }

        uint chunks = (length + ChunkLength - 1) / ChunkLength;
        uint wanted = offset / ChunkLength;
        if (!TryFindChunk(reader, wanted, pointerBits, out uint chunk, out uint pointer))
        {
            return;
        }

        reader.Skip((nuint)chunks * (uint)pointerBits);
        reader.AlignToByte();
        reader.Skip(pointer - 1);

        Span<bool> mentioned = stackalloc bool[live.Length];
        mentioned.Clear();
        ReadSet(ref reader, mentioned);
        BitReader finalStates = reader;
        reader.Skip((nuint)mentioned.Count(true));
        for (int i = 0; i < live.Length; i++)
        {
            if (mentioned[i])
            {
                // A chunk without an entry of its own inherits the final states of the last one that has.
                bool state = finalStates.ReadBit();
                live[i] = state ^ (chunk == wanted && ChangesAfter(ref reader, offset % ChunkLength));
            }
        }
    }

    private static bool TryFindChunk(BitReader reader, uint wanted, int pointerBits, out uint chunk, out uint pointer)
    {
        for (chunk = wanted; ; chunk--)
        {
            BitReader entry = reader;
            entry.Skip((nuint)chunk * (uint)pointerBits);
            pointer = entry.Read(pointerBits);
            if (pointer != 0 || chunk == 0)
            {
                return pointer != 0;
            }
        }
    }

    // True when the slot changes an odd number of times between the place and the chunk's end.
    private static bool ChangesAfter(ref BitReader reader, uint offset)
    {
        bool changes = false;
        while (reader.ReadBit())
        {
            changes ^= reader.Read(ChunkLengthBits) > offset;
        }

        return changes;
    }

    private static void ReadSet(ref BitReader reader, Span<bool> set)
    {
        if (reader.ReadBit())
        {
            ReadRuns(ref reader, set);
        }
        else
        {
            ReadBits(ref reader, set);
        }
    }

    private static void ReadBits(ref BitReader reader, Span<bool> set)
    {
        for (int i = 0; i < set.Length; i++)
        {
            set[i] = reader.ReadBit();
        }
    }

    // Lengths of runs, slots outside and inside the set in turn; the first bit says which of the two is written in the
    // wider form.
    private static void ReadRuns(ref BitReader reader, Span<bool> set)
    {
        bool isWide = !reader.ReadBit();
        bool isInside = false;
        int position = (int)reader.ReadVariable(isWide ? SkipBits : RunBits);
        while (position < set.Length)
        {
            isWide = !isWide;
            isInside = !isInside;
            int run = (int)reader.ReadVariable(isWide ? SkipBits : RunBits) + 1;
            set.Slice(position, run).Fill(isInside);
            position += run;
        }
    }
}
