// A machine without memory for one more stack: the process that should run ends, with its reason, on the stack that is
// kept for that; those that have a stack go on, and when memory is back, so does everybody.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Claims about processes that there is no stack for.</summary>
public sealed unsafe class StackExhaustion : IDisposable
{
    private const int MostProcesses = 600;

    private readonly ScriptedRuntime _runtime = new();
    private readonly nint[] _paused = new nint[MostProcesses];
    private readonly nuint _space = Platform.TotalMemory;
    private byte* _hoard;
    private nuint _hoarded;

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _runtime.Dispose();
    }

    /// <summary>Without memory for a stack, a process ends as one that ran out of memory, and only that one.</summary>
    [Fact]
    public void Without_a_stack_a_process_ends()
    {
        int blocks = ProcessBlocks.InUse;
        int stacks = StackPool.InUse;
        _runtime.Failures.EnsureCapacity(MostProcesses);
        var all = new nint[MostProcesses];
        for (int index = 0; index < all.Length; index++)
        {
            all[index] = (nint)ScriptedRuntime.Create(_runtime.Pause, number: index + 1);
        }

        Context.SwitchTo((ContextBlock*)all[0]); // every way was gone once while there is memory
        Hoard();
        int waiting = 0;
        for (int index = 0; index < all.Length; index++)
        {
            int before = _runtime.Failures.Count;
            Context.SwitchTo((ContextBlock*)all[index]);
            _paused[waiting] = all[index];
            waiting += before == _runtime.Failures.Count && index != 0 ? 1 : 0;
        }

        Release();
        Assert.InRange(_runtime.Failures.Count, 1, MostProcesses - 1);
        Assert.True(_runtime.Failures.TrueForAll(static failure => failure.Kind == FailureKind.OutOfMemory));
        for (int index = 0; index < waiting; index++)
        {
            Context.SwitchTo((ContextBlock*)_paused[index]);
        }

        int ran = 0;
        Context.SwitchTo(ScriptedRuntime.Create(() => ran++));
        Assert.Equal(1, ran);
        Assert.Equal(blocks, ProcessBlocks.InUse);
        Assert.Equal(stacks, StackPool.InUse);
    }

    // Everything that the platform gives, in pieces that become smaller, and that lies idle with it.
    private void Hoard()
    {
        Preemption.Disable();
        while (Reclaiming.TryStep())
        {
        }

        Preemption.Enable();
        _hoard = (byte*)Platform.ReserveMemory(_space);
        Assert.True(_hoard != null, "there ought to be addresses");
        for (nuint piece = 1 << 20; piece >= (nuint)PageSize.Bytes; piece /= 2)
        {
            while (_hoarded + piece <= _space
                && Platform.CommitMemory(_hoard + _hoarded, piece, MemoryAccess.ReadWrite))
            {
                _hoarded += piece;
            }
        }
    }

    private void Release()
    {
        if (_hoard != null)
        {
            Platform.ReleaseMemory(_hoard, _space);
            _hoard = null;
        }
    }
}
