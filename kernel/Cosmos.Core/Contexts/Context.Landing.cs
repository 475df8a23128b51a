// Where a core waits for a context that another core has not left yet. It must not wait on the stack of the context
// that it leaves itself: two cores that exchange their contexts would wait for each other. So each core has a context
// of the kernel's for it, which nobody else runs: the core switches there, which sets free what it left, waits, and
// switches on. It happens when a process is handed from core to core faster than it is left; the wait is as long as the
// rest of that core's switch.
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

internal static unsafe partial class Context
{
    private const nuint LandingStackBytes = 16 * 1024;
    private const uint SpinsToYield = 256;

    private static PerCore<Landing> s_landings;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Landing
    {
        public ContextBlock* Context;
        public ContextBlock* Next;
        public ulong Waits;
    }

    /// <summary>How often the running core had to wait for a context. Preemption off.</summary>
    public static ulong LandingWaits => s_landings[CurrentBlock->Core].Waits;

    /// <summary>Makes the landing of every core. Once, before the runtime starts.</summary>
    public static void PrepareLandings()
    {
        for (int core = 1; core <= Cores.Count; core++)
        {
            s_landings[core].Context = Create(&WaitOnLanding, core, LandingStackBytes);
            if (s_landings[core].Context == null)
            {
                Fatal.Stop("Not enough memory for every core; give the machine more RAM, or use fewer (cores=)"u8);
            }
        }
    }

    // What to switch to in place of a context that is not left yet.
    private static ContextBlock* LandingFor(ContextBlock* next)
    {
        ref Landing landing = ref s_landings[CurrentBlock->Core];
        landing.Next = next;
        landing.Waits++;
        return landing.Context;
    }

    private static void WaitOnLanding(nint core)
    {
        ref Landing landing = ref s_landings[(int)core];
        while (true)
        {
            ContextBlock* next = landing.Next;
            for (uint spins = 1; Volatile.Read(ref next->IsRunning) != 0; spins++)
            {
                if (spins % SpinsToYield == 0)
                {
                    Platform.YieldProcessor();
                }

                X86Base.Pause();
            }

            if (next->StackHigh == null)
            {
                GiveStack(next);
            }

            Switch(CurrentBlock, next);
        }
    }
}
