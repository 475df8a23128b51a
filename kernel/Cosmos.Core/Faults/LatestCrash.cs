// What was last said of a process that crashed, in the words of its report, kept where no collector and no end of a
// process reaches it. A machine gives up because of something that a process did a moment before: so the epitaph says
// this too, and the next start shows it with the rest of the record (LastRun).
//
// A writer that finds another one at work leaves: two crashes at once are one as good as the other.
using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Cosmos.Core.Faults;

/// <summary>The latest crash report.</summary>
internal static unsafe class LatestCrash
{
    /// <summary>Bytes that are kept of a report.</summary>
    public const int Capacity = 1024;

    private static Storage s_storage = default;
    private static int s_length;
    private static int s_isBusy;

    [InlineArray(Capacity)]
    private struct Storage
    {
        private byte _first;
    }

    /// <summary>The words; none: nobody crashed.</summary>
    public static ReadOnlySpan<byte> Text => new(Words, Volatile.Read(ref s_length));

    // Safety: a static without references never moves.
    private static byte* Words => (byte*)Unsafe.AsPointer(ref s_storage);

    /// <summary>Keeps the beginning of a report in place of the one before. Preemption off.</summary>
    public static void Note(ReadOnlySpan<byte> utf8)
    {
        if (Interlocked.Exchange(ref s_isBusy, 1) != 0)
        {
            return;
        }

        Volatile.Write(ref s_length, 0);
        int length = Math.Min(utf8.Length, Capacity);
        byte* words = Words;
        for (int i = 0; i < length; i++)
        {
            words[i] = utf8[i];
        }

        Volatile.Write(ref s_length, length);
        Volatile.Write(ref s_isBusy, 0);
    }

    /// <summary>Writes it, if there is one, as a part of the epitaph.</summary>
    public static void Write()
    {
        if (!Text.IsEmpty)
        {
            KernelConsole.WriteLine("the latest crash of a process:"u8);
            KernelConsole.Write(Text);
            KernelConsole.WriteLine();
        }
    }
}
