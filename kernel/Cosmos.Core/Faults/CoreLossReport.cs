// The line that tells the operator that the machine has lost a core. Written where nothing can be allocated, and at
// once, so that no other core's text comes in between.
using System;

namespace Cosmos.Core.Faults;

/// <summary>What is said of a lost core.</summary>
internal static class CoreLossReport
{
    // The words, and four numbers.
    private const int MostBytes = 256;

    /// <inheritdoc cref="Abi.Cores.Report"/>
    public static void Write(int core, int processes, int timers, int ended)
    {
        Span<byte> line = stackalloc byte[MostBytes];
        int length = 0;
        Add(line, ref length, "cores: core "u8, core);
        Add(line, ref length, " does not answer any more and was stopped; "u8, processes);
        Add(line, ref length, " ready processes and "u8, timers);
        Add(line, ref length, " timers go on elsewhere"u8);
        if (ended != 0)
        {
            Add(line, ref length, "; process "u8, ended);
            Add(line, ref length, ", which it ran, ends"u8);
        }

        Add(line, ref length, "\n"u8);
        KernelConsole.Write(line[..length]);
    }

    private static void Add(Span<byte> line, ref int length, ReadOnlySpan<byte> text, int number)
    {
        Add(line, ref length, text);
        int digits = 1;
        for (int rest = number / 10; rest != 0; rest /= 10)
        {
            digits++;
        }

        length += digits;
        for (int place = 1; place <= digits; place++)
        {
            line[length - place] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }

    private static void Add(Span<byte> line, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(line[length..]);
        length += text.Length;
    }
}
