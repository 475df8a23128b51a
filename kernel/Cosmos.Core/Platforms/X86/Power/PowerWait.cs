// After the write that switches a machine off or resets it, the processor may still run for a while. Going on at once
// would try the next, cruder way on a machine that is already going. The wait asks neither the clock nor a timer,
// because those may be what is broken: it ends after a stretch of the TSC or a number of PAUSE instructions,
// whichever is first.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Gives the machine time to obey.</summary>
internal static class PowerWait
{
    // 0.2 s at 5 GHz, 0.7 s at 1.5 GHz.
    private const ulong TscTicks = 1ul << 30;

    // Should the TSC stand still: PAUSE takes 10 to 140 cycles, and some hundred under an emulator.
    private const int MaxPauses = 50_000_000;

    /// <summary>Waits some tenths of a second.</summary>
    public static void ForMachine()
    {
        ulong start = Tsc.Read();
        for (int i = 0; i < MaxPauses && Tsc.Read() - start < TscTicks; i++)
        {
            Processor.Pause();
        }
    }
}
