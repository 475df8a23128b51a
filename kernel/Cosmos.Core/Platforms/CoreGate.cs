// Where the other cores wait, asleep, between their start and the runtime's word that it is ready for them.
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms;

/// <summary>The gate between the platform and the runtime.</summary>
internal static class CoreGate
{
    private static bool s_isOpen;

    /// <summary>Lets all through that wait or will come.</summary>
    public static void Open()
    {
        Volatile.Write(ref s_isOpen, true);
        for (int core = 2; core <= Platform.ProcessorCount; core++)
        {
            Platform.RequestOfCore(core, CoreRequests.Wake);
        }
    }

    /// <summary>
    /// Waits and goes on in the runtime. On each other core, in its own context, preemption off once.
    /// </summary>
    [DoesNotReturn]
    public static void Enter()
    {
        while (!Volatile.Read(ref s_isOpen))
        {
            Platform.SleepUntilWork(long.MaxValue);
        }

        GivingWay.Runtime!.StartCore();
        Fatal.Stop("ProcessRuntime.StartCore returned"u8);
    }
}
