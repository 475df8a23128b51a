// A watchdog and its heartbeat: the machine outlives the watchdog's patience for as long as its witness answers, and is
// reset when that hangs, though everything else goes on. Whether it is reset, the host sees. `run=watchdog`.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Watchdog;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Drivers;

/// <summary>The run. It ends well only by a reset.</summary>
internal static class WatchdogRun
{
    /// <summary>What the boot option run= says for it.</summary>
    public const string Selection = "watchdog";

    private static TimeSpan Patience => TimeSpan.FromSeconds(4);

    /// <summary>Runs it.</summary>
    public static void Run()
    {
        _ = Supervisor.StartLink(new Tree());
        Assert.False(((ServerRef)"watchdog").Resolve().IsNone, "there is no watchdog");

        // Twice its patience, and its driver killed in between.
        Wait(Patience);
        Process.Exit(((ServerRef)"watchdog").Resolve(), ExitReason.Kill);
        Wait(Patience);
        Console.WriteLine("the machine is alive, and now its witness hangs");
        ServerRef<Witness> witness = (Atom)"witness";
        witness.Cast(new Hang());
        Wait(5 * Patience);
        Assert.Fail("The machine was not reset.");
    }

    private static void Wait(TimeSpan time) => Assert.False(Process.TryReceive(time, out _));

    private sealed class Tree : Supervisor
    {
        protected override SupervisorSpec Init() => new(
            Strategy.OneForOne,
            intensity: 1000,
            period: TimeSpan.FromMinutes(1),
            Child.Server("driver", static () => new WatchdogDriver(Patience), name: "watchdog"),
            Child.Server("witness", static () => new Witness(), name: "witness"),
            Child.Server("heartbeat", static () => new Heartbeat("watchdog", Patience / 8, ["witness"])));
    }

    private sealed class Witness : GenServer, IHandleCast<Hang>
    {
        public Next HandleCast(Hang message)
        {
            while (true)
            {
                Process.Yield();
            }
        }
    }

    private sealed record Hang : ICast<Witness, Hang>;
}
