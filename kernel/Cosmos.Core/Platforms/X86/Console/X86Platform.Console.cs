using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <content>The console members: output to the serial line and the screen, input from the serial line.</content>
internal static unsafe partial class X86Platform
{
    private const long InputPollNanoseconds = 1_000_000; // a 16-byte FIFO fills in 1.4 ms at 115,200 baud

    private static bool s_inputAfterCarriageReturn;
    private static int s_writer;

    /// <summary>
    /// Sends bytes to all consoles in use: what fits into a <see cref="ConsoleQueue"/>'s unit in one stretch, longer
    /// texts line by line. Returns when they are sent. Polled; any context, a fault handler included.
    /// </summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="length">How many.</param>
    public static void WriteConsole(byte* utf8, nuint length)
    {
        ulong place = 0;
        while (length > 0)
        {
            nuint unit = UnitOf(utf8, length);
            while (!TryQueue(utf8, unit, ref place))
            {
                _ = TrySendConsole();
            }

            utf8 += unit;
            length -= unit;
        }

        while (!ConsoleQueue.HasSent(place))
        {
            _ = TrySendConsole();
        }
    }

    /// <summary>Sends a piece of what waits to be sent. False: nothing does.</summary>
    public static bool TrySendConsole()
    {
        if (ConsoleQueue.IsEmpty)
        {
            return false;
        }

        // The devices and the screen's state are everybody's, but slow: the core is held for a piece at a time.
        Preemption.Disable();
        bool isMine = TakeTurn();
        ConsoleQueue.SendPiece();
        EndTurn(isMine);
        Preemption.Enable();
        return true;
    }

    /// <summary>
    /// Reads what was typed at the serial line. A terminal's Enter key sends a carriage return; programs expect a line
    /// feed, so that is what they get, once, whether the other side sends CR, LF or both.
    /// </summary>
    /// <param name="buffer">Takes the bytes.</param>
    /// <param name="length">Its size.</param>
    /// <param name="wait">Whether to sleep until there is at least one byte.</param>
    /// <returns>How many bytes were read; 0 when there are none, or when there is no serial line to wait for.</returns>
    public static int ReadConsole(byte* buffer, nuint length, bool wait)
    {
        int capacity = (int)nuint.Min(length, int.MaxValue);
        int count = 0;
        while (capacity > 0)
        {
            while (count < capacity && Uart16550.TryRead(out byte value))
            {
                bool secondOfPair = value == '\n' && s_inputAfterCarriageReturn;
                s_inputAfterCarriageReturn = value == '\r';
                if (!secondOfPair)
                {
                    // Safety: count is below capacity, and the caller owns that many bytes.
                    buffer[count++] = value == '\r' ? (byte)'\n' : value;
                }
            }

            if (count > 0 || !wait || !Uart16550.IsPresent)
            {
                break;
            }

            WaitUntil(MonotonicNanoseconds() + InputPollNanoseconds);
        }

        return count;
    }

    // One core writes at a time. A handler that writes in the midst of its own core's writing goes ahead, and so does
    // whoever ends the machine: the one that had the turn may have been stopped with it.
    private static bool TakeTurn()
    {
        int self = CoreBlock.Current->Number;
        while (true)
        {
            int writer = Interlocked.CompareExchange(ref s_writer, self, 0);
            if (writer == 0)
            {
                return true;
            }

            if (writer == self || StoppedCores.IsEnder(self))
            {
                return false;
            }

            Processor.Pause();
        }
    }

    private static void EndTurn(bool isMine)
    {
        if (isMine)
        {
            Volatile.Write(ref s_writer, 0);
        }
    }

    // False: the queue has no room now.
    private static bool TryQueue(byte* utf8, nuint unit, ref ulong place)
    {
        Preemption.Disable();
        bool isMine = TakeTurn();
        bool isDone = true;
        if (isMine)
        {
            isDone = ConsoleQueue.TryAdd(utf8, unit, out place);
        }
        else
        {
            ConsoleQueue.SendAll();
            EarlyConsole.Write(utf8, unit);
        }

        EndTurn(isMine);
        Preemption.Enable();
        return isDone;
    }

    // Ends with a line, if it ends before the text does; in the middle of a line that is too long, with a character.
    private static nuint UnitOf(byte* utf8, nuint length)
    {
        if (length <= ConsoleQueue.LongestUnit)
        {
            return length;
        }

        nuint unit = ConsoleQueue.LongestUnit;
        while (unit > 0 && utf8[unit - 1] != '\n')
        {
            unit--;
        }

        if (unit == 0)
        {
            unit = ConsoleQueue.LongestUnit;
            while (unit > 1 && (utf8[unit] & 0xC0) == 0x80)
            {
                unit--;
            }
        }

        return unit;
    }
}
