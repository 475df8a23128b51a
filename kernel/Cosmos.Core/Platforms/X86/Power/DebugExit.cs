// QEMU's isa-debug-exit device: a write to its port ends the emulator with the status (value << 1) | 1 (QEMU,
// hw/misc/debugexit.c). It is the only way to hand a test's result out of a virtual machine, and it exists only where
// QEMU was started with it, so the boot option `exit=isa-debug` says so. One byte is written, which fits whatever
// size the device was given.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Ends the emulator with an exit code.</summary>
internal static class DebugExit
{
    private const ushort Port = 0xF4;

    // A process status has eight bits and QEMU takes one of them.
    private const int LargestCode = 127;

    /// <summary>Writes the code; one that does not fit becomes 127, so that no failure can look like success.</summary>
    public static void Exit(int exitCode)
    {
        Ports.Out8(Port, (byte)(exitCode is >= 0 and <= LargestCode ? exitCode : LargestCode));
        PowerWait.ForMachine();
    }
}
