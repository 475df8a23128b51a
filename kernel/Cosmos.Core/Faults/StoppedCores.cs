// Who ends the machine, ends it alone: the first core that comes here stops all others, so that nothing changes any
// more under its last words, and nobody writes in between. A core that comes second finds that out and halts; what it
// had to say is lost. The same when a machine is switched off in order.
//
// Nothing here relies on the running context: it may be what broke.
using System.Threading;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>The end of all cores but one.</summary>
internal static class StoppedCores
{
    private static int s_ender;
    private static bool s_isEnding;

    /// <summary>Whether some core has begun to end the machine: what is said now has to be out at once.</summary>
    public static bool IsEnding => Volatile.Read(ref s_isEnding);

    /// <summary>Whether the running core is to stop because another one ends the machine. Any context.</summary>
    public static bool MustStopHere
    {
        get
        {
            int ender = Volatile.Read(ref s_ender);
            return ender != 0 && ender != Platform.CurrentCore;
        }
    }

    /// <summary>Whether a core is the one that ends the machine.</summary>
    public static bool IsEnder(int core) => Volatile.Read(ref s_ender) == core;

    /// <summary>
    /// Stops all other cores, for good. Does not return on a core that was not the first. Any context, also nested.
    /// </summary>
    public static void StopOthers()
    {
        Volatile.Write(ref s_isEnding, true);
        if (Platform.ProcessorCount == 1)
        {
            return;
        }

        int self = Platform.CurrentCore;
        int ender = Interlocked.CompareExchange(ref s_ender, self, 0);
        if (ender == 0)
        {
            Platform.StopOtherCores();
        }
        else if (ender != self)
        {
            Platform.HaltCore();
        }
    }
}
