// An exception in words, for the epitaph. Properties of exceptions are the program's own code and may fail, and memory
// may be what has run out, so each part is asked for on its own and a part that cannot be had is named.
using System;
using Cosmos.Core.Abi;

namespace Cosmos.Core.Faults;

/// <summary>Prints type, message and stack trace of an exception and of what caused it.</summary>
internal static class ExceptionText
{
    private const int MostCauses = 16;

    private enum Part
    {
        Type,
        Message,
        StackTrace,
    }

    /// <summary>Prints the exception and its causes.</summary>
    public static void Write(Exception exception)
    {
        Exception? e = exception;
        for (int i = 0; e != null && i < MostCauses; i++, e = e.InnerException)
        {
            KernelConsole.Write(i == 0 ? ""u8 : "caused by "u8);
            Write(e, Part.Type, "(its type cannot be told)"u8);
            KernelConsole.Write(": "u8);
            Write(e, Part.Message, "(its message cannot be told)"u8);
            KernelConsole.WriteLine();
            Write(e, Part.StackTrace, "   (its stack trace cannot be told)"u8);
            KernelConsole.WriteLine();
        }
    }

    /// <summary>Prints one line about an exception that came up on the way to the epitaph of another.</summary>
    public static void WriteSecondary(Exception exception)
    {
        KernelConsole.Write("while an unhandled exception was reported: "u8);
        Write(exception, Part.Type, "an exception"u8);
        KernelConsole.WriteLine();
    }

    /// <summary>The parts as text; what cannot be had is named.</summary>
    public static CrashText Describe(Exception exception) => new(
        TryGet(exception, Part.Type, out string? type) ? type! : "an exception",
        TryGet(exception, Part.Message, out string? message) ? message ?? "" : "(its message cannot be told)",
        TryGet(exception, Part.StackTrace, out string? stack) ? stack ?? "" : "(its stack trace cannot be told)");

    private static void Write(Exception exception, Part part, ReadOnlySpan<byte> otherwise)
    {
        if (TryGet(exception, part, out string? text) && text != null)
        {
            KernelConsole.WriteUtf16(text);
        }
        else
        {
            KernelConsole.Write(otherwise);
        }
    }

    private static bool TryGet(Exception exception, Part part, out string? text)
    {
        try
        {
            text = part switch
            {
                Part.Type => exception.GetType().ToString(),
                Part.Message => exception.Message,
                _ => exception.StackTrace,
            };
            return true;
        }
        catch (Exception)
        {
            // The machine's own last boundary: whatever the program's code throws here, the epitaph goes on.
            text = null;
            return false;
        }
    }
}
