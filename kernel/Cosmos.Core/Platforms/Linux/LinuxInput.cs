// Standard input as a line that interrupts: Linux sends SIGIO when there is something to read (fcntl(2), O_ASYNC). That
// is an edge, and files and some devices never send it, so unmasking the line looks for itself. A terminal is taken out
// of its line mode (termios(3)) for as long as the line is open; Ctrl-C still ends the process.
//
// Terminal and flags belong to whoever started us: they are put back before the process ends, or begins anew.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>Input of the console.</summary>
internal static unsafe class LinuxInput
{
    private const int StandardInput = 0;
    private const short PollIn = 1;

    private const int GetFlags = 3; // F_GETFL
    private const int SetFlags = 4;
    private const int SetOwner = 8; // F_SETOWN
    private const long Asynchronous = 0x2000; // O_ASYNC

    private const long GetTerminal = 0x5401; // TCGETS
    private const long SetTerminal = 0x5402; // TCSETS
    private const uint LocalCanonical = 0x0002; // ICANON
    private const uint LocalEcho = 0x0008;
    private const int MinimumBytes = 6; // VMIN
    private const int MinimumTime = 5; // VTIME

    private static int s_line;
    private static long s_flags;
    private static bool s_isTerminal;
    private static Terminal s_terminal;

    // struct termios of the Linux kernel
    [StructLayout(LayoutKind.Sequential)]
    private struct Terminal
    {
        public uint Input;
        public uint Output;
        public uint Control;
        public uint Local;
        public byte Discipline;
        public Characters Characters;
    }

    [InlineArray(19)]
    private struct Characters
    {
        private byte _first;
    }

    /// <summary>Takes it over; masked. 0: somebody has it, or it is closed.</summary>
    public static int TryOpen()
    {
        long flags = SystemCall.Invoke(SystemCall.Fcntl, StandardInput, GetFlags);
        if (flags < 0 || s_line != 0)
        {
            return 0;
        }

        int line = InterruptLines.TryOpen(&Unmask, &Close);
        if (line == 0)
        {
            return 0;
        }

        s_flags = flags;
        s_line = line;
        EnterByteMode();
        _ = SystemCall.Invoke(SystemCall.Fcntl, StandardInput, SetOwner, SystemCall.Invoke(SystemCall.Getpid));
        _ = SystemCall.Invoke(SystemCall.Fcntl, StandardInput, SetFlags, flags | Asynchronous);
        return line;
    }

    /// <summary>SIGIO came: there may be something to read. Called by its handler.</summary>
    /// <returns>Whether the line was raised.</returns>
    public static bool OnSignal() => s_line != 0 && InterruptLines.Raise(s_line);

    /// <summary>Puts back what was changed.</summary>
    public static void Restore()
    {
        if (s_line != 0)
        {
            Close(s_line);
        }
    }

    /// <summary>Whether a read would not wait: there are bytes, or it is the end.</summary>
    public static bool IsReadable()
    {
        // struct pollfd: fd, events, returned events
        long descriptor = (long)((ulong)PollIn << 32) | (uint)StandardInput;
        return SystemCall.Invoke(SystemCall.Poll, (long)&descriptor, 1, 0) > 0;
    }

    private static void Unmask(int line)
    {
        if (IsReadable())
        {
            InterruptLines.Raise(line);
        }
    }

    private static void Close(int line)
    {
        _ = SystemCall.Invoke(SystemCall.Fcntl, StandardInput, SetFlags, s_flags);
        if (s_isTerminal)
        {
            Terminal terminal = s_terminal;
            _ = SystemCall.Invoke(SystemCall.Ioctl, StandardInput, SetTerminal, (long)&terminal);
        }

        s_line = 0;
    }

    private static void EnterByteMode()
    {
        Terminal terminal = default;
        s_isTerminal = SystemCall.Invoke(SystemCall.Ioctl, StandardInput, GetTerminal, (long)&terminal) == 0;
        if (!s_isTerminal)
        {
            return;
        }

        s_terminal = terminal;
        terminal.Local &= ~(LocalCanonical | LocalEcho);
        terminal.Characters[MinimumBytes] = 1;
        terminal.Characters[MinimumTime] = 0;
        _ = SystemCall.Invoke(SystemCall.Ioctl, StandardInput, SetTerminal, (long)&terminal);
    }
}
