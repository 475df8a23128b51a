// Text on its way to the consoles. The devices are slow, so they take 16 bytes at a time, and between two times the
// core is anybody's; but what somebody writes at once, a line for instance, shall not have another's text in its midst.
// So it is first put in here as a whole, which takes no time, and then sent piece by piece: by the driver that has the
// serial line's interrupt (SerialOutput), or else by who wrote it, and by whoever else writes or has nothing to do,
// because a writer may lose its core for long, or be ended.
//
// One core adds at a time, and one sends, each when it has its turn (X86Platform.TakeTurn). A handler that interrupts
// the turn's holder on its own core, and who ends the machine, may come in between all the same: the counters are
// written last and never go back, so at the worst the piece that was being sent comes twice.
using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>Bytes that wait for the devices. No allocation; any context once it has the turn.</summary>
internal static unsafe class ConsoleQueue
{
    /// <summary>The most bytes that come out in one stretch.</summary>
    public const int LongestUnit = 512;

    private const uint Capacity = 4096;

    // What the serial line's FIFO takes at once, or 1.4 ms at 115,200 baud.
    private const int PieceBytes = Uart16550Registers.FifoBytes;
    private const int LongestCharacter = 4;

    private static Storage s_bytes;
    private static ulong s_added;
    private static ulong s_sent;

    [InlineArray((int)Capacity)]
    private struct Storage
    {
        private byte _first;
    }

    /// <summary>Whether nothing waits. Without the turn: as of a moment ago.</summary>
    public static bool IsEmpty => HasSent(Volatile.Read(ref s_added));

    /// <summary>
    /// Whether everything up to a place, as <see cref="TryAdd"/> told it, was sent. Without the turn.
    /// </summary>
    public static bool HasSent(ulong place) => Volatile.Read(ref s_sent) >= place;

    /// <summary>Puts a text in as a whole. False: there is no room for it before some was sent.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="length">At most <see cref="LongestUnit"/> bytes.</param>
    /// <param name="place">Where it ends, for <see cref="HasSent"/>.</param>
    public static bool TryAdd(byte* utf8, nuint length, out ulong place)
    {
        place = s_added;
        if (Capacity - (s_added - Volatile.Read(ref s_sent)) < length)
        {
            return false;
        }

        Span<byte> bytes = s_bytes;
        for (nuint i = 0; i < length; i++)
        {
            bytes[(int)((s_added + i) % Capacity)] = utf8[i];
        }

        place += length;
        Volatile.Write(ref s_added, place);
        return true;
    }

    /// <summary>
    /// Sends a piece of what waits, if anything does: whole characters that the serial line's FIFO takes at once.
    /// </summary>
    public static void SendPiece()
    {
        byte* piece = stackalloc byte[PieceBytes];
        ReadOnlySpan<byte> bytes = s_bytes;
        ulong place = s_sent;
        ulong end = Volatile.Read(ref s_added);
        int length = 0;
        int onTheWire = 0;
        while (place < end)
        {
            int character = CharacterAt(bytes, place, end);
            onTheWire += bytes[(int)(place % Capacity)] == '\n' ? 2 : character; // Uart16550 adds a carriage return
            if (onTheWire > PieceBytes)
            {
                break;
            }

            for (int i = 0; i < character; i++)
            {
                piece[length++] = bytes[(int)(place++ % Capacity)];
            }
        }

        EarlyConsole.Write(piece, (nuint)length);
        if (s_sent < place)
        {
            Volatile.Write(ref s_sent, place);
        }
    }

    /// <summary>Sends everything that waits: before the machine ends, and before what ends it is told.</summary>
    public static void SendAll()
    {
        while (!IsEmpty)
        {
            SendPiece();
        }
    }

    // The bytes of the character that begins here, as far as they are there (RFC 3629 §3).
    private static int CharacterAt(ReadOnlySpan<byte> bytes, ulong place, ulong end)
    {
        int length = 1;
        while (length < LongestCharacter
            && place + (ulong)length < end
            && (bytes[(int)((place + (ulong)length) % Capacity)] & 0xC0) == 0x80)
        {
            length++;
        }

        return length;
    }
}
