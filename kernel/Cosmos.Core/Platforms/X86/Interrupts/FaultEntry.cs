// Where a processor exception reaches C#. On its own interrupt stack, interrupts masked, vector registers saved.
// Whether the fault becomes a .NET exception or the end is HardwareFaults' decision; here only the cases are sorted out
// in which going on is out of the question, because the fault did not come from ordinary code.
using System.Runtime;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>The C# half of the exception stubs.</summary>
internal static unsafe class FaultEntry
{
    /// <summary>
    /// Called by <c>InterruptStubs.asm</c> for vectors 0 to 31; what it leaves in the state is resumed.
    /// </summary>
    [RuntimeExport("CosmosFault")]
    internal static void Handle(CpuState* state, ulong faultAddress)
    {
        CoreBlock* core = CoreBlock.Current;
        if (state->Vector == CpuVectors.NonMaskable)
        {
            if (StoppedCores.MustStopHere || core->IsToStop != 0)
            {
                StopHere(core, state);
            }

            NonMaskable.Take(core, state);
            return;
        }

        ulong address = state->Vector == CpuVectors.PageFault ? faultAddress : 0;
        if (state->Vector == CpuVectors.PageFault && Probe.TryResume(state))
        {
            return; // of a handler's, perhaps
        }

        if (core->FaultDepth > 1)
        {
            EndOnNestedFault(core, state, address);
        }

        core->OutermostFault = state;
        core->OutermostAddress = address;
        if (core->Interrupted != null || IsAbort(state->Vector))
        {
            Epitaph.WriteFault(state, address, FaultReason.Hardware);
        }

        if (state->Vector == CpuVectors.PageFault && StackFaults.TryServe(state, address))
        {
            return;
        }

        if (state->Vector == CpuVectors.PageFault && CommittedPages.IsGuard(faultAddress))
        {
            Epitaph.WriteFault(state, address, FaultReason.StackOverflow);
        }

        HardwareFaults.Raise(state, address);
    }

    // Somebody else ends the machine, or goes on without this core, and tells what it did.
    private static void StopHere(CoreBlock* core, CpuState* state)
    {
        ulong context = Msr.Read(Msr.FsBase);
        core->StoppedProcess = IsContext(context) ? ((ContextBlock*)context)->Number : 0;
        System.Threading.Volatile.Write(ref *(ulong*)&core->StoppedAt, (ulong)state);
        Processor.Halt();
    }

    private static bool IsContext(ulong address) =>
        CommittedPages.IsReadable(address) && *(ulong*)address == address;

    // The epitaph is that of the first fault; of the second one only this line is told. A context block that cannot be
    // read is the likeliest reason why a handler faults, and the epitaph needs one: then it gets the boot context's.
    private static void EndOnNestedFault(CoreBlock* core, CpuState* state, ulong address)
    {
        StoppedCores.StopOthers();
        ulong context = Msr.Read(Msr.FsBase);
        if (!IsContext(context))
        {
            Msr.Write(Msr.FsBase, (ulong)KernelImage.Table->BootContext);
        }

        KernelConsole.Write("\ncosmos: fault in a fault handler: vector "u8);
        KernelConsole.WriteDecimal(state->Vector);
        KernelConsole.Write(", rip "u8);
        KernelConsole.WriteHex(state->Rip);
        KernelConsole.Write(", address "u8);
        KernelConsole.WriteHex(address);
        Epitaph.WriteFault(core->OutermostFault, core->OutermostAddress, FaultReason.FaultWhileDying);
    }

    // Nothing is known about the code that these hit, and some cannot be resumed at all.
    private static bool IsAbort(ulong vector) =>
        vector is CpuVectors.DoubleFault or CpuVectors.MachineCheck;
}
