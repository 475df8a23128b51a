// The end of the machine: which way off or round is tried in which order. Both are called in every context, also by
// the epitaph of a broken kernel, so they use nothing but ports, the tables read at start-up and the polled console,
// and they never return.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Boot;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

internal static unsafe partial class X86Platform
{
    /// <summary>Switches the machine off.</summary>
    /// <param name="exitCode">
    /// 0: all is well. Only QEMU's debug exit can hand it on; elsewhere a code other than 0 is printed.
    /// </param>
    [DoesNotReturn]
    public static void PowerOff(int exitCode)
    {
        StoppedCores.StopOthers();
        Processor.DisableInterrupts();
        EarlyConsole.Drain();
        if (BootOptions.Is("exit"u8, "isa-debug"u8))
        {
            DebugExit.Exit(exitCode);
            KernelConsole.WriteLine("power: exit=isa-debug, but there is no such device"u8);
        }

        AcpiPower.TrySoftOff();
        FallbackPowerOff.TryAll();
        KernelConsole.WriteLine("power: this machine cannot switch itself off; it is halted, switch it off by hand"u8);
        Stop();
    }

    /// <summary>Restarts the machine.</summary>
    [DoesNotReturn]
    public static void Reboot()
    {
        StoppedCores.StopOthers();
        Processor.DisableInterrupts();
        EarlyConsole.Drain();
        AcpiPower.TryReset();
        LegacyReset.Reset();
        Stop();
    }
}
