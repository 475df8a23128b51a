// The last lines on the console, kept in case the machine ends: when its last hope has ended - the first process, an
// application that the system cannot be without - the reports that led there have been written already, and without
// them the reason alone says little. They go into the record that the next start shows.
//
// Writers on several cores do not wait for each other: a race costs characters, and nothing else.
using System;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Faults;

/// <summary>What went to the console lately.</summary>
internal static class ConsolePast
{
    private const int Capacity = 4096; // a power of two

    private static Ring s_ring;
    private static uint s_next;

    /// <summary>Keeps text that goes to the console. Any context.</summary>
    public static void Note(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> kept = utf8.Length > Capacity ? utf8[^Capacity..] : utf8;
        uint next = s_next;
        s_next = next + (uint)kept.Length;
        Span<byte> ring = s_ring;
        foreach (byte character in kept)
        {
            ring[(int)(next++ % Capacity)] = character;
        }
    }

    /// <summary>Adds what was kept to the record of this run, from the first whole line on.</summary>
    public static void AddToRecord()
    {
        uint end = s_next;
        uint start = end > Capacity ? end - Capacity : 0;
        Span<byte> ring = s_ring;
        while (start != 0 && start != end && ring[(int)(start % Capacity)] != '\n')
        {
            start++;
        }

        LastRun.Keep("the console before:\n"u8);
        while (start != end)
        {
            int from = (int)(start % Capacity);
            int length = (int)Math.Min(end - start, (uint)(Capacity - from));
            LastRun.Keep(ring.Slice(from, length));
            start += (uint)length;
        }
    }

    [InlineArray(Capacity)]
    private struct Ring
    {
        private byte _first;
    }
}
