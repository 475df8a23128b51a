// The end of the road where no exception can help: before the runtime exists, or when its own ground is broken.
using System;
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Boot;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>Stops the machine with one clear line.</summary>
internal static class Fatal
{
    /// <summary>
    /// Prints the message on all consoles. A machine that could not start powers off with <see cref="ExitCode.Fatal"/>;
    /// one that was running ends as after an epitaph (<see cref="LastRun"/>).
    /// </summary>
    /// <param name="message">What is wrong, where, and what to do about it.</param>
    [DoesNotReturn]
    public static void Stop(ReadOnlySpan<byte> message)
    {
        StoppedCores.StopOthers();
        if (Startup.IsRuntimeUp)
        {
            LastRun.Open();
        }

        KernelConsole.Write("cosmos: fatal: "u8);
        KernelConsole.WriteLine(message);
        if (Startup.IsRuntimeUp)
        {
            LastRun.End(ExitCode.Fatal);
        }

        Platform.PowerOff(ExitCode.Fatal);
    }
}
