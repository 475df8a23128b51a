// Interrupt lines as both platforms know them: a number for each source that somebody has opened, and three words of
// bits. A line is taken, it may interrupt once (unmasked), it has interrupted and nobody was told (pending). Bits
// change in one step each, because handlers, all cores and their processes change them.
//
// A line that has interrupted is masked, whatever its device does: its handler silences the device or the controller
// first and then raises the line. Raising a masked line does nothing, so a source that cannot be silenced is harmless.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Platforms;

/// <summary>The table of lines. Allocates nothing.</summary>
internal static unsafe class InterruptLines
{
    /// <summary>How many there can be: one bit each, and 0 is none.</summary>
    public const int Most = 63;

    private static ulong s_taken = 1;
    private static ulong s_unmasked;
    private static ulong s_pending;
    private static Sources s_sources;

    private struct Source
    {
        public delegate*<int, void> Unmask;
        public delegate*<int, void> Close;
        public long Count;
    }

    [InlineArray(Most + 1)]
    private struct Sources
    {
        private Source _first;
    }

    /// <summary>Whether a line has interrupted of which nobody was told.</summary>
    public static bool ArePending => Volatile.Read(ref s_pending) != 0;

    /// <summary>How often a line has interrupted.</summary>
    public static long Count(int line) => (uint)line <= Most ? Volatile.Read(ref s_sources[line].Count) : 0;

    /// <summary>Whether a line may interrupt: its owner waits for it.</summary>
    public static bool IsUnmasked(int line) => (Volatile.Read(ref s_unmasked) & Bit(line)) != 0;

    /// <summary>Takes a line; masked. 0: there are no more.</summary>
    /// <param name="unmask">Lets the source interrupt once more, or raises the line if it wants something now.</param>
    /// <param name="close">Silences the source for good.</param>
    public static int TryOpen(delegate*<int, void> unmask, delegate*<int, void> close)
    {
        while (true)
        {
            ulong taken = Volatile.Read(ref s_taken);
            int line = BitOperations.TrailingZeroCount(~taken);
            if (line > Most)
            {
                return 0;
            }

            if (Interlocked.CompareExchange(ref s_taken, taken | Bit(line), taken) == taken)
            {
                s_sources[line] = new Source { Unmask = unmask, Close = close };
                return line;
            }
        }
    }

    /// <summary>A source wants something. Called by its handler, or by its unmasking.</summary>
    /// <returns>False: the line is masked, and nobody will be told.</returns>
    public static bool Raise(int line)
    {
        ulong bit = Bit(line);
        if ((Interlocked.And(ref s_unmasked, ~bit) & bit) == 0)
        {
            return false;
        }

        s_sources[line].Count++;
        Interlocked.Or(ref s_pending, bit);
        return true;
    }

    /// <summary>
    /// Raises every line that is waited for, because interrupts may have been lost. Preemption off.
    /// </summary>
    public static void RaiseAll()
    {
        for (ulong left = Volatile.Read(ref s_unmasked); left != 0; left &= left - 1)
        {
            _ = Raise(BitOperations.TrailingZeroCount(left));
        }

        if (ArePending)
        {
            ProcessContexts.RequestPreemption();
        }
    }

    /// <inheritdoc cref="Irq.Unmask"/>
    public static void Unmask(int line)
    {
        if (!IsTaken(line))
        {
            return;
        }

        Preemption.Disable();
        Interlocked.Or(ref s_unmasked, Bit(line));
        s_sources[line].Unmask(line);
        if (ArePending)
        {
            ProcessContexts.RequestPreemption();
        }

        Preemption.Enable();
    }

    /// <inheritdoc cref="Irq.Close"/>
    public static void Close(int line)
    {
        if (IsTaken(line))
        {
            s_sources[line].Close(line);
            Interlocked.And(ref s_unmasked, ~Bit(line));
            Interlocked.And(ref s_pending, ~Bit(line));
            Interlocked.And(ref s_taken, ~Bit(line));
        }
    }

    /// <inheritdoc cref="PendingInterrupts.Take"/>
    public static int TakePending()
    {
        ulong pending = Volatile.Read(ref s_pending);
        int line = pending == 0 ? 0 : BitOperations.TrailingZeroCount(pending);
        return line != 0 && (Interlocked.And(ref s_pending, ~Bit(line)) & Bit(line)) != 0 ? line : 0;
    }

    private static bool IsTaken(int line) =>
        line is > 0 and <= Most && (Volatile.Read(ref s_taken) & Bit(line)) != 0;

    private static ulong Bit(int line) => 1UL << line;
}
