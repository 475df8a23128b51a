// Which ends make a child start again, how often, and who goes along.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>
    /// permanent_normal, permanent_shutdown, permanent_abnormal: always restarted.
    /// </summary>
    [Fact]
    public void Permanent()
    {
        foreach (ExitReason end in Ends())
        {
            Pid sup = Stage.Start(Strategy.OneForOne);
            Pid child = Stage.Add(sup, Worker.Spec("child1"));
            Stage.End(child, end);
            Assert.Equal("child1", Stage.Children(sup));
            Assert.NotEqual(child, Stage.PidOf(sup, "child1"));
            Assert.Equal("1,1,0,1", Stage.Counts(sup));
            Stage.Stop(sup);
        }
    }

    /// <summary>
    /// transient_normal, transient_shutdown, transient_abnormal: restarted after an abnormal end only; the
    /// specification stays.
    /// </summary>
    [Fact]
    public void Transient()
    {
        foreach (ExitReason end in Ends())
        {
            Pid sup = Stage.Start(Strategy.OneForOne);
            Pid child = Stage.Add(sup, Worker.Spec("child1", Restart.Transient));
            Stage.End(child, end);
            Assert.Equal(end.IsOrderly ? "child1:undefined" : "child1", Stage.Children(sup));
            Assert.Equal(end.IsOrderly ? "1,0,0,1" : "1,1,0,1", Stage.Counts(sup));
            StartResult again = Supervisor.RestartChild(sup, "child1");
            Assert.Equal(end.IsOrderly, again.IsOk);
            Stage.Stop(sup);
        }
    }

    /// <summary>
    /// temporary_normal, temporary_shutdown, temporary_abnormal: never restarted, and the specification is gone.
    /// </summary>
    [Fact]
    public void Temporary()
    {
        foreach (ExitReason end in Ends())
        {
            Pid sup = Stage.Start(Strategy.OneForOne);
            Pid child = Stage.Add(sup, Worker.Spec("child1", Restart.Temporary));
            Stage.End(child, end);
            Assert.Equal("", Stage.Children(sup));
            Assert.Equal("0,0,0,0", Stage.Counts(sup));
            Stage.Add(sup, Worker.Spec("child1", Restart.Temporary));
            Stage.Stop(sup);
        }
    }

    /// <summary>A temporary child that was stopped with its siblings is not started again with them.</summary>
    [Fact]
    public void Temporary_bystander()
    {
        foreach (Strategy strategy in (ReadOnlySpan<Strategy>)[Strategy.OneForAll, Strategy.RestForOne])
        {
            Pid sup = Stage.Start(strategy);
            Pid child = Stage.Add(sup, Worker.Spec("child1"));
            Stage.Add(sup, Worker.Spec("child2", Restart.Temporary));
            Stage.End(child, ExitReason.Normal);
            Assert.Equal("child1", Stage.Children(sup));
            Stage.Stop(sup);
        }
    }

    /// <summary>Restarts within the period count, those before do not: the window moves.</summary>
    [Fact]
    public void Multiple_restarts()
    {
        TimeSpan period = Expect.Ms(200);
        Pid sup = Stage.Start(new SupervisorSpec(Strategy.OneForOne, 1, period, Worker.Spec("child1")));
        for (int count = 0; count < 4; count++)
        {
            Stage.End(Stage.PidOf(sup, "child1"), "died");
            Assert.Equal("child1", Stage.Children(sup));
            Expect.Pause(201);
        }

        Stage.End(Stage.PidOf(sup, "child1"), "died");
        Stage.End(Stage.PidOf(sup, "child1"), "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(sup));
    }

    /// <summary>An intensity of zero allows no restart at all.</summary>
    [Fact]
    public void Intensity_zero()
    {
        Pid sup = Stage.Start(new SupervisorSpec(Strategy.OneForOne, 0, s_hour, Worker.Spec("child1")));
        Stage.End(Stage.PidOf(sup, "child1"), "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(sup));
    }

    /// <summary>One for one: nobody else is concerned; the third restart is one too many.</summary>
    [Fact]
    public void One_for_one()
    {
        Pid sup = Stage.Start(Strategy.OneForOne, Worker.Spec("child1"), Worker.Spec("child2"));
        Pid second = Stage.PidOf(sup, "child2");
        Stage.End(Stage.PidOf(sup, "child1"), "died");
        Assert.Equal("child1 child2", Stage.Children(sup));
        Assert.Equal(second, Stage.PidOf(sup, "child2"));
        Assert.Equal(1, Supervisor.WhichChildren(sup)[0].Restarts);
        Stage.End(second, "died");
        Stage.End(Stage.PidOf(sup, "child2"), "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(sup));
    }

    /// <summary>
    /// A child that cannot be started again uses the restarts up, and all others go with the supervisor.
    /// </summary>
    [Fact]
    public void One_for_one_escalation() => Escalation(Strategy.OneForOne);

    /// <summary>One for all: everybody is started again.</summary>
    [Fact]
    public void One_for_all()
    {
        Pid sup = Stage.Start(Strategy.OneForAll, Worker.Spec("child1"), Worker.Spec("child2"));
        Pid first = Stage.PidOf(sup, "child1");
        Pid second = Stage.PidOf(sup, "child2");
        Process.Link(second);
        Stage.End(first, "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(second));
        Assert.Equal("child1 child2", Stage.Children(sup));
        Assert.Equal("2,2,0,2", Stage.Counts(sup));
        Assert.Empty(Supervisor.WhichChildren(sup).Select(child => child.Pid).Intersect([first, second]));
        Stage.End(Stage.PidOf(sup, "child2"), "died");
        Stage.End(Stage.PidOf(sup, "child2"), "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(sup));
    }

    /// <summary>The same when everybody is to be started again.</summary>
    [Fact]
    public void One_for_all_escalation() => Escalation(Strategy.OneForAll);

    /// <summary>A transient child that had ended is started again with the others.</summary>
    [Fact]
    public void One_for_all_starts_the_ended()
    {
        Pid sup = Stage.Start(
            Strategy.OneForAll, Worker.Spec("child1"), Worker.Spec("child2", Restart.Transient));
        Stage.End(Stage.PidOf(sup, "child2"), ExitReason.Normal);
        Assert.Equal("child1 child2:undefined", Stage.Children(sup));
        Stage.End(Stage.PidOf(sup, "child1"), "died");
        Assert.Equal("child1 child2", Stage.Children(sup));
        Stage.Stop(sup);
    }

    /// <summary>Rest for one: those started after it go along, those before it do not notice.</summary>
    [Fact]
    public void Rest_for_one()
    {
        Pid sup = Stage.Start(
            Strategy.RestForOne, Worker.Spec("child1"), Worker.Spec("child2"), Worker.Spec("child3"));
        Pid first = Stage.PidOf(sup, "child1");
        Pid second = Stage.PidOf(sup, "child2");
        Pid third = Stage.PidOf(sup, "child3");
        Process.Link(first);
        Process.Link(third);
        Stage.End(second, "died");
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(third));
        Assert.Equal("child1 child2 child3", Stage.Children(sup));
        Assert.Equal(first, Stage.PidOf(sup, "child1"));
        Assert.Empty(Supervisor.WhichChildren(sup).Select(child => child.Pid).Intersect([second, third]));
        Stage.End(Stage.PidOf(sup, "child3"), "died");
        Stage.End(Stage.PidOf(sup, "child2"), "died");
        Stage.Ended((first, ExitReason.Shutdown), (sup, ExitReason.Shutdown));
    }

    /// <summary>The same when the rest is to be started again.</summary>
    [Fact]
    public void Rest_for_one_escalation() => Escalation(Strategy.RestForOne);

    private static ExitReason[] Ends() =>
        [ExitReason.Normal, ExitReason.Shutdown, new(Atom.Shutdown, "some info"), "died", ExitReason.Killed];

    private static void Escalation(Strategy strategy)
    {
        bool isFirst = strategy == Strategy.OneForOne;
        Pid sup = Stage.Start(new SupervisorSpec(strategy, 4, s_hour));
        Pid first = Stage.Add(sup, isFirst ? Worker.OnceOnly("child1") : Worker.Spec("child1"));
        Pid second = Stage.Add(sup, isFirst ? Worker.Spec("child2") : Worker.OnceOnly("child2"));
        Process.Link(second);
        Stage.End(first, "died");
        Stage.Ended((second, ExitReason.Shutdown), (sup, ExitReason.Shutdown));
    }
}
