// The exchange on the machine: robots call each other through it, over a network of processes. What the exchange does
// is tested on simulated nodes (tests/Apps/Switch); here it is whether the real heaps, copies, tables and clocks carry
// it, and whether a killed call costs that call there, too.
using Cosmos.Apps.Switch;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;
using Switch.Tests.Phones;

namespace Cosmos.Tests.OnTarget.Exchange;

/// <summary>Claims about the exchange on the real runtime.</summary>
public sealed class ExchangeSuite
{
    private const int Callers = 60;

    /// <summary>Sixty calls within half a second, each recorded, and nothing of them left.</summary>
    [Fact]
    public void Calls_are_carried()
    {
        Pid system = Start(out Pid network, out Pid callee);
        Dictionary<string, string> outcomes = Play(static () => { });
        foreach ((string caller, string outcome) in outcomes)
        {
            Assert.True(outcome == "ended", $"{caller}: {outcome}");
        }

        Expect.Soon(static () => SwitchStatus.RecordCount == Callers, "each call has a record");
        Expect.Soon(static () => SwitchStatus.CallCount == 0, "no row of a call is left");
        Assert.Equal(0, SwitchStatus.Restarts());
        End(system, network, callee);
    }

    /// <summary>Calls, transactions and servers are killed meanwhile: every call that began has a record.</summary>
    [Fact]
    public void Kills_cost_what_they_must()
    {
        Pid system = Start(out Pid network, out Pid callee);
        int killed = 0;
        Dictionary<string, string> outcomes = Play(() => killed += KillSome());
        int ended = 0;
        foreach (string outcome in outcomes.Values)
        {
            ended += outcome == "ended" ? 1 : 0;
        }

        Assert.True(ended >= Callers - killed, $"{killed} were killed, {ended} of {Callers} ended normally");
        Expect.Soon(static () => SwitchStatus.RecordCount == SwitchStatus.CallsBegun, "each call has a record");
        Expect.Soon(static () => SwitchStatus.CallCount == 0, "no row of a call is left");
        End(system, network, callee);
    }

    private static Pid Start(out Pid network, out Pid callee)
    {
        Process.TrapExit = true;
        var exchange = new SwitchApplication { Routes = [new Route("1", "192.0.2.11")] };
        Pid system = GenServer.StartLink(
            new ApplicationController(TimeSpan.FromSeconds(5)) { Applications = [exchange] },
            new StartOptions { Name = ApplicationController.Name }).Pid;
        Expect.Until(static () => Process.WhereIs(Transport.Name) is not null, "the exchange runs");
        network = FakeNetwork.Start(1).Resolve();
        callee = GenServer.Start(new RobotCallee("192.0.2.11")).Pid;
        return system;
    }

    private static void End(Pid system, Pid network, Pid callee)
    {
        Pid top = Process.WhereIs("switch_sup")!.Value;
        Expect.Killed(system);
        Expect.Dead(top);
        Expect.Killed(callee);
        Expect.Killed(network);
    }

    private static Dictionary<string, string> Play(Action meanwhile)
    {
        for (int number = 0; number < Callers; number++)
        {
            GenServer.Start(new RobotCaller(Process.Self, $"r{number}", $"198.51.100.{number + 1}", "100",
                TimeSpan.FromMilliseconds(number * 8), TimeSpan.FromSeconds(1)));
        }

        for (int round = 0; round < 10; round++)
        {
            Expect.Pause(120);
            meanwhile();
        }

        var outcomes = new Dictionary<string, string>();
        while (outcomes.Count < Callers)
        {
            if (!Process.TryReceive(TimeSpan.FromSeconds(60), out RobotReport? report))
            {
                Assert.Fail($"{Callers - outcomes.Count} callers hang.");
            }

            outcomes.TryAdd(report!.Caller, report.Outcome);
        }

        return outcomes;
    }

    // The latest call, and the transport: in any order with what they do.
    private static int KillSome()
    {
        Process.Exit(Process.WhereIs(Transport.Name) ?? default, ExitReason.Kill);
        IReadOnlyList<CallRow> calls = SwitchStatus.Calls();
        if (calls.Count == 0)
        {
            return 0;
        }

        Process.Exit(calls[^1].Process, ExitReason.Kill);
        return 1;
    }
}
