// A core is lost under load, and the machine goes on: a run of its own (`run=lostcore`), because the core stays lost
// for every case after it. timer_bif_SUITE's suspended_scheduler_timeout, and more.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Breaks the last core and looks what became of its work.</summary>
internal static class LostCore
{
    /// <summary>How the run is selected.</summary>
    public const string Selection = "lostcore";

    private const int Guests = 50;

    private static SpawnOptions OnLast => new() { Core = Cores.Count };

    /// <summary>
    /// Timers of the lost core ring elsewhere, who is bound to it goes on elsewhere, the process that it ran ends and
    /// says why.
    /// </summary>
    public static void Run(string selection)
    {
        Assert.Equal(Selection, selection);
        Assert.True(Cores.Count > 1, "a core can be lost where there are two: say cores=2");
        Pid self = Process.Self;
        Pid[] guests = Series.Of(Guests, static _ => Puppet.Start(OnLast));
        foreach (Pid guest in guests)
        {
            Puppet.Do(guest, () => Process.SendAfter(TimeSpan.FromSeconds(1), self, new Ring(Process.Self)));
        }

        Pid[] busy = Series.Of(Cores.Count, static _ => Process.Spawn(Puppet.Work));
        (Pid victim, Ref monitor) = Process.SpawnMonitor(Cores.Break, OnLast);
        foreach (Pid guest in guests)
        {
            Puppet.Tell(guest, () => Process.Send(self, new Answer(Process.Self)));
        }

        Assert.Equal(ExitReason.Of("core_lost"), Expect.Down(monitor));
        foreach (Pid guest in guests)
        {
            Expect.Message<Answer>(answer => answer.From == guest);
            Expect.Message<Ring>(ring => ring.From == guest);
            Expect.Killed(guest);
        }

        Array.ForEach(busy, Expect.Killed);
        Assert.False(Process.IsAlive(victim));
        Expect.Nothing();
    }

    private sealed record Answer(Pid From);

    private sealed record Ring(Pid From);
}
