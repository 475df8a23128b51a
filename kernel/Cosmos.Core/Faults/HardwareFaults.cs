// Processor exceptions become .NET exceptions. A fault in managed code makes that code "call" the throw helper: RIP and
// two argument registers are changed, everything else stays, and CoreLib's dispatcher finds the frames as if the
// instruction had thrown. A fault in one of the leaf helpers (write barriers, interface dispatch, block moves), which
// keep nothing on the stack, is blamed on the caller: its return address is popped first.
// Whatever is not a managed instruction's own doing ends the process that did it, and nothing else: its stack is full,
// its code is broken, or a pointer of the kernel's on its behalf is. With preemption held off, in a context of the
// kernel's, or inside a lock that others wait for (SharedLocks), it is the machine's end: the epitaph.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Faults;

/// <summary>Turns faults into exceptions, or into the end.</summary>
internal static unsafe class HardwareFaults
{
    // Intel SDM Vol. 3A table 6-1.
    private const ulong DivideError = 0;
    private const ulong PageFault = 14;

    // An access below this comes from a null reference plus a field offset; CoreLib draws the line here too.
    private const ulong NullArea = 64 * 1024;

    // Codes that CoreLib's RhThrowHwEx takes (Windows status codes).
    private const ulong NullReference = 0;
    private const ulong NullReferenceInHelper = 0x42;
    private const ulong DivideByZero = 0xC000_0094;
    private const ulong IntegerOverflow = 0xC000_0095;

    /// <summary>
    /// Handles the fault in <paramref name="state"/>. Returns with the state changed to raise an exception or to end
    /// the process, or not at all. Runs on a stack of its own; interrupts are off on X86.
    /// </summary>
    /// <param name="state">Registers of the faulting code.</param>
    /// <param name="address">The address accessed (CR2), for page faults.</param>
    public static void Raise(CpuState* state, ulong address)
    {
        if (Probe.TryResume(state))
        {
            return;
        }

        ContextBlock* context = Context.CurrentBlock;
        bool isOfProcess = Failures.IsOfProcess(context, held: 0);
        bool mayThrow = isOfProcess || context->Kind == ContextKind.System;
        if (mayThrow && Startup.IsRuntimeUp && context->FaultDepth == 0 && TryFindCode(state, address, out ulong code))
        {
            Throw(state, code);
            return;
        }

        FaultReason reason = Reason(state, address, context);
        if (!isOfProcess || !TryEnd(context, state, address, reason))
        {
            Epitaph.WriteFault(state, address, reason);
        }
    }

    /// <summary>
    /// Makes managed code that cannot go on leave its frames by an exception, so that its finally blocks leave the
    /// locks it is in. Which one does not matter: a failure has been put off, and comes true when the locks are left.
    /// Code of the kernel's own goes on, and has the room that was lent.
    /// </summary>
    public static void UnwindFrom(CpuState* state)
    {
        if (EhFrame.IsManaged((nint)state->Rip))
        {
            Throw(state, NullReference);
        }
    }

    private static void Throw(CpuState* state, ulong code)
    {
        state->Rdi = code;
        state->Rsi = state->Rip;
        state->Rip = (ulong)ThrowHelper();
    }

    // A process in a lock that others want cannot be ended here, and cannot go on either.
    private static bool TryEnd(ContextBlock* context, CpuState* state, ulong address, FaultReason reason)
    {
        if (SharedLocks.AreHeld(context, state))
        {
            return false;
        }

        ulong accessed = state->Vector == PageFault ? address : 0; // of others it is an older one's
        FailureKind kind = reason == FaultReason.StackOverflow ? FailureKind.StackOverflow : FailureKind.HardwareFault;
        Context.FailFromFault(
            state, new ProcessFailure(kind, (uint)state->Vector, state->Error, state->Rip, accessed));
        return true;
    }

    private static bool TryFindCode(CpuState* state, ulong address, out ulong code)
    {
        code = NullReference;
        bool isNull = state->Vector == PageFault && address < NullArea;
        if (EhFrame.IsManaged((nint)state->Rip))
        {
            if (state->Vector == DivideError)
            {
                code = DivideInstruction.DivisorIsZero(state) ? DivideByZero : IntegerOverflow;
                return true;
            }

            return isNull;
        }

        if (isNull && IsLeafHelper((nint)state->Rip))
        {
            state->Rip = *(ulong*)state->Rsp;
            state->Rsp += sizeof(ulong);
            code = NullReferenceInHelper;
            return true;
        }

        return false;
    }

    private static bool IsLeafHelper(nint ip)
        => (ip >= BarriersFirst() && ip < BarriersLast())
            || (ip >= DispatchFirst() && ip < DispatchLast())
            || (ip >= BlockMovesFirst() && ip < BlockMovesLast());

    private static FaultReason Reason(CpuState* state, ulong address, ContextBlock* context)
    {
        if (context->FaultDepth != 0)
        {
            return FaultReason.FaultWhileDying;
        }

        ulong guard = (ulong)context->StackLow;
        bool isStackOverflow = state->Vector == PageFault && guard != 0
            && address >= guard - PageSize.Bytes && address < guard;
        return isStackOverflow ? FaultReason.StackOverflow : FaultReason.Hardware;
    }

    [DllImport("*", EntryPoint = "cosmos_throw_hardware"), SuppressGCTransition]
    private static extern nint ThrowHelper();

    [DllImport("*", EntryPoint = "cosmos_barriers_first"), SuppressGCTransition]
    private static extern nint BarriersFirst();

    [DllImport("*", EntryPoint = "cosmos_barriers_last"), SuppressGCTransition]
    private static extern nint BarriersLast();

    [DllImport("*", EntryPoint = "cosmos_dispatch_first"), SuppressGCTransition]
    private static extern nint DispatchFirst();

    [DllImport("*", EntryPoint = "cosmos_dispatch_last"), SuppressGCTransition]
    private static extern nint DispatchLast();

    [DllImport("*", EntryPoint = "cosmos_block_moves_first"), SuppressGCTransition]
    private static extern nint BlockMovesFirst();

    [DllImport("*", EntryPoint = "cosmos_block_moves_last"), SuppressGCTransition]
    private static extern nint BlockMovesLast();
}
