// How a Win32 call waits. A process lets others run, one turn at a time: the runtime knows of no wait that is not for a
// message, and what comes here is short. The kernel's own contexts have nobody to let run, and put the core to sleep.
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Waiting in kernel code.</summary>
internal static class Waiting
{
    private const uint Infinite = 0xFFFF_FFFF;
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The moment at which a wait of so many milliseconds is over; never, for Win32's INFINITE.</summary>
    public static long DeadlineAfter(uint milliseconds)
        => milliseconds == Infinite
            ? long.MaxValue
            : Platform.MonotonicNanoseconds() + (milliseconds * NanosecondsPerMillisecond);

    /// <summary>Returns when something may have changed, at the deadline at the latest.</summary>
    public static void Once(long deadline)
    {
        if (GivingWay.TryYield())
        {
            return;
        }

        if (deadline == long.MaxValue)
        {
            Fatal.Stop("Deadlock: an endless wait in which nobody else can run (is a lock held elsewhere?)"u8);
        }

        Platform.WaitUntil(deadline);
    }
}
