// Supervisors that end with their significant children (OTP 24 and later).
using Cosmos.Runtime;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>
    /// nonsignificant_temporary, nonsignificant_transient: whatever ends of others, the supervisor goes on.
    /// </summary>
    [Fact]
    public void Nonsignificant()
    {
        foreach (AutoShutdown autoShutdown in Enum.GetValues<AutoShutdown>())
        {
            foreach (Restart restart in (ReadOnlySpan<Restart>)[Restart.Temporary, Restart.Transient])
            {
                Pid sup = StartSignificant(autoShutdown);
                foreach (ExitReason end in (ReadOnlySpan<ExitReason>)[ExitReason.Killed, "died", ExitReason.Normal])
                {
                    Supervisor.StartChild(sup, Worker.Spec("child", restart));
                    Stage.End(Stage.PidOf(sup, "child"), end);
                }

                Supervisor.StartChild(sup, Worker.Spec("other", restart));
                Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "other"));
                Stage.Stop(sup);
            }
        }
    }

    /// <summary>
    /// Any significant one: a temporary child however it ends, a transient one when it ends normally.
    /// </summary>
    [Fact]
    public void Significant_any()
    {
        ExitReason[] ends = [ExitReason.Killed, "died", ExitReason.Normal, ExitReason.Shutdown];
        foreach (Restart restart in (ReadOnlySpan<Restart>)[Restart.Temporary, Restart.Transient])
        {
            foreach (ExitReason end in ends)
            {
                Pid sup = StartSignificant(AutoShutdown.AnySignificant);
                Pid[] children = AddSignificant(sup, restart);
                Stage.End(children[0], end);
                Assert.Equal(end, Expect.Exit(children[0]));
                if (restart == Restart.Transient && !end.IsOrderly)
                {
                    Assert.Equal("child1 child2 child3", Stage.Children(sup));
                    Stage.Stop(sup);
                }
                else
                {
                    Stage.Ended(
                        (children[2], ExitReason.Shutdown), (children[1], ExitReason.Shutdown),
                        (sup, ExitReason.Shutdown));
                }
            }
        }
    }

    /// <summary>All significant ones: the last one's end does it.</summary>
    [Fact]
    public void Significant_all()
    {
        foreach (Restart restart in (ReadOnlySpan<Restart>)[Restart.Temporary, Restart.Transient])
        {
            Pid sup = StartSignificant(AutoShutdown.AllSignificant);
            Pid[] children = AddSignificant(sup, restart);
            Stage.End(children[0], ExitReason.Normal);
            Assert.Equal(2, Supervisor.CountChildren(sup).Active);
            Stage.End(children[1], ExitReason.Normal);
            Stage.Ended((children[2], ExitReason.Shutdown), (sup, ExitReason.Shutdown));
        }
    }

    /// <summary>An end that the supervisor was asked for counts for nothing.</summary>
    [Fact]
    public void Significant_terminated()
    {
        foreach (AutoShutdown autoShutdown in
            (ReadOnlySpan<AutoShutdown>)[AutoShutdown.AnySignificant, AutoShutdown.AllSignificant])
        {
            Pid sup = StartSignificant(autoShutdown);
            AddSignificant(sup, Restart.Temporary);
            Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child1"));
            Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "child2"));
            Assert.Equal("child3", Stage.Children(sup));
            Stage.Stop(sup);
        }
    }

    /// <summary>A significant child that a sibling's end takes along does not end the supervisor.</summary>
    [Fact]
    public void Significant_bystander()
    {
        foreach (Strategy strategy in Enum.GetValues<Strategy>())
        {
            foreach (AutoShutdown autoShutdown in
                (ReadOnlySpan<AutoShutdown>)[AutoShutdown.AnySignificant, AutoShutdown.AllSignificant])
            {
                Pid sup = StartSignificant(autoShutdown, strategy);
                Stage.Add(sup, Significant("child1", Restart.Transient));
                Pid second = Stage.Add(sup, Worker.Spec("child2", Restart.Transient));
                Stage.Add(sup, Significant("child3", Restart.Transient));
                Stage.End(second, ExitReason.Killed);
                Assert.Equal("child1 child2 child3", Stage.Children(sup));
                Stage.Stop(sup);
            }
        }
    }

    /// <summary>A supervisor that ends with a significant child may itself be one.</summary>
    [Fact]
    public void Significant_escalation()
    {
        foreach (bool isSignificant in (ReadOnlySpan<bool>)[true, false])
        {
            Pid top = StartSignificant(AutoShutdown.AnySignificant);
            Pid sup = Stage.Add(top, new ChildSpec("sup", static () => Supervisor.StartLink(new SupervisorSpec(
                new SupervisorFlags { AutoShutdown = AutoShutdown.AnySignificant })))
            {
                Restart = Restart.Transient,
                Type = ChildType.Supervisor,
                Significant = isSignificant,
            });
            Pid child = Stage.Add(sup, Significant("child", Restart.Transient));
            Ref end = Process.Monitor(sup);
            Stage.End(child, ExitReason.Normal);
            Assert.Equal(ExitReason.Shutdown, Expect.Down(end));
            if (isSignificant)
            {
                Assert.Equal(ExitReason.Shutdown, Expect.Exit(top));
            }
            else
            {
                Assert.Equal("sup:undefined", Stage.Children(top));
                Stage.Stop(top);
            }
        }
    }

    private static Pid StartSignificant(AutoShutdown autoShutdown, Strategy strategy = Strategy.OneForOne) =>
        Stage.Start(new SupervisorSpec(
            new SupervisorFlags { Intensity = 5, AutoShutdown = autoShutdown, Strategy = strategy }));

    private static ChildSpec Significant(object id, Restart restart) =>
        Worker.Spec(id, restart) with { Significant = true };

    // Two significant children and one that is not, all linked to the case.
    private static Pid[] AddSignificant(Pid sup, Restart restart) =>
    [
        Linked(sup, Significant("child1", restart)),
        Linked(sup, Significant("child2", restart)),
        Linked(sup, Worker.Spec("child3", restart)),
    ];
}
