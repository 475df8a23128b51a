// What an interrupt handler does to whoever runs: nothing, if preemption is off, but a note for whoever switches it on
// again; else the process goes to Preempt.asm instead of back to where it was. The same on both platforms: an interrupt
// return or a signal return then takes the process there.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Contexts;

/// <summary>How interrupt handlers ask for the core.</summary>
internal static unsafe class Interruption
{
    // XCR0 and CPUID.0DH (Intel SDM Vol. 1 §13.1, §13.2): x87, SSE, AVX and the three parts of AVX-512. Code that uses
    // others - tiles, protection keys - does not exist in an image.
    private const uint KeptComponents = 0b1110_0111;
    private const uint LegacyComponents = 0b11;
    private const uint LegacyBytes = 512 + 64;
    private const uint ExtendedStateLeaf = 0x0D;
    private const uint FeatureXsavec = 1 << 1;
    private const uint FeatureOsXsave = 1 << 27;

    /// <summary>
    /// The core is wanted. Called by interrupt handlers with interrupts off; <paramref name="state"/> is returned to.
    /// </summary>
    public static void Preempt(CpuState* state)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->PreemptionDepth != 0)
        {
            context->PreemptionPending = 1;
            return;
        }

        if (state->Rsp < (ulong)context->StackLow && !SharedLocks.AreHeld(context, state))
        {
            // Ordinary code in the reserve. No fault told, because an earlier use had left memory there; but there may
            // be no room for what comes now.
            context->PreemptionPending = 1;
            Context.FailFromFault(state, new ProcessFailure(
                FailureKind.StackOverflow, InstructionPointer: state->Rip, Address: state->Rsp));
            return;
        }

        context->PreemptionDepth = 1;
        context->InterruptedAt = state->Rip;
        state->Rip = (ulong)Entry();
    }

    /// <summary>Finds out what a preemption has to save. [BootOnly]</summary>
    public static void Initialize()
    {
        if ((Cpuid.Query(1).Ecx & FeatureOsXsave) == 0)
        {
            return; // FXSAVE's 512 bytes, as the assembly begins
        }

        uint mask = (uint)Cpuid.ReadXcr0() & KeptComponents;
        uint bytes = LegacyBytes;
        for (uint component = 2; component < 8; component++)
        {
            if ((mask >> (int)component & 1) != 0)
            {
                CpuidResult part = Cpuid.Query(ExtendedStateLeaf, component);
                bytes = part.Ebx + part.Eax > bytes ? part.Ebx + part.Eax : bytes;
            }
        }

        bool isCompact = (Cpuid.Query(ExtendedStateLeaf, 1).Eax & FeatureXsavec) != 0;
        SetExtendedState(mask | LegacyComponents, bytes, isCompact ? 1 : 0);
    }

    [DllImport("*", EntryPoint = "cosmos_preempt_address"), SuppressGCTransition]
    private static extern nint Entry();

    [DllImport("*", EntryPoint = "cosmos_set_extended_state"), SuppressGCTransition]
    private static extern void SetExtendedState(uint mask, uint bytes, int isCompact);
}
