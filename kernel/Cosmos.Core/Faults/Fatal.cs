// The end of the road where no exception can help: before the runtime exists, or when its own ground is broken.
using System;
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>Stops the machine with one clear line.</summary>
internal static class Fatal
{
    /// <summary>Prints the message on all consoles and powers off with <see cref="ExitCode.Fatal"/>.</summary>
    /// <param name="message">What is wrong, where, and what to do about it.</param>
    [DoesNotReturn]
    public static void Stop(ReadOnlySpan<byte> message)
    {
        KernelConsole.Write("cosmos: fatal: "u8);
        KernelConsole.WriteLine(message);
        Platform.PowerOff(ExitCode.Fatal);
    }
}
