// Flows of control for processes: each with a heap, and with a stack while it needs one. The runtime decides who runs
// and when; here is what makes it so.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Abi;

/// <summary>A flow of control with a heap of its own. The default value is none.</summary>
public readonly unsafe struct ProcessContext : IEquatable<ProcessContext>
{
    internal ProcessContext(ContextBlock* block) => Block = block;

    internal ContextBlock* Block { get; }

    /// <summary>True for the default value.</summary>
    public bool IsNone => Block == null;

    /// <summary>Has the processor fetch what a switch to it begins with. Of one that there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch() => System.Runtime.Intrinsics.X86.Sse.Prefetch0(Block);

    /// <inheritdoc/>
    public bool Equals(ProcessContext other) => Block == other.Block;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? other) =>
        other is ProcessContext context && Equals(context);

    /// <inheritdoc/>
    public override int GetHashCode() => ((nint)Block).GetHashCode();
}

/// <summary>
/// Making, switching and ending contexts. All members want preemption off unless they say otherwise; nothing here may
/// be called by interrupt handlers.
/// </summary>
public static unsafe class ProcessContexts
{
    /// <summary>The number that the runtime gave to the running context; 0 for the kernel's own contexts.</summary>
    public static int CurrentNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Context.CurrentBlock->Number;
    }

    /// <summary>The running context. Preemption on or off.</summary>
    public static ProcessContext Current => new(Context.CurrentBlock);

    /// <summary>
    /// The runtime's own object of the running process: a root of its heap. Null at first. Preemption on or off.
    /// </summary>
    public static object? Local
    {
        get => Context.Local;
        set => Context.Local = value;
    }

    /// <summary>
    /// Makes a context without a stack: when it is first switched to, it gets one and runs
    /// <see cref="ProcessRuntime.Run"/>.
    /// </summary>
    /// <param name="number">What <see cref="CurrentNumber"/> will say in it; not 0.</param>
    /// <param name="options">Limits of its heap.</param>
    /// <param name="root">Becomes the first content of its heap; consumed also when there is no memory.</param>
    /// <returns>None when the machine is out of memory.</returns>
    public static ProcessContext TryCreate(int number, in HeapOptions options, Parcel root)
        => new(Context.TryCreateProcess(number, options, root));

    /// <summary>Runs <paramref name="next"/>; returns when somebody switches back.</summary>
    public static void SwitchTo(ProcessContext next) => Context.SwitchTo(next.Block);

    /// <summary>
    /// Gives the stack away and runs <paramref name="next"/>. When the running context is switched to again, it begins
    /// anew with <see cref="ProcessRuntime.Run"/>.
    /// </summary>
    /// <param name="root">All that it keeps.</param>
    /// <param name="next">Who runs; not the running context itself.</param>
    [DoesNotReturn]
    public static void Park(object? root, ProcessContext next) => Context.Park(root, next.Block);

    /// <summary>Ends the running context for good, heap and all, and runs <paramref name="next"/>.</summary>
    [DoesNotReturn]
    public static void End(ProcessContext next) => Context.End(next.Block);

    /// <summary>
    /// Frees a context that never ran. Its number, heap and block are gone.
    /// </summary>
    public static void Discard(ProcessContext unborn) => Context.Discard(unborn.Block);

    /// <summary>
    /// Forgets every frame of the running process and calls <see cref="ProcessRuntime.OnFailed"/> with
    /// <see cref="FailureKind.Abandoned"/> on its empty stack. No finally block runs.
    /// </summary>
    [DoesNotReturn]
    public static void AbandonStack() => Context.AbandonStack(new ProcessFailure(FailureKind.Abandoned));

    /// <summary>
    /// Has a process that a retired core ran forget its frames: when it is run again, it is on its empty stack as after
    /// <see cref="AbandonStack"/>.
    /// </summary>
    /// <returns>
    /// False: the core was in the middle of the kernel's or the runtime's work, or the process holds a lock that all
    /// share; what they left half done cannot be mended.
    /// </returns>
    public static bool Forsake(ProcessContext lost) => Context.Forsake(lost.Block);

    /// <summary>
    /// Whether the running process, which was preempted, is inside CoreLib's code with a lock on a shared object, so
    /// that it must not be ended yet. Called from <see cref="ProcessRuntime.OnPreempted"/>.
    /// </summary>
    public static bool HoldsSharedLock() => Context.HoldsSharedLock();

    /// <summary>
    /// The failure that the running process has had inside of a lock and was let leave it; for the end of its code,
    /// which it may reach before anybody looked again. Preemption on or off.
    /// </summary>
    public static bool TryTakeFailure(out ProcessFailure failure) => Context.TryTakeFailure(out failure);

    /// <summary>
    /// Makes the running context call <see cref="ProcessRuntime.OnPreempted"/> as soon as preemption is on again.
    /// </summary>
    public static void RequestPreemption() => Context.CurrentBlock->PreemptionPending = 1;

    /// <summary>
    /// Whether the core is wanted, for who works on with preemption off and gives it away himself; forgets the wish.
    /// </summary>
    public static bool TakePreemptionRequest()
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->PreemptionPending == 0)
        {
            return false;
        }

        context->PreemptionPending = 0;
        return true;
    }

    /// <summary>Collections of the running process's heap so far.</summary>
    public static long Collections => (long)Context.CurrentBlock->Heap.Collections;

    /// <summary>
    /// Whether the running process asks for others to run because it waits for what one of them must do, such as leave
    /// a lock of CoreLib's: less important ones must get to run as well. In <see cref="ProcessRuntime.OnPreempted"/>.
    /// </summary>
    public static bool IsWaiting => Context.CurrentBlock->IsWaiting != 0;

    /// <summary>
    /// Whether the running process was preempted in the middle of a collection: none of its objects may be looked at
    /// then, <see cref="Local"/> neither, from <see cref="ProcessRuntime.OnPreempted"/>. What <see cref="Parcel"/>
    /// gives to look at is not concerned.
    /// </summary>
    public static bool IsCollecting => Context.IsCollecting;

    /// <summary>Collects the running process's heap now. Preemption on.</summary>
    public static void Collect() => Context.CollectHeap();

    /// <summary>
    /// Collects and makes the heap as small as what lives; for a process that is about to park for long. Nothing on its
    /// stack counts: no object that the caller or its callers hold may be used afterwards, but the result. Preemption
    /// on; it must stay off from the return to the parking.
    /// </summary>
    /// <param name="root">What the process will keep, besides what is its own.</param>
    /// <returns>The same object, where it is now.</returns>
    public static object Compact(object root) => Context.Compact(root);

    /// <summary>
    /// Has the running process collect when it next needs memory. For requests that find it in the middle of its code.
    /// </summary>
    public static void CollectSoon() => Context.CollectSoon();

    /// <summary>
    /// Runs the finalizers of objects that collections found dead, and collects when messages brought much: to be
    /// called before the process waits. Preemption on, nothing of the caller's held: finalizers are the process's own
    /// code. Cheap when there is nothing to do.
    /// </summary>
    public static void RunFinalizers() => Context.RunFinalizers();

    /// <summary>
    /// Frees the heap of the running process, which ends: before <see cref="End"/>, because that cannot be preempted
    /// and this takes as long as there is much. Preemption on. No object of the process's may be used or made
    /// afterwards, and the process can no more fail.
    /// </summary>
    public static void ReleaseHeap() => Context.ReleaseHeap();

    /// <summary>Sets the running process's limit. Preemption on or off.</summary>
    public static void SetLimit(long maximumBytes, HeapLimitAction action) => Context.SetLimit(maximumBytes, action);

    /// <summary>
    /// A heap in numbers. The context is the running one, or another one that was there when preemption was disabled:
    /// it may have ended since, and the numbers are any then.
    /// </summary>
    public static HeapStatistics Statistics(ProcessContext context) => Context.Statistics(context.Block);

    /// <summary>
    /// Where a context is: an address in the innermost method that is neither the kernel's nor the runtime's; 0 when
    /// there is none. Preemption off; allocates nothing.
    /// </summary>
    /// <param name="context">The running context, or one that does not run.</param>
    public static ulong CurrentInstruction(ProcessContext context) => Context.CurrentInstruction(context.Block);

    /// <summary>The name of the method at an address, or its hexadecimal form. Allocates; preemption on.</summary>
    public static string NameOf(ulong instructionPointer) => Context.NameOf(instructionPointer);
}
