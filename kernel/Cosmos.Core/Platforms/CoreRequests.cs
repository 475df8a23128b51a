// What one core may want of another. The wishes are bits of a word that belongs to the other core; whoever finds the
// word empty and sets a bit sends an interrupt (on Linux a signal), whose handler takes all bits at once. So however
// many wish at the same time, one interrupt comes, and no wish is lost: one that comes after the word was taken sends
// another.
//
// Handlers run with interrupts off, on the interrupt stack, in the middle of whatever the core does.
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms;

/// <summary>The wishes, and how a core answers them.</summary>
internal static unsafe class CoreRequests
{
    /// <summary>The core is wanted by its scheduler.</summary>
    public const uint Wake = 1 << 0;

    /// <summary>It is to forget translations of addresses that are no more.</summary>
    public const uint Forget = 1 << 1;

    /// <summary>It is to call the method of <see cref="CoreCalls"/>.</summary>
    public const uint Call = 1 << 2;

    /// <summary>It is to stop for good, as if it had died. For tests.</summary>
    public const uint Die = 1 << 3;

    /// <summary>It is to show that it lives.</summary>
    public const uint Answer = 1 << 4;

    /// <summary>Adds a wish. True: the caller must interrupt the core.</summary>
    public static bool Add(ref uint requests, uint wish) => Interlocked.Or(ref requests, wish) == 0;

    /// <summary>Answers all wishes. Called by the interrupt's handler.</summary>
    /// <param name="requests">The core's word.</param>
    /// <param name="served">Counts how often it answered.</param>
    /// <param name="interrupted">The registers that are returned to.</param>
    public static void Serve(ref uint requests, ref uint served, CpuState* interrupted)
    {
        uint wishes = Interlocked.Exchange(ref requests, 0);
        Volatile.Write(ref served, served + 1);
        if ((wishes & Forget) != 0)
        {
            Platform.ForgetTranslations();
        }

        if ((wishes & Call) != 0)
        {
            CoreCalls.Serve();
        }

        if ((wishes & Die) != 0)
        {
            Platform.HaltCore();
        }

        if ((wishes & Wake) != 0)
        {
            Interruption.Preempt(interrupted);
        }
    }
}
