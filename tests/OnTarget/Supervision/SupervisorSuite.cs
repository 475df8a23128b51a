// OTP's supervisor_SUITE, case by case. This part: how a supervisor starts, and what start_child, restart_child,
// terminate_child and delete_child answer.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>Claims of supervisor_SUITE.</summary>
public sealed partial class SupervisorSuite
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>A supervisor starts and ends as its parent wants.</summary>
    [Fact]
    public void Sup_start_normal() => Stage.Stop(Stage.Start(Strategy.OneForOne));

    /// <summary>Init may choose not to run, which is no error.</summary>
    [Fact]
    public void Sup_start_ignore_init()
    {
        Process.TrapExit = true;
        Assert.Equal(StartKind.Ignore, Supervisor.StartLink(SupervisorSpec.Ignore).Kind);
        Expect.Nothing();
    }

    /// <summary>A child may choose not to run: its specification stays.</summary>
    [Fact]
    public void Sup_start_ignore_child()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        Assert.Equal(
            StartKind.Ignore,
            Supervisor.StartChild(sup, new ChildSpec("child1", static () => StartResult.Ignore)).Kind);
        Stage.Add(sup, Worker.Spec("child2"));
        Assert.Equal("child1:undefined child2", Stage.Children(sup));
        Assert.Equal("2,1,0,2", Stage.Counts(sup));
        Stage.Stop(sup);
    }

    /// <summary>A temporary child that chooses not to run leaves nothing, wherever it was named.</summary>
    [Fact]
    public void Sup_start_ignore_temporary_child()
    {
        var ignored = new ChildSpec("child1", static () => StartResult.Ignore) { Restart = Restart.Temporary };
        Pid sup = Stage.Start(Strategy.OneForOne, ignored, Worker.Spec("child2", Restart.Temporary));
        Assert.Equal("child2", Stage.Children(sup));
        Assert.Equal(StartKind.Ignore, Supervisor.StartChild(sup, ignored).Kind);
        Assert.Equal("1,1,0,1", Stage.Counts(sup));
        Stage.Stop(sup);
    }

    /// <summary>What Init throws is what the start answers, and the process ends with it.</summary>
    [Fact]
    public void Sup_start_fail()
    {
        Process.TrapExit = true;
        StartResult result = Supervisor.StartLink(new Failing());
        Assert.Equal(Atom.Error, result.Reason!.Kind);
        Assert.Equal("badmatch", Assert.IsType<ErrorDetail>(result.Reason.Detail).Message);
        Expect.Nothing();
    }

    /// <summary>Init that answers nothing is a bad return.</summary>
    [Fact]
    public void Sup_start_error_return()
    {
        Process.TrapExit = true;
        Assert.Equal("bad_return", Supervisor.StartLink(new Speechless()).Reason!.Kind.ToString());
    }

    /// <summary>A child's error is what start_child answers, and no specification stays.</summary>
    [Fact]
    public void Sup_start_child_returns_error()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        StartResult error = Supervisor.StartChild(
            sup, new ChildSpec("child1", static () => StartResult.Error("reason")));
        Assert.Equal<ExitReason>("reason", error.Reason!);
        StartResult thrown = Supervisor.StartChild(
            sup, new ChildSpec("child2", static () => throw new InvalidOperationException("oh")));
        Assert.Equal(Atom.Error, thrown.Reason!.Kind);
        StartResult nothing = Supervisor.StartChild(sup, new ChildSpec("child3", static () => default));
        Assert.Equal("bad_return", nothing.Reason!.Kind.ToString());
        StartResult nobody = Supervisor.StartChild(sup, new ChildSpec("child4", static () => StartResult.Ok(default)));
        Assert.Equal("bad_return", nobody.Reason!.Kind.ToString());
        Assert.Equal("", Stage.Children(sup));
        Stage.Stop(sup);
    }

    /// <summary>A failing restart_child leaves the specification as it was.</summary>
    [Fact]
    public void Sup_start_restart_child_returns_error()
    {
        Pid sup = Stage.Start(Strategy.OneForOne, Worker.OnceOnly("child1"));
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal<ExitReason>("function_clause", Supervisor.RestartChild(sup, "child1").Reason!);
        Assert.Equal("child1:undefined", Stage.Children(sup));
        Stage.Stop(sup);
    }

    /// <summary>A supervisor that cannot start a child stops those it had, last first, and says which it was.</summary>
    [Fact]
    public void Sup_start_child_fails()
    {
        Pid self = Process.Self;
        Process.TrapExit = true;
        StartResult result = Supervisor.StartLink(new SupervisorSpec(
            Strategy.OneForOne,
            children: [
                Teller("child1", self), Teller("child2", self),
                new ChildSpec("child3", static () => StartResult.Error("no")), Teller("child4", self)]));
        Assert.Equal(Atom.Shutdown, result.Reason!.Kind);
        Assert.Equal(new FailedToStartChild("child3", "no"), result.Reason.Detail);
        Expect.Next("child2 stops");
        Expect.Next("child1 stops");
        Expect.Nothing();
    }

    /// <summary>What is not said is as OTP has it.</summary>
    [Fact]
    public void Sup_start_map()
    {
        Pid sup = Stage.Start(
            Strategy.OneForOne,
            Worker.Spec("child1"),
            Worker.Spec("child2") with { Shutdown = Shutdown.BrutalKill },
            Worker.Spec("child3") with { Type = ChildType.Supervisor });
        ChildSpec first = Supervisor.GetChildSpec(sup, "child1")!;
        Assert.Equal(Restart.Permanent, first.Restart);
        Assert.Equal(ChildType.Worker, first.Type);
        Assert.False(first.Significant);
        Assert.Equal(Shutdown.Timeout(TimeSpan.FromSeconds(5)), first.Shutdown);
        Assert.Equal(Shutdown.BrutalKill, Supervisor.GetChildSpec(sup, "child2")!.Shutdown);
        Assert.Equal(Shutdown.Infinity, Supervisor.GetChildSpec(sup, "child3")!.Shutdown);
        Assert.Null(Supervisor.GetChildSpec(sup, "child4"));
        Stage.Stop(sup);
    }

    /// <summary>What a child tells besides its pid goes to who started it; the supervisor has no use for it.</summary>
    [Fact]
    public void Extra_return()
    {
        Pid sup = Stage.Start(Strategy.OneForOne, new ChildSpec("child1", StartWithExtra));
        Pid first = Stage.PidOf(sup, "child1");
        Assert.Equal(ChildResult.Running, Supervisor.DeleteChild(sup, "child1"));
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal("1,0,0,1", Stage.Counts(sup));
        Assert.Equal("extra", Supervisor.RestartChild(sup, "child1").Info);
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal(ChildResult.Done, Supervisor.DeleteChild(sup, "child1"));
        Assert.Equal("0,0,0,0", Stage.Counts(sup));
        StartResult again = Supervisor.StartChild(sup, new ChildSpec("child1", StartWithExtra));
        Assert.Equal("extra", again.Info);
        Assert.NotEqual(first, again.Pid);
        Stage.End(again.Pid, "died");
        Assert.Equal("1,1,0,1", Stage.Counts(sup));
        Assert.NotEqual(again.Pid, Stage.PidOf(sup, "child1"));
        Stage.Stop(sup);
    }

    /// <summary>The administration of children: what each request answers in each state.</summary>
    [Fact]
    public void Child_adm()
    {
        Pid sup = Stage.Start(Strategy.OneForOne, Worker.Spec("child1"));
        Pid child = Stage.PidOf(sup, "child1");
        Assert.Equal(child, Supervisor.StartChild(sup, Worker.Spec("child1")).Holder);
        Assert.Equal(ChildResult.NotFound, Supervisor.TerminateChild(sup, "nobody"));
        Assert.Equal(ChildResult.NotFound, Supervisor.DeleteChild(sup, "nobody"));
        Assert.Equal<ExitReason>("not_found", Supervisor.RestartChild(sup, "nobody").Reason!);
        Assert.Equal<ExitReason>("running", Supervisor.RestartChild(sup, "child1").Reason!);
        Assert.Equal(ChildResult.Running, Supervisor.DeleteChild(sup, "child1"));
        Assert.Equal(ChildResult.NotFound, Supervisor.TerminateChild(sup, child));

        Ref end = Process.Monitor(child);
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal(ExitReason.Shutdown, Expect.Down(end));
        Assert.Equal("child1:undefined", Stage.Children(sup));
        Assert.Equal<ExitReason>("already_present", Supervisor.StartChild(sup, Worker.Spec("child1")).Reason!);
        Assert.Equal(StartKind.Ok, Supervisor.RestartChild(sup, "child1").Kind);
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
        Assert.Equal(ChildResult.Done, Supervisor.DeleteChild(sup, "child1"));
        Assert.Equal("", Stage.Children(sup));
        Stage.Add(sup, Worker.Spec("child1"));
        Assert.Equal("1,1,0,1", Stage.Counts(sup));
        Stage.Stop(sup);

        ProcessExitException none = Assert.Throws<ProcessExitException>(
            () => Supervisor.WhichChildren("no_supervisor"));
        Assert.Equal(Atom.NoProcess, none.Reason.Kind);
    }

    private static StartResult StartWithExtra() =>
        StartResult.Ok(GenServer.StartLink(new Worker()).Value.Resolve(), "extra");

    // A child that tells somebody when it stops.
    private static ChildSpec Teller(string id, Pid to) => Child.Server(id, () => new Telling(id, to));

    private sealed class Telling(string id, Pid to) : GenServer
    {
        protected override InitResult Init()
        {
            Process.TrapExit = true;
            return InitResult.Ok;
        }

        protected override void Terminate(ExitReason reason) => Process.Send(to, $"{id} stops");
    }

    private sealed class Failing : Supervisor
    {
        protected override SupervisorSpec Init() => throw new InvalidOperationException("badmatch");
    }

    private sealed class Speechless : Supervisor
    {
        protected override SupervisorSpec Init() => null!;
    }
}
