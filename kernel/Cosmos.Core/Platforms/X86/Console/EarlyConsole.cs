// The console before and beside the screen. The serial line is up within the first microseconds; the screen needs
// paging and comes later. Until then this keeps a record of what was printed and gives it to the screen when there is
// one. It also decides which console is written to: what the boot option `console` says, except that a machine is never
// made mute: an option that names a console which is not there is overruled.
using System;
using System.Runtime.CompilerServices;
using Cosmos.Core.Boot;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>Start of the consoles, and the way of every byte to them. Any context, never allocates.</summary>
internal static unsafe class EarlyConsole
{
    private const int RecordBytes = 8192;

    private static Record s_record;
    private static int s_recorded;
    private static bool s_recordEnded;
    private static bool s_serialOff;

    /// <summary>Whether what is written goes to the serial line.</summary>
    public static bool WritesToSerial => Uart16550.IsPresent && !s_serialOff;

    /// <summary>Brings up the serial line. The first call of start-up; needs port I/O and nothing else.</summary>
    public static void Initialize() => Uart16550.Initialize();

    /// <summary>Sends bytes to the consoles that are in use.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="length">How many.</param>
    public static void Write(byte* utf8, nuint length)
    {
        if (!s_serialOff)
        {
            Uart16550.Write(utf8, length);
        }

        // A span holds at most int.MaxValue bytes; longer texts do not reach a console in practice, but must not wrap.
        while (length > 0)
        {
            // Safety: the caller owns length readable bytes, and each piece lies within them.
            int piece = (int)nuint.Min(length, int.MaxValue);
            WriteToScreen(new ReadOnlySpan<byte>(utf8, piece));
            utf8 += piece;
            length -= (nuint)piece;
        }
    }

    /// <summary>Waits, within bounds, until the last byte is on the wire. Before the machine is switched off.</summary>
    public static void Drain()
    {
        ConsoleQueue.SendAll();
        Uart16550.Drain();
    }

    /// <summary>Reads the boot option <c>console</c>, once it is parsed.</summary>
    /// <returns>Whether a screen is wanted.</returns>
    internal static bool ApplyOptions()
    {
        bool wanted = !BootOptions.Is("console"u8, "serial"u8) || !Uart16550.IsPresent;
        s_recordEnded |= !wanted;
        return wanted;
    }

    /// <summary>There is a screen: shows the record on it, and from now on writes go there.</summary>
    internal static void ReplayToScreen()
    {
        s_recordEnded = true;
        s_serialOff = BootOptions.Is("console"u8, "screen"u8);
        Screen.Write(((ReadOnlySpan<byte>)s_record)[..s_recorded]);
    }

    /// <summary>There will be no screen, if there is none now: nothing more is recorded for it.</summary>
    internal static void EndRecord() => s_recordEnded = true;

    private static void WriteToScreen(ReadOnlySpan<byte> utf8)
    {
        if (s_recordEnded)
        {
            Screen.Write(utf8);
            return;
        }

        int fits = Math.Min(utf8.Length, RecordBytes - s_recorded);
        utf8[..fits].CopyTo(((Span<byte>)s_record)[s_recorded..]);
        s_recorded += fits;
    }

    [InlineArray(RecordBytes)]
    private struct Record
    {
        private byte _first;
    }
}
