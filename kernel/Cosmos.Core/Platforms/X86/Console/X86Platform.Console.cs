using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <content>The console members: output to the serial line and the screen, input from the serial line.</content>
internal static unsafe partial class X86Platform
{
    // What a driver sends for one interrupt at most. A UART of a virtual machine has room again at once.
    private const int MostPieces = 16;

    private const long InputPollNanoseconds = 1_000_000; // a 16-byte FIFO fills in 1.4 ms at 115,200 baud

    private static bool s_inputAfterCarriageReturn;

    // Two turns, because a piece takes long to send and a line no time to add: the core that sends, and the one that
    // adds. 0: none.
    private static int s_sender;
    private static int s_adder;

    /// <summary>
    /// Writes bytes to all consoles in use: what fits into a <see cref="ConsoleQueue"/>'s unit in one stretch, longer
    /// texts line by line. Returns when they are sent, or, while a driver has the output, when they wait for it: a
    /// writer that has filled the queue sends as without one. Any context, a fault handler included.
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
                SendPiece();
            }

            utf8 += unit;
            length -= unit;
        }

        while (!ConsoleQueue.HasSent(place) && (StoppedCores.IsEnding || SerialOutput.TakeBackIfOverdue()))
        {
            SendPiece();
        }
    }

    /// <summary>Sends a piece of what nobody else sends. Preemption off. False: there is nothing.</summary>
    public static bool TrySendConsole()
    {
        if (ConsoleQueue.IsEmpty || !SerialOutput.TakeBackIfOverdue())
        {
            return false;
        }

        SendPiece();
        return true;
    }

    /// <summary>Sends what the serial line takes now, for who has its interrupt. Does not wait for the line.</summary>
    /// <param name="line">The interrupt line; another one sends nothing.</param>
    public static void SendConsole(int line)
    {
        Preemption.Disable();
        bool isOwner = line != 0 && line == SerialInterrupt.Line;
        if (isOwner)
        {
            SerialOutput.Offer();
        }

        Preemption.Enable();
        int pieces = 0;
        while (isOwner && pieces < MostPieces && TrySendPiece())
        {
            pieces++;
        }
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

    // The devices and the screen's state are everybody's, but slow: the core is held for a piece at a time.
    private static void SendPiece()
    {
        Preemption.Disable();
        bool isMine = TakeTurn(ref s_sender);
        SerialOutput.NoteProgress();
        ConsoleQueue.SendPiece();
        EndTurn(ref s_sender, isMine);
        Preemption.Enable();
    }

    // Waits neither for the line nor for the turn: whoever has it is sending, in a row of pieces perhaps.
    private static bool TrySendPiece()
    {
        Preemption.Disable();
        bool isMine = Interlocked.CompareExchange(ref s_sender, CoreBlock.Current->Number, 0) == 0;
        bool canSend = isMine && !ConsoleQueue.IsEmpty && Uart16550.HasRoom;
        if (canSend)
        {
            SerialOutput.NoteProgress();
            ConsoleQueue.SendPiece();
        }

        EndTurn(ref s_sender, isMine);
        Preemption.Enable();
        return canSend;
    }

    // One core at a time. A handler that writes in the midst of its own core's writing goes ahead, and so does whoever
    // ends the machine: the one that had the turn may have been stopped with it.
    private static bool TakeTurn(ref int turn)
    {
        int self = CoreBlock.Current->Number;
        while (true)
        {
            int holder = Interlocked.CompareExchange(ref turn, self, 0);
            if (holder == 0)
            {
                return true;
            }

            if (holder == self || StoppedCores.IsEnder(self))
            {
                return false;
            }

            Processor.Pause();
        }
    }

    private static void EndTurn(ref int turn, bool isMine)
    {
        if (isMine)
        {
            Volatile.Write(ref turn, 0);
        }
    }

    // False: the queue has no room now.
    private static bool TryQueue(byte* utf8, nuint unit, ref ulong place)
    {
        Preemption.Disable();
        bool isMine = TakeTurn(ref s_adder);
        bool isDone = true;
        if (isMine)
        {
            if (ConsoleQueue.IsEmpty)
            {
                SerialOutput.NoteProgress();
            }

            isDone = ConsoleQueue.TryAdd(utf8, unit, out place);
            if (isDone && SerialOutput.IsOwners && !StoppedCores.IsEnding)
            {
                AskForTransmitter(place - unit);
            }
        }
        else
        {
            SendAtOnce(utf8, unit);
        }

        EndTurn(ref s_adder, isMine);
        Preemption.Enable();
        return isDone;
    }

    // Text was added; if all before it was sent, the driver may know of nothing. It looks at the queue after all that
    // it has sent, and once more after it has unmasked: so either it sees this text, or it is seen here what it did.
    private static void AskForTransmitter(ulong before)
    {
        Interlocked.MemoryBarrier();
        if (ConsoleQueue.HasSent(before))
        {
            SerialInterrupt.AskForTransmitter();
        }
    }

    // Adding to the queue was broken off on this core, or ended with the machine.
    private static void SendAtOnce(byte* utf8, nuint unit)
    {
        bool isMine = TakeTurn(ref s_sender);
        ConsoleQueue.SendAll();
        EarlyConsole.Write(utf8, unit);
        EndTurn(ref s_sender, isMine);
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
