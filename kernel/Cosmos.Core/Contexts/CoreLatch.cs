// The lock of what all cores share: a word to spin on, with preemption off, so that its holder is never off its core
// and nobody waits longer than a short section takes. What is done under it is bounded, throws nothing and allocates no
// objects. Whoever takes a second one while it holds the first follows the order of docs/design/cores.md.
//
// Holders' stacks may grow: the page-fault handler takes no latch, only the locks of the page tables. Interrupt
// handlers take none at all.
//
// A machine that dies opens all latches (OpenAll): who writes the epitaph may have been stopped inside of one, or
// another core was, and what is half written matters no more.
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>Mutual exclusion of cores for a few dozen instructions. The default value is open; not reentrant.</summary>
internal struct CoreLatch
{
    // On Linux a core may lose its processor while it holds a latch: then whoever waits shall not burn it.
    private const uint SpinsToYield = 256;

    private static bool s_allOpen;

    private int _isHeld;
    private uint _contentions;

    /// <summary>How often somebody found it taken.</summary>
    public readonly uint Contentions => _contentions;

    /// <summary>The machine is dying: nobody waits for a latch any more.</summary>
    public static void OpenAll() => Volatile.Write(ref s_allOpen, true);

    /// <summary>Switches preemption off and takes the latch.</summary>
    public void Acquire()
    {
        Preemption.Disable();
        Enter();
    }

    /// <summary>Opens the latch and lets preemption be.</summary>
    public void Release()
    {
        Leave();
        Preemption.Enable();
    }

    /// <summary>Takes the latch; preemption is off already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.Exchange(ref _isHeld, 1) != 0)
        {
            Wait();
        }
    }

    /// <summary>Opens the latch; preemption stays off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => Volatile.Write(ref _isHeld, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        do
        {
            uint spins = 0;
            while (Volatile.Read(ref _isHeld) != 0)
            {
                if (Volatile.Read(ref s_allOpen))
                {
                    return;
                }

                spins++;
                if (spins % SpinsToYield == 0)
                {
                    Platform.YieldProcessor();
                }

                X86Base.Pause();
            }
        }
        while (Interlocked.Exchange(ref _isHeld, 1) != 0);
        _contentions++;
    }
}
