// Restarts that fail: siblings are taken back, attempts are repeated, and the supervisor goes on answering meanwhile.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>When a sibling cannot be started again, who was is stopped, and all are tried again.</summary>
    [Fact]
    public void One_for_all_other_child_fails_restart()
    {
        Pid sup = StartAsking(Strategy.OneForAll, out Pid parent, out Pid first);
        Process.Exit(first, "die");
        Ref end = Process.Monitor(Asking.Judge("child1"));
        Asking.Judge("child2", mayBegin: false);
        Assert.Equal(ExitReason.Shutdown, Expect.Down(end));
        Asking.Judge("child1");
        Asking.Judge("child2");
        Assert.Equal("child1 child2", Stage.Children(sup));
        StopAsking(sup, parent);
    }

    /// <summary>When a later one cannot be started again, only the rest from there on is tried again.</summary>
    [Fact]
    public void Rest_for_one_other_child_fails_restart()
    {
        Pid sup = StartAsking(Strategy.RestForOne, out Pid parent, out Pid first);
        Process.Exit(first, "die");
        Pid again = Asking.Judge("child1");
        Asking.Judge("child2", mayBegin: false);
        Asking.Judge("child2");
        Assert.Equal("child1 child2", Stage.Children(sup));
        Assert.Equal(again, Stage.PidOf(sup, "child1"));
        StopAsking(sup, parent);
    }

    /// <summary>A supervisor whose child cannot be started again answers, and stops when it is told to.</summary>
    [Fact]
    public void Hanging_restart_loop()
    {
        ServerRef<Breaker> breaker = GenServer.StartLink(new Breaker()).Value;
        Pid sup = Stage.Start(new SupervisorSpec(Strategy.OneForOne, 100_000, s_hour));
        Pid child = Stage.Add(sup, Breaker.Spec("child1", breaker));
        Break(breaker, child);
        Expect.Until(() => Stage.Children(sup) == "child1:restarting", "the child is about to be started again");
        Assert.Equal<ExitReason>(
            "already_present", Supervisor.StartChild(sup, Breaker.Spec("child1", breaker)).Reason!);
        Assert.Equal<ExitReason>("restarting", Supervisor.RestartChild(sup, "child1").Reason!);
        Assert.Equal(ChildResult.Restarting, Supervisor.DeleteChild(sup, "child1"));
        Assert.Equal("1,0,0,1", Stage.Counts(sup));

        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal("child1:undefined", Stage.Children(sup));
        breaker.Call(new Breaker.Set(false));
        Pid second = Supervisor.RestartChild(sup, "child1").Value;
        Break(breaker, second);
        Stage.Stop(sup);
        breaker.Stop();
    }

    /// <summary>The same where the rest waits for it.</summary>
    [Fact]
    public void Hanging_restart_loop_rest_for_one()
    {
        ServerRef<Breaker> breaker = GenServer.StartLink(new Breaker()).Value;
        Pid sup = Stage.Start(new SupervisorSpec(
            Strategy.RestForOne,
            100_000,
            s_hour,
            Worker.Spec("child1"),
            Breaker.Spec("child2", breaker),
            Worker.Spec("child3")));
        Pid first = Stage.PidOf(sup, "child1");
        Break(breaker, Stage.PidOf(sup, "child2"));
        Expect.Until(
            () => Stage.Children(sup) == "child1 child2:restarting child3:undefined", "the rest waits");
        Assert.Equal("3,1,0,3", Stage.Counts(sup));
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child2"));
        Assert.Equal("child1 child2:undefined child3:undefined", Stage.Children(sup));
        Assert.Equal(first, Stage.PidOf(sup, "child1"));
        breaker.Call(new Breaker.Set(false));
        Break(breaker, Supervisor.RestartChild(sup, "child2").Value);
        Stage.Stop(sup);
        breaker.Stop();
    }

    /// <summary>A child that recovers is started by the attempts that go on.</summary>
    [Fact]
    public void Restart_succeeds_at_last()
    {
        ServerRef<Breaker> breaker = GenServer.StartLink(new Breaker()).Value;
        Pid sup = Stage.Start(new SupervisorSpec(Strategy.OneForOne, 100_000, s_hour, Breaker.Spec("child", breaker)));
        Break(breaker, Stage.PidOf(sup, "child"));
        Expect.Until(() => Stage.Children(sup) == "child:restarting", "an attempt has failed");
        breaker.Call(new Breaker.Set(false));
        Expect.Until(() => Stage.Children(sup) == "child", "the child runs again");
        Stage.Stop(sup);
        breaker.Stop();
    }

    /// <summary>With a back-off the first restart is at once, and each further one in a row waits longer.</summary>
    [Fact]
    public void Back_off()
    {
        var backOff = new BackOff(Expect.Ms(40), Expect.Ms(100));
        Assert.Equal(
            "0 40 80 100 100",
            string.Join(' ', Enumerable.Range(0, 5).Select(count => $"{backOff.WaitOf(count).TotalMilliseconds}")));

        // Waits that end by nobody's doing while the test runs, however slow the machine.
        var hours = new SupervisorFlags { Intensity = 1000, BackOff = new BackOff(s_hour, s_hour) };
        Pid sup = Stage.Start(new SupervisorSpec(hours, Worker.Spec("child")));
        Stage.End(Stage.PidOf(sup, "child"), "died");
        Assert.Equal("child", Stage.Children(sup));
        Stage.End(Stage.PidOf(sup, "child"), "died");
        Assert.Equal("child:restarting", Stage.Children(sup));
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child"));
        Stage.Add(sup, Worker.Spec("other"));
        Supervisor.RestartChild(sup, "child");
        Assert.Equal("child other", Stage.Children(sup));
        Stage.Stop(sup);

        var flags = new SupervisorFlags { Intensity = 1000, BackOff = backOff };
        sup = Stage.Start(new SupervisorSpec(flags, Worker.Spec("child")));
        Stage.End(Stage.PidOf(sup, "child"), "died");
        Stage.End(Stage.PidOf(sup, "child"), "died");
        Expect.Until(() => Stage.Children(sup) == "child", "the child runs after its wait");
        Stage.Stop(sup);
    }

    /// <summary>A start that hangs can be given a limit; without one the supervisor waits, and can be killed.</summary>
    [Fact]
    public void Start_function_hangs()
    {
        var limited = new StartOptions { Timeout = Expect.Ms(20) };
        Pid sup = Stage.Start(Strategy.OneForOne);
        Pid judge = Process.Spawn(Puppet.Wait);
        ChildSpec slow = Child.Server("slow", () => new Asking("slow", judge), options: limited);
        Assert.Equal<ExitReason>("timeout", Supervisor.StartChild(sup, slow).Reason!);
        Assert.Equal("", Stage.Children(sup));
        Process.Spawn(() => Supervisor.StartChild(sup, Child.Server("slow", () => new Asking("slow", judge))));
        Expect.Until(() => Process.Info(sup)!.Links.Length == 2, "the child is being started");
        Process.Exit(sup, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Exit(sup));
        Process.Exit(judge, ExitReason.Kill);
    }

    /// <summary>A name that another process has is an error of the start, which names that process.</summary>
    [Fact]
    public void Name_is_taken()
    {
        Pid holder = Process.Spawn(Puppet.Wait, new SpawnOptions { Name = "taken" });
        Pid sup = Stage.Start(Strategy.OneForOne);
        ChildSpec spec = Child.Server("child", static () => new Worker(), name: "taken");
        Assert.Equal(holder, Supervisor.StartChild(sup, spec).Holder);
        StartResult failed = Supervisor.StartLink(new SupervisorSpec(Strategy.OneForOne, children: [spec]));
        Assert.Equal(
            new FailedToStartChild("child", new ExitReason(Atom.AlreadyStarted, holder)), failed.Reason!.Detail);
        Expect.Killed(holder);
        Assert.True(Supervisor.StartChild(sup, spec).IsOk, "the name is free");
        Stage.Stop(sup);
    }

    // The supervisor's parent waits for children to begin, so it cannot be the case, which lets them.
    private static Pid StartAsking(Strategy strategy, out Pid parent, out Pid first)
    {
        Process.TrapExit = true;
        Pid self = Process.Self;
        parent = Process.Spawn(() =>
        {
            Process.Send(self, Supervisor.StartLink(new SupervisorSpec(
                strategy, 3, s_hour, Asking.Spec("child1", self), Asking.Spec("child2", self))).Value);
            Process.Receive(static message => message is "over");
        });
        first = Asking.Judge("child1");
        Asking.Judge("child2");
        Pid sup = Expect.Message<Pid>();
        Process.Link(sup);
        return sup;
    }

    private static void StopAsking(Pid sup, Pid parent)
    {
        Process.Send(parent, "over");
        Assert.Equal(ExitReason.Normal, Expect.Exit(sup));
    }

    private static void Break(ServerRef<Breaker> breaker, Pid child)
    {
        breaker.Call(new Breaker.Set(true));
        Stage.End(child, "died");
    }
}
