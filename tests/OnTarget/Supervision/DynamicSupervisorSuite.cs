// The cases of supervisor_SUITE about simple_one_for_one.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>Claims of supervisor_SUITE about dynamic supervisors.</summary>
public sealed class DynamicSupervisorSuite
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>What each request answers; pids are the only ids.</summary>
    [Fact]
    public void Child_adm_simple()
    {
        Pid sup = Start(Restart.Permanent);
        Assert.Equal("1,0,0,0", Stage.Counts(sup));
        Pid first = Add(sup);
        Pid second = Add(sup);
        Assert.Equal("1,2,0,2", Stage.Counts(sup));
        Assert.Equal(2, Supervisor.WhichChildren(sup).Count(child => child.Pid == first || child.Pid == second));
        Assert.Equal(ChildResult.SimpleOneForOne, Supervisor.TerminateChild(sup, "child"));
        Assert.Equal(ChildResult.SimpleOneForOne, Supervisor.DeleteChild(sup, "child"));
        Assert.Equal<ExitReason>("simple_one_for_one", Supervisor.RestartChild(sup, "child").Reason!);
        Assert.Equal<ExitReason>("simple_one_for_one", Supervisor.StartChild(sup, Worker.Spec("child")).Reason!);
        Assert.Equal(ChildResult.Done, Workers.TerminateChild(sup, first));
        Assert.False(Process.IsAlive(first));
        Assert.Equal(ChildResult.Done, Workers.TerminateChild(sup, first));
        Assert.Equal(ChildResult.NotFound, Workers.TerminateChild(sup, Process.Self));
        Assert.Equal("1,1,0,1", Stage.Counts(sup));
        ChildSpec spec = Supervisor.GetChildSpec(sup, second)!;
        Assert.Equal(Shutdown.Timeout(TimeSpan.FromSeconds(5)), spec.Shutdown);
        Assert.Null(Supervisor.GetChildSpec(sup, Process.Self));
        Stage.Stop(sup);
    }

    /// <summary>Children that choose not to run, or cannot, leave nothing.</summary>
    [Fact]
    public void Sup_start_child_returns_error_simple()
    {
        foreach (Restart restart in Enum.GetValues<Restart>())
        {
            Pid sup = Start(restart);
            Assert.Equal(StartKind.Ignore, Workers.StartChild(sup, new Argument("ignore")).Kind);
            Assert.Equal<ExitReason>("reason", Workers.StartChild(sup, new Argument("error")).Reason!);
            Assert.Equal(Atom.Error, Workers.StartChild(sup, new Argument("throw")).Reason!.Kind);
            Assert.Equal("1,0,0,0", Stage.Counts(sup));
            Stage.Stop(sup);
        }
    }

    /// <summary>A supervisor of another kind of children refuses, and is not harmed.</summary>
    [Fact]
    public void Other_argument()
    {
        Pid sup = Start(Restart.Permanent);
        Assert.Equal(
            "bad_supervisor", DynamicSupervisor<int>.StartChild(sup, 5).Reason!.Kind.ToString());
        Stage.Stop(sup);
        Pid other = Stage.Start(Strategy.OneForOne);
        Assert.Equal(
            "bad_supervisor", Workers.StartChild(other, new Argument("")).Reason!.Kind.ToString());
        Stage.Stop(other);
    }

    /// <summary>Which ends make a child start again, in the nine cells of the table.</summary>
    [Fact]
    public void Restart_types()
    {
        ExitReason[] ends =
            [ExitReason.Normal, ExitReason.Shutdown, new(Atom.Shutdown, "some info"), "died", ExitReason.Killed];
        foreach (Restart restart in Enum.GetValues<Restart>())
        {
            foreach (ExitReason end in ends)
            {
                Pid sup = Start(restart);
                Stage.End(Add(sup), end);
                bool isAgain = restart == Restart.Permanent || (restart == Restart.Transient && !end.IsOrderly);
                Assert.Equal(isAgain ? "1,1,0,1" : "1,0,0,0", Stage.Counts(sup));
                Stage.Stop(sup);
            }
        }
    }

    /// <summary>Others are not concerned; the third restart is one too many.</summary>
    [Fact]
    public void Simple_one_for_one()
    {
        Pid sup = Start(Restart.Permanent);
        Pid first = Add(sup);
        Pid second = Add(sup);
        Stage.End(first, "died");
        Assert.Equal("1,2,0,2", Stage.Counts(sup));
        Assert.Equal(1, Supervisor.WhichChildren(sup).Count(child => child.Pid == second && child.Restarts == 0));
        Assert.Equal(1, Supervisor.WhichChildren(sup).Count(child => child.Restarts == 1));
        Stage.End(second, "died");
        Stage.End(Supervisor.WhichChildren(sup)[0].Pid, "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(sup));
    }

    /// <summary>A child that cannot be started again uses the restarts up.</summary>
    [Fact]
    public void Simple_one_for_one_escalation()
    {
        Pid sup = Start(Restart.Permanent, 4);
        Pid first = Workers.StartChild(sup, new Argument("once")).Value;
        Pid second = Add(sup);
        Process.Link(second);
        Stage.End(first, "died");
        Stage.Ended((second, ExitReason.Shutdown), (sup, ExitReason.Shutdown));
    }

    /// <summary>Children stop at the same time: three that take long take as long as one.</summary>
    [Fact]
    public void Simple_one_for_one_shutdown()
    {
        Pid sup = Start(Restart.Temporary, shutdown: Expect.Ms(150));
        foreach (int ms in (ReadOnlySpan<int>)[60, 60, 60, 60])
        {
            Process.Link(Workers.StartChild(sup, new Argument("slow", ms)).Value);
        }

        Pid late = Workers.StartChild(sup, new Argument("slow", 100_000)).Value;
        Process.Link(late);
        Stage.Stop(sup);
        Assert.Equal(ExitReason.Killed, Expect.Exit(late));
        for (int count = 0; count < 4; count++)
        {
            Assert.Equal(ExitReason.Shutdown, Expect.Message<ExitMessage>().Reason);
        }
    }

    /// <summary>sup_stop_brutal_kill_dynamic: all are killed.</summary>
    [Fact]
    public void Sup_stop_brutal_kill_dynamic()
    {
        Pid sup = Start(Restart.Temporary, shutdown: Shutdown.BrutalKill);
        Pid[] children = [.. Enumerable.Range(0, 10).Select(_ => Add(sup))];
        Array.ForEach(children, Process.Link);
        Stage.Stop(sup);
        Stage.Ended([.. children.Select(child => (child, ExitReason.Killed))]);
    }

    /// <summary>sup_stop_non_shutdown_exit_dynamic: whatever reasons children end with, the supervisor ends.</summary>
    [Fact]
    public void Sup_stop_non_shutdown_exit_dynamic()
    {
        ExitReason[] reasons = [ExitReason.Normal, ExitReason.Shutdown, new(Atom.Shutdown, "test"), "other"];
        foreach (Restart restart in Enum.GetValues<Restart>())
        {
            Pid sup = Start(restart);
            (Pid, ExitReason)[] ends = [.. reasons.Select(
                reason => (Workers.StartChild(sup, new Argument("stubborn", 0, reason)).Value, reason))];
            Array.ForEach(ends, end => Process.Link(end.Item1));
            Stage.Stop(sup);
            Stage.Ended(ends);
        }
    }

    /// <summary>Children that have unlinked themselves, or have ended unheard, do not keep the supervisor.</summary>
    [Fact]
    public void Unlinked_children()
    {
        Pid sup = Start(Restart.Temporary, shutdown: Expect.Ms(100));
        Pid alive = Workers.StartChild(sup, new Argument("unlinked")).Value;
        Pid dead = Workers.StartChild(sup, new Argument("unlinked")).Value;
        Expect.Killed(dead);
        Ref end = Process.Monitor(alive);
        Stage.Stop(sup);
        Assert.Equal(ExitReason.Shutdown, Expect.Down(end));
    }

    /// <summary>Messages that nobody waits for do not make the end of many children slow.</summary>
    [Fact]
    public void Stops_with_a_full_mailbox()
    {
        Pid sup = Start(Restart.Temporary);
        for (int count = 0; count < Sizes.Pick(2_000, 200); count++)
        {
            Add(sup);
        }

        Sys.Suspend(sup);
        for (int count = 0; count < Sizes.Pick(20_000, 500); count++)
        {
            Process.Send(sup, "junk");
        }

        Stage.Stop(sup);
    }

    /// <summary>What a temporary child was started with is not kept, not even after one has died (OTP-16804).</summary>
    [Fact]
    public void Simple_one_for_one_corruption()
    {
        Pid sup = Start(Restart.Temporary);
        Stage.End(Add(sup), "died");
        Pid child = Workers.StartChild(sup, new Argument("", 0, null, new byte[100_000])).Value;
        Assert.True(Process.GarbageCollect(sup), "it is there");
        Assert.True(Process.Info(sup)!.HeapBytes < 50_000, $"{Process.Info(sup)!.HeapBytes}");
        Stage.End(child, "died");
        Stage.Stop(sup);
    }

    /// <summary>Children that wait for a restart are counted, but not as active.</summary>
    [Fact]
    public void Count_restarting_children()
    {
        ServerRef<Breaker> breaker = GenServer.StartLink(new Breaker()).Value;
        Pid sup = Stage.StartDynamic(new Breakables(breaker));
        Pid[] children = [.. Enumerable.Range(0, 3).Select(_ => Breakables.StartChild(sup, 0).Value)];
        Stage.End(children[0], "died");
        Assert.Equal("1,3,0,3", Stage.Counts(sup));
        breaker.Call(new Breaker.Set(true));
        Stage.End(children[1], "died");
        Stage.End(children[2], "died");
        Expect.Until(() => Stage.Counts(sup) == "1,1,0,3", "two wait");
        Assert.Equal(ChildResult.Done, Breakables.TerminateChild(sup, children[2]));
        Assert.Equal("1,1,0,2", Stage.Counts(sup));
        breaker.Call(new Breaker.Set(false));
        Expect.Until(() => Stage.Counts(sup) == "1,2,0,2", "the other one is started again");
        Stage.Stop(sup);
        breaker.Stop();
    }

    /// <summary>hanging_restart_loop_simple: a supervisor that tries in vain answers, and stops.</summary>
    [Fact]
    public void Hanging_restart_loop_simple()
    {
        ServerRef<Breaker> breaker = GenServer.StartLink(new Breaker()).Value;
        Pid sup = Stage.StartDynamic(new Breakables(breaker));
        Pid child = Breakables.StartChild(sup, 0).Value;
        breaker.Call(new Breaker.Set(true));
        Stage.End(child, "died");
        Expect.Until(() => Supervisor.WhichChildren(sup)[0].Status == ChildStatus.Restarting, "it waits");
        Assert.Equal("1,0,0,1", Stage.Counts(sup));
        Assert.Equal(ChildResult.Done, Breakables.TerminateChild(sup, child));
        Assert.Empty(Supervisor.WhichChildren(sup));
        breaker.Call(new Breaker.Set(false));
        Pid second = Breakables.StartChild(sup, 0).Value;
        breaker.Call(new Breaker.Set(true));
        Stage.End(second, "died");
        Stage.Stop(sup);
        breaker.Stop();
    }

    /// <summary>One more than there may be is refused; when one has gone there is room.</summary>
    [Fact]
    public void Max_children()
    {
        Pid sup = Stage.StartDynamic(new Workers { Restart = Restart.Temporary, MaxChildren = 2 });
        Pid first = Add(sup);
        Add(sup);
        Assert.Equal<ExitReason>("max_children", Workers.StartChild(sup, new Argument("")).Reason!);
        Stage.End(first, ExitReason.Normal);
        Add(sup);
        Stage.Stop(sup);
    }

    /// <summary>significant_simple: the supervisor ends with any child, or with the last one.</summary>
    [Fact]
    public void Significant_simple()
    {
        foreach (AutoShutdown autoShutdown in
            (ReadOnlySpan<AutoShutdown>)[AutoShutdown.AnySignificant, AutoShutdown.AllSignificant])
        {
            Pid sup = Stage.StartDynamic(new Workers { Restart = Restart.Temporary, AutoShutdown = autoShutdown });
            Pid first = Add(sup);
            Pid second = Add(sup);
            Stage.End(first, ExitReason.Normal);
            if (autoShutdown == AutoShutdown.AllSignificant)
            {
                Assert.Equal("1,1,0,1", Stage.Counts(sup));
                Stage.End(second, ExitReason.Normal);
            }

            Assert.Equal(ExitReason.Shutdown, Expect.Exit(sup));
        }
    }

    /// <summary>Nonsense is refused at the start, and named.</summary>
    [Fact]
    public void Bad_specs()
    {
        Process.TrapExit = true;
        (Workers Supervisor, string Kind)[] bad =
        [
            (new Workers { MaxChildren = -1 }, "supervisor_data"),
            (new Workers { Restarts = -1 }, "supervisor_data"),
            (new Workers { Restart = (Restart)7 }, "start_spec"),
            (new Workers { AutoShutdown = AutoShutdown.AnySignificant }, "start_spec"),
        ];
        foreach ((Workers supervisor, string kind) in bad)
        {
            Assert.Equal(kind, Supervisor.StartLink(supervisor).Reason!.Kind.ToString());
        }

        Assert.Equal(StartKind.Ignore, Supervisor.StartLink(new Workers { IsIgnore = true }).Kind);
        Expect.Nothing();
    }

    private static Pid Start(Restart restart, int intensity = 2, Shutdown shutdown = default) =>
        Stage.StartDynamic(new Workers { Restart = restart, Restarts = intensity, Shutdown = shutdown });

    private static Pid Add(Pid sup) => Workers.StartChild(sup, new Argument("")).Value;

    /// <summary>What a child of <see cref="Workers"/> is started with.</summary>
    private sealed record Argument(string What, int Ms = 0, ExitReason? Reason = null, object? Ballast = null);

    private sealed class Workers : DynamicSupervisor<Argument>
    {
        public Restart Restart { get; init; }

        public int Restarts { get; init; } = 2;

        public int MaxChildren { get; init; }

        public Shutdown Shutdown { get; init; }

        public AutoShutdown AutoShutdown { get; init; }

        public bool IsIgnore { get; init; }

        protected override DynamicSupervisorSpec<Argument> Init() => IsIgnore
            ? DynamicSupervisorSpec<Argument>.Ignore
            : new(new ChildTemplate<Argument>(StartWorker)
            {
                Restart = Restart,
                Shutdown = Shutdown,
                Significant = AutoShutdown != AutoShutdown.Never,
            })
            {
                Intensity = Restarts,
                Period = s_hour,
                MaxChildren = MaxChildren,
                AutoShutdown = AutoShutdown,
            };

        private static StartResult StartWorker(Argument argument) => argument.What switch
        {
            "ignore" => StartResult.Ignore,
            "error" => StartResult.Error("reason"),
            "throw" => throw new InvalidOperationException("oh"),
            "once" => Worker.StartOnce("once"),
            "unlinked" => StartUnlinked(),
            _ => GenServer.StartLink(new Worker
            {
                Farewell = Expect.Ms(argument.Ms),
                StubbornReason = argument.Reason,
                Ballast = argument.Ballast,
            }),
        };

        private static StartResult StartUnlinked()
        {
            StartResult result = GenServer.StartLink(new Worker());
            Process.Unlink(result.Pid);
            return result;
        }
    }

    private sealed class Breakables(ServerRef<Breaker> breaker) : DynamicSupervisor<int>
    {
        protected override DynamicSupervisorSpec<int> Init() =>
            new(new ChildTemplate<int>(_ => Breaker.StartUnlessBroken(breaker)) { Shutdown = Shutdown.BrutalKill })
            {
                Intensity = 100_000,
                Period = s_hour,
            };
    }
}
