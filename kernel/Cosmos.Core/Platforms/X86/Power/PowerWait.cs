// After the write that switches a machine off or resets it, the processor may still run for a while. Going on at once
// would try the next, cruder way on a machine that is already going. The wait counts PAUSE instructions instead of
// asking the clock, because the clock may be what is broken.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Gives the machine time to obey.</summary>
internal static class PowerWait
{
    // PAUSE takes 10 to 140 cycles: 0.1 to 1 s.
    private const int Pauses = 30_000_000;

    /// <summary>Waits some tenths of a second.</summary>
    public static void ForMachine()
    {
        for (int i = 0; i < Pauses; i++)
        {
            Processor.Pause();
        }
    }
}
