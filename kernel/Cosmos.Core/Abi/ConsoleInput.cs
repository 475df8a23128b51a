// What is typed at the console: the serial line of a machine, standard input of a Linux process. One process owns it.
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>Input of the console, byte by byte as it is typed. Nothing here blocks or allocates.</summary>
public static unsafe class ConsoleInput
{
    /// <summary>
    /// Takes the input over: a terminal no longer echoes, edits or waits for the end of a line. The line interrupts
    /// when there are bytes; it begins masked. Preemption off: who opens it is to own it (Process.TryAttachConsole)
    /// before it can be ended.
    /// </summary>
    /// <param name="irq">
    /// Its interrupts, those of the output included (<see cref="ConsoleOutput"/>); closing them gives both back.
    /// </param>
    /// <returns>False: this machine has no input that interrupts, or somebody has it.</returns>
    public static bool TryOpen(out Irq irq)
    {
        irq = new Irq(Platform.OpenConsoleInput());
        return !irq.IsNone;
    }

    /// <summary>Takes what was typed.</summary>
    /// <param name="bytes">Where to. A carriage return, or one with a line feed, arrives as a line feed.</param>
    /// <returns>
    /// How many; 0: nothing was typed; -1: nothing will be any more, because the input is at its end.
    /// </returns>
    public static int Read(System.Span<byte> bytes)
    {
        // Safety: the span is pinned while the platform writes to it.
        fixed (byte* buffer = bytes)
        {
            return Platform.ReadConsole(buffer, (nuint)bytes.Length, wait: false);
        }
    }
}
