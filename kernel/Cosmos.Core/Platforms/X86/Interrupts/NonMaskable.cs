// An NMI that no other core has sent (StoppedCores). Who sent it nobody can say: a button, a board's management
// controller, a chip that has seen an error. It is counted and the machine goes on; a process tells of it
// (drivers/Processor), because an NMI comes in the middle of anything: of code that holds the console's lock, of a
// switch, of another handler. So this touches nothing but the core's own count.
//
// One thing an NMI does break. WaitForInterrupt lets interrupts in and halts in one step, but an NMI may come between
// the two, and its IRET lets in what waited: the wake-up is served before the HLT, which then sleeps through it. So an
// NMI that interrupts the HLT's address goes on behind it; who slept looks again whether there is work.
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>The handler of non-maskable interrupts; Intel SDM Vol. 3A §6.7.</summary>
internal static unsafe class NonMaskable
{
    private const ulong HaltBytes = 1;

    /// <summary>NMIs so far, on all cores.</summary>
    public static long Count => (long)InterruptDispatch.Count((byte)CpuVectors.NonMaskable);

    /// <summary>On the core that was interrupted, whatever it did; further NMIs wait. Touches no memory that could
    /// fault: the IRET of a fault's handler would let the next NMI in.</summary>
    public static void Take(CoreBlock* core, CpuState* state)
    {
        core->Counts[CpuVectors.NonMaskable]++;
        if (state->Rip == Processor.HaltOfWait())
        {
            state->Rip += HaltBytes;
        }
    }
}
