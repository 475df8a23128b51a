// Where a processor exception reaches C#. On its own interrupt stack, interrupts masked, vector registers saved. Whether
// the fault becomes a .NET exception or the end is HardwareFaults' decision; here only the cases are sorted out in which
// going on is out of the question, because the fault did not come from ordinary code.
using System.Runtime;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>The C# half of the exception stubs.</summary>
internal static unsafe class FaultEntry
{
    /// <summary>Called by <c>InterruptStubs.asm</c> for vectors 0 to 31; what it leaves in the state is resumed.</summary>
    [RuntimeExport("CosmosFault")]
    internal static void Handle(CpuState* state, ulong faultAddress)
    {
        ulong address = state->Vector == CpuVectors.PageFault ? faultAddress : 0;
        if (CoreBlock.Current->FaultDepth > 1)
        {
            Epitaph.WriteFault(state, address, FaultReason.FaultWhileDying);
        }

        if (CoreBlock.Current->Interrupted != null || IsAbort(state->Vector))
        {
            Epitaph.WriteFault(state, address, FaultReason.Hardware);
        }

        if (state->Vector == CpuVectors.PageFault && CommittedPages.IsGuard(faultAddress))
        {
            Epitaph.WriteFault(state, address, FaultReason.StackOverflow);
        }

        HardwareFaults.Raise(state, address);
    }

    // Nothing is known about the code that these hit, and some cannot be resumed at all.
    private static bool IsAbort(ulong vector) =>
        vector is CpuVectors.NonMaskable or CpuVectors.DoubleFault or CpuVectors.MachineCheck;
}
