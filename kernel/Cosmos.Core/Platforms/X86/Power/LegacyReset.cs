// Resetting a PC without ACPI, from civil to brutal: the keyboard controller's reset line (IBM PC/AT Technical
// Reference, 8042 command FEh), the chip set's reset control register (Intel ICH9 data sheet, order number 316972,
// §13.7.5), a triple fault.
using System.Runtime.InteropServices;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The ways to reset that every PC has.</summary>
internal static class LegacyReset
{
    private const ushort KeyboardStatus = 0x64;
    private const ushort KeyboardCommand = 0x64;
    private const byte InputBufferFull = 1 << 1;
    private const byte PulseResetLine = 0xFE;
    private const int KeyboardPolls = 100_000;

    private const ushort ResetControl = 0xCF9;
    private const byte FullReset = 1 << 1;
    private const byte ResetCpu = 1 << 2;

    /// <summary>Tries each way in turn; the last one cannot fail.</summary>
    public static void Reset()
    {
        for (int i = 0; i < KeyboardPolls && (Ports.In8(KeyboardStatus) & InputBufferFull) != 0; i++)
        {
            Processor.Pause();
        }

        Ports.Out8(KeyboardCommand, PulseResetLine);
        PowerWait.ForMachine();

        // The kind of reset is chosen first, then bit 2 goes from 0 to 1, which does it.
        Ports.Out8(ResetControl, FullReset);
        Ports.Out8(ResetControl, FullReset | ResetCpu);
        PowerWait.ForMachine();
        TripleFault();
    }

    [DllImport("*", EntryPoint = "cosmos_triple_fault"), SuppressGCTransition]
    private static extern void TripleFault();
}
