// The border's calls upwards. Not the kernel's own source, because who derives from it sees the kernel from inside
// here: to the compiler its members would have another accessibility then.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Core.Abi;

/// <summary>The runtime as the kernel knows it.</summary>
public abstract class ProcessRuntime
{
    /// <summary>Starts the runtime on the boot core.</summary>
    [DoesNotReturn]
    protected abstract void Start(Kernel image);

    /// <summary>Another core's idle loop.</summary>
    [DoesNotReturn]
    protected abstract void StartCore();

    /// <summary>The body of a process.</summary>
    [DoesNotReturn]
    protected abstract void Run(object? root);

    /// <summary>The core is wanted.</summary>
    protected abstract void OnPreempted();

    /// <summary>The running process cannot go on.</summary>
    [DoesNotReturn]
    protected abstract void OnFailed(in ProcessFailure failure);

    /// <summary>No memory for the running process's heap.</summary>
    protected abstract bool TryRelieve(long bytes);

    /// <summary>More lives in the running process's heap than its maximum.</summary>
    protected virtual void OnHeapLimit(long bytes, long maximum)
    {
    }

    internal void CallStart(Kernel image) => Start(image);

    internal void CallStartCore() => StartCore();

    internal void CallRun(object? root) => Run(root);

    internal void CallOnPreempted() => OnPreempted();

    internal void CallOnHeapLimit(long bytes, long maximum) => OnHeapLimit(bytes, maximum);

    internal void CallOnFailed(in ProcessFailure failure) => OnFailed(failure);
}
