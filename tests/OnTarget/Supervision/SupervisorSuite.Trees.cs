// Supervisors under supervisors, what is remembered of children, and what is told of them.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>A tree: only what dies is restarted; a supervisor that gives up takes its siblings along.</summary>
    [Fact]
    public void Tree()
    {
        Pid top = Stage.Start(new SupervisorSpec(Strategy.OneForAll, 4, s_hour));
        Pid sup1 = Stage.Add(top, Subtree("sup1", Worker.Spec("child1"), Worker.Spec("child2")));
        Pid sup2 = Stage.Add(top, Subtree("sup2"));
        Stage.Add(top, Subtree("sup3") with { Restart = Restart.Transient });
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(top, "sup3"));
        Assert.Equal("3,2,3,0", Stage.Counts(top));
        Pid[] workers = Pids(sup1);
        Pid child3 = Stage.Add(sup2, Worker.OnceOnly("child3"));
        Pid child4 = Stage.Add(sup2, Worker.Spec("child4"));

        Stage.End(child4, "died");
        Assert.True(workers.SequenceEqual(Pids(sup1)), "nobody else was concerned");
        Assert.Equal(child3, Stage.PidOf(sup2, "child3"));
        Assert.NotEqual(child4, Stage.PidOf(sup2, "child4"));

        Ref end = Process.Monitor(sup2);
        Stage.End(child3, "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Down(end));
        Assert.Equal("sup1 sup2 sup3", Stage.Children(top));
        Assert.Equal("3,3,3,0", Stage.Counts(top));
        Assert.Equal("child1 child2", Stage.Children(Stage.PidOf(top, "sup1")));
        Assert.Empty(Pids(Stage.PidOf(top, "sup1")).Intersect(workers));
        Assert.Equal("", Stage.Children(Stage.PidOf(top, "sup2"))); // dynamically added children are not remembered
        Stage.Stop(top);
    }

    /// <summary>
    /// A supervisor that is killed is restarted, and its children with it, though they trapped exits.
    /// </summary>
    [Fact]
    public void Killed_supervisor()
    {
        Pid top = Stage.Start(Strategy.OneForOne, Subtree("sup", Worker.Spec("child")));
        Pid sup = Stage.PidOf(top, "sup");
        Pid child = Stage.PidOf(sup, "child");
        Ref end = Process.Monitor(child);
        Stage.End(sup, ExitReason.Killed);
        Assert.Equal(ExitReason.Killed, Expect.Down(end));
        Assert.NotEqual(sup, Stage.PidOf(top, "sup"));
        Assert.Equal("child", Stage.Children(Stage.PidOf(top, "sup")));
        Stage.Stop(top);
    }

    /// <summary>What a temporary child is started with is not kept: its memory is not the supervisor's.</summary>
    [Fact]
    public void Do_not_save_start_parameters_for_temporary_children()
    {
        foreach (Strategy strategy in Enum.GetValues<Strategy>())
        {
            long permanent = HeapWithBallast(strategy, Restart.Permanent);
            long temporary = HeapWithBallast(strategy, Restart.Temporary);
            Assert.True(permanent > 100 * 10_000, $"permanent: {permanent}");
            Assert.True(temporary < permanent / 4, $"temporary: {temporary}, permanent: {permanent}");
        }

        Pid sup = Stage.Start(Strategy.OneForOne, Worker.Spec("child", Restart.Temporary));
        Assert.Null(Supervisor.GetChildSpec(sup, "child")!.Start);
        Stage.Stop(sup);
    }

    /// <summary>A waiting supervisor has no stack, and little heap.</summary>
    [Fact]
    public void Waiting_costs_little()
    {
        Pid sup = Stage.Start(Strategy.OneForOne, Worker.Spec("child"));
        Expect.Until(
            () => Process.Info(sup) is { Status: ProcessStatus.Waiting, StackBytes: 0 }, "it waits without a stack");
        ProcessInfo info = Process.Info(sup)!;
        Assert.True(info.HeapBytes <= 4096, $"{info.HeapBytes}");
        Stage.Stop(sup);
    }

    /// <summary>
    /// Messages and requests that are not for supervisors do it no harm, nor do answers that cannot travel.
    /// </summary>
    [Fact]
    public void Foreign_messages()
    {
        Process.TrapExit = true;
        Pid sup = Supervisor.StartLink(new Burdened()).Value;
        Process.Send(sup, "what is this?");
        Process.Send(sup, null);
        Process.Send(sup, new ExitMessage(Process.Spawn(static () => { }), "forged"));
        Assert.Throws<ProcessExitException>(
            () => new ServerRef<Breaker>(sup).Call(default(Breaker.Read), Expect.Ms(20)));
        ProcessExitException refused = Assert.Throws<ProcessExitException>(
            () => Supervisor.GetChildSpec(sup, "child"));
        Assert.Equal(Atom.Error, refused.Reason.Kind);
        Assert.Equal("1,1,0,1", Stage.Counts(sup));
        Stage.Stop(sup);
    }

    /// <summary>A supervisor answers system messages like every behaviour.</summary>
    [Fact]
    public void System_messages()
    {
        Pid sup = Stage.Start(Strategy.OneForOne, Worker.Spec("child"));
        SystemStatus status = Sys.GetStatus(sup);
        Assert.Contains("1 of 1 children run", $"{status.State}");
        Sys.Suspend(sup);
        Pid child = Process.Info(sup)!.Links.Single(pid => pid != Process.Self);
        Stage.End(child, "died");
        Assert.Equal(1, Process.Info(sup)!.MailboxLength);
        Sys.Resume(sup);
        Assert.Equal("child", Stage.Children(sup));
        Assert.NotEqual(child, Stage.PidOf(sup, "child"));
        Stage.Stop(sup);
    }

    private static ChildSpec Subtree(object id, params ChildSpec[] children) =>
        new(id, () => Supervisor.StartLink(new SupervisorSpec(Strategy.OneForOne, 4, s_hour, [.. children])))
        {
            Type = ChildType.Supervisor,
        };

    private static Pid[] Pids(Pid sup) => [.. Supervisor.WhichChildren(sup).Select(child => child.Pid)];

    private static long HeapWithBallast(Strategy strategy, Restart restart)
    {
        Pid sup = Stage.Start(strategy);
        for (int count = 0; count < 100; count++)
        {
            byte[] ballast = new byte[10_000];
            Stage.Add(sup, Child.Server(count, () => new Worker { Ballast = ballast }, restart));
        }

        Assert.True(Process.GarbageCollect(sup), "it is there");
        long bytes = Process.Info(sup)!.HeapBytes;
        Stage.Stop(sup);
        return bytes;
    }

    // Its child's start holds what cannot travel, so that nobody can be told of it.
    private sealed class Burdened : Supervisor
    {
        protected override SupervisorSpec Init()
        {
            var burden = new WeakReference(this);
            return new SupervisorSpec(Strategy.OneForOne, children: new ChildSpec("child", () =>
            {
                GC.KeepAlive(burden);
                return GenServer.StartLink(new Worker());
            }));
        }
    }
}
