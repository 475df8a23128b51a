// How a Win32 call waits. A process lets others run, one turn at a time: the runtime knows of no wait that is not for a
// message, and what comes here is short. The kernel's own contexts, and processes with preemption off, have nobody to
// let run: they put the core to sleep, and look again soon where another core may do what they wait for.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Waiting in kernel code.</summary>
internal static class Waiting
{
    private const uint Infinite = 0xFFFF_FFFF;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long LookAgainNanoseconds = 50_000;

    // No other core holds a lock of CoreLib's for so long, with nobody to be asked.
    private const long LongestNanoseconds = 30 * 1_000 * NanosecondsPerMillisecond;

    /// <summary>The moment at which a wait of so many milliseconds is over; never, for Win32's INFINITE.</summary>
    public static long DeadlineAfter(uint milliseconds)
        => milliseconds == Infinite
            ? long.MaxValue
            : Platform.MonotonicNanoseconds() + (milliseconds * NanosecondsPerMillisecond);

    /// <summary>Returns when something may have changed, at the deadline at the latest.</summary>
    /// <param name="deadline">When the wait is over.</param>
    /// <param name="began">When it began.</param>
    public static void Once(long deadline, long began)
    {
        bool hasOthers = Cores.Count > 1;
        if (GivingWay.TryYield())
        {
            if (hasOthers)
            {
                Platform.YieldProcessor();
            }

            return;
        }

        long now = Platform.MonotonicNanoseconds();
        if (deadline == long.MaxValue && (!hasOthers || now - began > LongestNanoseconds))
        {
            Fatal.Stop("Deadlock: an endless wait in which nobody else can run (is a lock held elsewhere?)"u8);
        }

        Platform.WaitUntil(hasOthers ? long.Min(deadline, now + LookAgainNanoseconds) : deadline);
    }
}
