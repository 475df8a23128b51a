// The lock of structures that every core may change: a word to spin on, taken with preemption off so that its holder is
// never off its core. On one core that alone is enough, and a locked instruction would be a quarter of what a message
// costs. What is done under it is short and bounded, throws nothing, allocates no objects and takes no second latch,
// but where a chapter says in which order (docs/design/tables.md).
using System.Runtime.Intrinsics.X86;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Structures;

/// <summary>Mutual exclusion for a few dozen instructions. The default value is open.</summary>
internal struct Latch
{
    private int _isHeld;

    /// <summary>Switches preemption off and takes the latch.</summary>
    public void Enter()
    {
        Preemption.Disable();
        Take();
    }

    /// <summary>Opens the latch, then lets preemption be.</summary>
    public void Exit()
    {
        Open();
        Preemption.Enable();
    }

    /// <summary>Takes the latch where preemption is off already.</summary>
    public void Take()
    {
        if (!Cores.AreSeveral)
        {
            _isHeld = 1; // preemption is off, so nobody else runs; who holds it may still ask (TryTake)
            return;
        }

        while (Interlocked.Exchange(ref _isHeld, 1) != 0)
        {
            // Others only read while it is held: a write would take the line from its holder at every try.
            while (Volatile.Read(ref _isHeld) != 0)
            {
                if (X86Base.IsSupported)
                    X86Base.Pause();
            }
        }
    }

    /// <summary>Takes the latch if nobody has it, where preemption is off already.</summary>
    public bool TryTake() => Volatile.Read(ref _isHeld) == 0 && Interlocked.Exchange(ref _isHeld, 1) == 0;

    /// <summary>Opens the latch and leaves preemption off.</summary>
    public void Open() => Volatile.Write(ref _isHeld, 0);
}
