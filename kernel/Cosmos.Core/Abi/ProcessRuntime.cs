// What the kernel calls upwards. The image brings one process runtime (Cosmos.Build generates the factory); the kernel
// hands it every core and every process's first instruction, and tells it what happens to processes. Virtual calls,
// because an interface call could have to resolve itself, which the places that call here cannot afford.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Core.Abi;

/// <summary>The runtime as the kernel knows it.</summary>
public abstract class ProcessRuntime
{
    /// <summary>
    /// Called once on the boot core, in a system context with preemption off, when CoreLib is up. Starts what there is
    /// to start and then is the core's idle loop: it never returns.
    /// </summary>
    /// <param name="image">The image, whose <c>Start</c> wants to run in the first process.</param>
    [DoesNotReturn]
    protected internal abstract void Start(Kernel image);

    /// <summary>
    /// Called on every other core after <see cref="Cores.Release"/>, in a system context of its own, with preemption
    /// off once: is that core's idle loop and never returns.
    /// </summary>
    [DoesNotReturn]
    protected internal abstract void StartCore();

    /// <summary>
    /// The body of a process: called at the bottom of a fresh stack, with preemption off once, for a new context and
    /// for one that parked. Never returns: it ends by <see cref="ProcessContexts.Park"/> or
    /// <see cref="ProcessContexts.End"/>.
    /// </summary>
    /// <param name="root">
    /// What was given to <see cref="ProcessContexts.TryCreate"/> or <see cref="ProcessContexts.Park"/>.
    /// </param>
    [DoesNotReturn]
    protected internal abstract void Run(object? root);

    /// <summary>
    /// The core's timer fired, or <see cref="ProcessContexts.RequestPreemption"/> was called: decide who runs. Called
    /// on the running process's own stack, wherever it is, with preemption off once; returns so, whenever that process
    /// is to go on. May end the process. Must not disturb the process's own state beyond that.
    /// </summary>
    protected internal abstract void OnPreempted();

    /// <summary>
    /// The running process cannot go on. Called on a fresh stack, its frames are gone, with preemption off once; its
    /// heap is still there. Never returns.
    /// </summary>
    [DoesNotReturn]
    protected internal abstract void OnFailed(in ProcessFailure failure);

    /// <summary>
    /// A collection has shown that more lives in the running process's heap than its maximum; what becomes of the
    /// process follows. Called in the middle of an allocation, preemption on: must not allocate.
    /// </summary>
    /// <param name="bytes">What lives, and what is asked for besides.</param>
    /// <param name="maximum">The limit.</param>
    protected internal virtual void OnHeapLimit(long bytes, long maximum)
    {
    }

    /// <summary>
    /// The machine has no memory for the running process's heap, not even after a collection. Called at a safe point,
    /// preemption on; may run others meanwhile.
    /// </summary>
    /// <param name="bytes">What was asked for.</param>
    /// <returns>True when somebody else was ended, so that it is worth another try; false when it is not.</returns>
    protected internal abstract bool TryRelieve(long bytes);
}
