// Contexts of processes: a control block, a heap, and a stack only while there is something on it. A new process and
// one that parked are the same thing, a context without a stack, which begins at ProcessRuntime.Run when it is run.
//
// Whoever leaves its stack for good first steps to the stack's top, where nothing of its frames is left
// (ProcessStack.asm), and then hands on what it held from there: the stack may become the next context's at once, and
// what is freed is only freed when nothing under our feet is needed any more. The lists that freed things go to are
// the core's own, preemption is off, and what was added last is the last to be given to other cores (Magazine), so
// nobody takes them before this core has switched away.
//
// A context may be made ready for another core before its own has left it. IsRunning says so: set with the switch to a
// context, cleared when the next one runs on a stack of its own. Whoever is to run a context that is not left yet waits
// on its core's landing (Context.Landing.cs).
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Collection;
using Cosmos.Core.NativeAot;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

internal static unsafe partial class Context
{
    /// <summary>The runtime's object of the running process.</summary>
    public static object? Local
    {
        get => Unsafe.AsRef<object?>(&CurrentBlock->Local);
        set => CurrentBlock->Local = Unsafe.As<object?, nint>(ref value); // Safety: a context's own root: no barrier
    }

    /// <inheritdoc cref="ProcessContexts.TryCreate"/>
    public static ContextBlock* TryCreateProcess(int number, in HeapOptions options, Parcel root)
    {
        ContextBlock* block = ProcessBlocks.TryTake();
        if (block == null)
        {
            root.Discard();
            return null;
        }

        block->StackCanary = *StackCanary();
        block->Id = NextId();
        block->PreemptionDepth = 1;
        block->Kind = ContextKind.Process;
        block->Number = number;
        InstallThreadLocals(block);
        ProcessHeaps.Initialize(block, options, root);
        return block;
    }

    /// <summary>Gives the processor to <paramref name="next"/>; returns when somebody switches back.</summary>
    public static void SwitchTo(ContextBlock* next) => SwitchTo(CurrentBlock, next);

    /// <summary>The same, for who knows the running context.</summary>
    public static void SwitchTo(ContextBlock* self, ContextBlock* next)
    {
        if (Volatile.Read(ref next->IsRunning) != 0)
        {
            next = LandingFor(next);
        }

        if (next->StackHigh == null)
        {
            GiveStack(next);
        }

        Switch(self, next);
    }

    /// <inheritdoc cref="ProcessContexts.Park"/>
    [DoesNotReturn]
    public static void Park(object? root, ContextBlock* next)
    {
        CurrentBlock->Root = Unsafe.As<object?, nint>(ref root); // Safety: a context's own root: no barrier
        LeaveStack(next, ends: 0);
    }

    /// <inheritdoc cref="ProcessContexts.End"/>
    [DoesNotReturn]
    public static void End(ContextBlock* next) => LeaveStack(next, ends: 1);

    /// <inheritdoc cref="ProcessContexts.Discard"/>
    public static void Discard(ContextBlock* unborn)
    {
        if (unborn->StackHigh != null)
        {
            StackPool.Return(unborn);
        }

        ProcessHeaps.Release(unborn);
        ProcessBlocks.Return(unborn);
    }

    /// <summary>
    /// Drops all frames and reports <paramref name="failure"/> on the empty stack. Preemption on or off.
    /// </summary>
    [DoesNotReturn]
    public static void AbandonStack(in ProcessFailure failure)
    {
        RequireProcess();
        PrepareFailure(CurrentBlock, failure);
        EmptyStack();
    }

    /// <summary>
    /// The same for a fault handler: when it returns to <paramref name="state"/>, the running process has lost its
    /// frames and reports.
    /// </summary>
    public static void FailFromFault(CpuState* state, in ProcessFailure failure)
    {
        RequireProcess();
        PrepareFailure(CurrentBlock, failure);
        state->Rip = (ulong)EmptyStackAddress();
    }

    /// <inheritdoc cref="ProcessContexts.Forsake"/>
    public static bool Forsake(ContextBlock* lost)
    {
        // With preemption on its core was in the process's own code; where is not known, so all of the stack counts.
        if (lost->PreemptionDepth != 0 || lost->StackHigh == null || SharedLocks.AreHeldBy(lost))
        {
            return false;
        }

        PrepareFailure(lost, new ProcessFailure(FailureKind.Abandoned));
        StartWith(lost, EmptyStackAddress());
        System.Threading.Volatile.Write(ref lost->IsRunning, 0);
        return true;
    }

    /// <inheritdoc cref="ProcessContexts.HoldsSharedLock"/>
    public static bool HoldsSharedLock() => SharedLocks.MayBeHeld();

    /// <inheritdoc cref="ProcessContexts.IsCollecting"/>
    public static bool IsCollecting => (CurrentBlock->Heap.Flags & Collector.IsUnderWay) != 0;

    /// <inheritdoc cref="ProcessContexts.Collect"/>
    public static void CollectHeap() => _ = Collector.Collect();

    /// <inheritdoc cref="ProcessContexts.Statistics"/>
    public static HeapStatistics Statistics(ContextBlock* context) => ProcessHeaps.Statistics(context);

    /// <inheritdoc cref="ProcessContexts.Compact"/>
    public static object Compact(object root) => Collector.Compact(root);

    /// <inheritdoc cref="ProcessContexts.CollectSoon"/>
    public static void CollectSoon() => Collector.Want(CurrentBlock);

    /// <inheritdoc cref="ProcessContexts.RunFinalizers"/>
    public static void RunFinalizers() => Upkeep.Run();

    /// <inheritdoc cref="ProcessContexts.ReleaseHeap"/>
    public static void ReleaseHeap()
    {
        ContextBlock* self = CurrentBlock;
        self->Root = 0;
        self->Local = 0;
        ProcessHeaps.Release(self);
        Tidying.GiveBack();
    }

    /// <inheritdoc cref="ProcessContexts.SetLimit"/>
    public static void SetLimit(long maximumBytes, HeapLimitAction action)
    {
        CurrentBlock->Heap.MaximumBytes = (nuint)maximumBytes;
        CurrentBlock->Heap.LimitAction = (uint)action;
    }

    /// <inheritdoc cref="ProcessContexts.CurrentInstruction"/>
    public static ulong CurrentInstruction(ContextBlock* context)
        => (ulong)ContextFrames.InnermostOfProgram(context);

    /// <inheritdoc cref="ProcessContexts.NameOf"/>
    public static string NameOf(ulong instructionPointer) => MethodNames.NameOf((nint)instructionPointer);

    // No stack, no way to go on; but ending takes a stack too. One is kept for that (StackPool.TryTakeLast), on which
    // the runtime is told that memory is out.
    private static void GiveStack(ContextBlock* next)
    {
        nint start = StartProcessAddress();
        if (!StackPool.TryTake(next))
        {
            if (!StackPool.TryTakeLast(next))
            {
                Fatal.Stop("No memory for a stack, nor for the report of that; give the machine more RAM"u8);
            }

            PrepareFailure(next, new ProcessFailure(FailureKind.OutOfMemory, Address: StackSlots.InitialBytes));
            start = EmptyStackAddress();
        }

        StartWith(next, start);
    }

    // What cosmos_switch_context pops; what it returns to sets RSP anew.
    private static void StartWith(ContextBlock* context, nint start)
    {
        byte* top = (byte*)StackHead.Of(context->StackHigh);
        context->SavedStackPointer = top - ContextLayout.SwitchFrameSize;
        *(nint*)(top - sizeof(nint)) = start;
    }

    private static void PrepareFailure(ContextBlock* context, in ProcessFailure failure)
    {
        context->PreemptionDepth = 1;
        StackHead.Of(context->StackHigh)->Failure = failure;
    }

    private static void RequireProcess()
    {
        if (CurrentBlock->Kind != ContextKind.Process)
        {
            Fatal.Stop("One of the kernel's own contexts cannot fail as a process does"u8);
        }
    }

    [RuntimeExport("CosmosProcessMain")]
    private static void ProcessMain()
    {
        Platform.EnableInterrupts();
        ContextBlock* self = CurrentBlock;
        object? root = ObjectReference.At(self->Root);
        self->Root = 0;
        ThreadStatics.ForgetStackBounds();
        GivingWay.Runtime!.Run(root);
        Fatal.Stop("ProcessRuntime.Run returned"u8);
    }

    [RuntimeExport("CosmosStackEmptied")]
    private static void StackEmptied()
    {
        ContextBlock* self = CurrentBlock;
        ForgetFrames(self);
        ThreadStatics.ForgetStackBounds();
        ProcessFailure failure = StackHead.Of(self->StackHigh)->Failure;
        GivingWay.Runtime!.OnFailed(failure);
        Fatal.Stop("ProcessRuntime.OnFailed returned"u8);
    }

    [RuntimeExport("CosmosStackLeft")]
    private static void StackLeft(ContextBlock* next, int ends)
    {
        ContextBlock* self = CurrentBlock;
        ForgetFrames(self);
        self->PreemptionDepth = 1;
        if (ends != 0)
        {
            ProcessHeaps.Release(self);
        }

        if (next != self && Volatile.Read(ref next->IsRunning) != 0)
        {
            next = LandingFor(next);
        }

        bool handsOver = next->StackHigh == null || next == self;
        if (handsOver)
        {
            StackPool.HandOver(self, next);
        }
        else
        {
            StackPool.Return(self);
        }

        if (ends != 0)
        {
            ProcessBlocks.Return(self);
        }

        if (handsOver)
        {
            EnterProcess(self, next);
        }

        ResumeContext(self, next);
    }

    private static void ForgetFrames(ContextBlock* context)
    {
        context->ExceptionHead = null;
        context->RegisteredFrames = null;
        context->FaultDepth = 0;
        Heaps.Messages.GraphCopy.ReleasePacking(context);
        Memory.LargeMemory.Abandon(context);
    }

    [DllImport("*", EntryPoint = "cosmos_start_process_address"), SuppressGCTransition]
    private static extern nint StartProcessAddress();

    [DllImport("*", EntryPoint = "cosmos_empty_stack_address"), SuppressGCTransition]
    private static extern nint EmptyStackAddress();

    [DoesNotReturn]
    [DllImport("*", EntryPoint = "cosmos_leave_stack")]
    private static extern void LeaveStack(ContextBlock* next, int ends);

    [DoesNotReturn]
    [DllImport("*", EntryPoint = "cosmos_empty_stack")]
    private static extern void EmptyStack();

    [DoesNotReturn]
    [DllImport("*", EntryPoint = "cosmos_enter_process")]
    private static extern void EnterProcess(ContextBlock* from, ContextBlock* to);

    [DoesNotReturn]
    [DllImport("*", EntryPoint = "cosmos_resume_context")]
    private static extern void ResumeContext(ContextBlock* from, ContextBlock* to);
}
