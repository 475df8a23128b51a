// Whether the other cores still answer. Each core looks after its neighbour, a ring of all that are left: once a second
// it looks whether the neighbour has done anything, and if not, asks it by an interrupt. One that gives no sign for
// some seconds is taken out of the machine (CoreLoss). A core with nothing to do wakes up for this once a second; a
// machine with one core does not.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Scheduling;

/// <summary>The watch over the neighbouring core. Preemption off.</summary>
internal static class CoreWatch
{
    // How often in a row a core may be found silent before it is given up, so it has five seconds. An emulator's core
    // may not be run for a while; taking one out that lives would end a process for nothing. It is no time that is
    // measured, because a virtual machine may stand still as a whole, for as long as its host likes.
    private const int SilentLooks = 20;

    private const long PeriodNs = 1_000_000_000;
    private const long AgainNs = 250_000_000;
    private const long AnswerNs = 500_000;

    /// <summary>Begins to watch, when the core begins to work.</summary>
    public static void Begin(ref CoreState core) =>
        core.WatchNs = Cores.Count == 1 ? long.MaxValue : Clock.Now + PeriodNs;

    /// <summary>Looks after the neighbour if it is time to.</summary>
    public static void Look(ref CoreState core, long now)
    {
        core.Pulse++;
        if (now < core.WatchNs)
        {
            return;
        }

        core.WatchNs = now + PeriodNs;
        int here = Cores.Current;
        int neighbour = NeighbourOf(here);
        if (neighbour == here)
        {
            core.WatchNs = long.MaxValue; // nobody is left
            return;
        }

        ref CoreState other = ref Pool<CoreState>.At(neighbour);
        ulong pulse = Volatile.Read(ref other.Pulse) + Volatile.Read(ref other.Switches);
        if (pulse != core.SeenPulse || neighbour != core.Watched || Cores.Answers(neighbour, AnswerNs))
        {
            core.SeenPulse = pulse;
            core.Watched = neighbour;
            core.SilentLooks = 0;
        }
        else if (core.SilentLooks++ < SilentLooks)
        {
            core.WatchNs = now + AgainNs;
        }
        else
        {
            core.SilentLooks = 0;
            CoreLoss.TakeOver(neighbour, here);
        }
    }

    private static int NeighbourOf(int core)
    {
        int neighbour = core;
        do
        {
            neighbour = (neighbour % Cores.Count) + 1;
        }
        while (neighbour != core && CoreLoss.Has(neighbour));
        return neighbour;
    }
}
