// A runtime as small as the kernel's contexts of processes allow: processes are delegates, who runs next is what the
// case says. The kernel knows one runtime at a time, so a case installs it, and takes it out when it is done.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>A process runtime that does what a case scripts.</summary>
internal sealed unsafe class ScriptedRuntime : ProcessRuntime, IDisposable
{
    private readonly ContextBlock* _case = Context.CurrentBlock;
    private readonly ProcessRuntime? _before = GivingWay.Runtime;

    /// <summary>Takes the kernel's upcalls until it is disposed.</summary>
    public ScriptedRuntime()
    {
        GivingWay.Runtime = this;
    }

    /// <summary>What happens when a process is preempted, with preemption off.</summary>
    public Action? Preempted { get; set; }

    /// <summary>The failures of processes, in their order.</summary>
    public List<ProcessFailure> Failures { get; } = [];

    /// <summary>The context of the case.</summary>
    public ContextBlock* Case => _case;

    /// <summary>A process that will run <paramref name="body"/>, with preemption on, and then end.</summary>
    public static ContextBlock* Create(Action body, int number = 1)
    {
        var root = new Parcel(Unsafe.As<Action, nint>(ref body), null); // a shared object: it travels as it is
        ContextBlock* made = Context.TryCreateProcess(number, default, root);
        Assert.True(made != null, "there ought to be memory for a context");
        return made;
    }

    /// <summary>Called by a process: lets the case go on.</summary>
    public void Pause()
    {
        Preemption.Disable();
        Context.SwitchTo(_case);
        Preemption.Enable();
    }

    /// <summary>
    /// Called by a process: gives its stack away; <paramref name="body"/> is what it does when it runs again.
    /// </summary>
    [DoesNotReturn]
    public void Park(Action body)
    {
        Preemption.Disable();
        Context.Park(body, _case);
    }

    /// <inheritdoc/>
    public void Dispose() => GivingWay.Runtime = _before;

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void Start(Cosmos.Core.Kernel image) => throw new InvalidOperationException();

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void StartCore() => throw new InvalidOperationException();

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void Run(object? root)
    {
        Preemption.Enable();
        ((Action)root!)();
        Preemption.Disable();
        Context.End(_case);
    }

    /// <inheritdoc/>
    protected internal override void OnPreempted() => Preempted?.Invoke();

    /// <inheritdoc/>
    [DoesNotReturn]
    protected internal override void OnFailed(in ProcessFailure failure)
    {
        Failures.Add(failure);
        Context.End(_case);
    }

    /// <inheritdoc/>
    protected internal override bool TryRelieve(long bytes) => false;
}
