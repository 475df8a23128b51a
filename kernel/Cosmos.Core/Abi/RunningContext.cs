// The running context at hand. Finding it is a call; what is asked of it then, and holding its core, are a load and a
// store each. So the paths that are as short as a message's ask for it once and hand it down.
//
// It stands for the context that asked and is of use to nobody else: not to be kept beyond the method that asked, nor
// across a switch that does not come back.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Abi;

/// <summary>The running context. Callable from everywhere but interrupt handlers; allocates nothing.</summary>
public readonly unsafe struct RunningContext
{
    private RunningContext(ContextBlock* block) => Block = block;

    /// <summary>The running context. Preemption on or off.</summary>
    public static RunningContext Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Context.CurrentBlock);
    }

    /// <summary>As <see cref="ProcessContexts.CurrentNumber"/>.</summary>
    public int Number
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Block->Number;
    }

    /// <summary>The core it runs on, from 1. Preemption off.</summary>
    public int Core
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Block->Core;
    }

    /// <summary>
    /// Whether <see cref="ProcessContexts.RunFinalizers"/> may have something to do. Preemption on or off.
    /// </summary>
    public bool NeedsUpkeep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Block->UpkeepDue != 0;
    }

    internal ContextBlock* Block { get; }

    /// <summary>As <see cref="ProcessContexts.SwitchTo"/>. Preemption off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SwitchTo(ProcessContext next) => Context.SwitchTo(Block, next.Block);

    /// <summary>As <see cref="Preemption.Disable"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold() => CoreHold.Begin(Block);

    /// <summary>As <see cref="Preemption.Enable"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release() => CoreHold.End(Block);
}
