// How a supervisor stops its children: the three rules, the order, and children that do not do as they are told.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>Infinity is for supervisors and for workers.</summary>
    [Fact]
    public void Sup_stop_infinity()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        Pid first = Linked(
            sup, Worker.Spec("child1") with { Type = ChildType.Supervisor, Shutdown = Shutdown.Infinity });
        Pid second = Linked(sup, Slow("child2", Expect.Ms(50)) with { Shutdown = Shutdown.Infinity });
        Stage.Stop(sup);
        Stage.Ended((first, ExitReason.Shutdown), (second, ExitReason.Shutdown));
    }

    /// <summary>Who does not end in time is killed.</summary>
    [Fact]
    public void Sup_stop_timeout()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        Pid first = Linked(sup, Worker.Spec("child1") with { Shutdown = TimeSpan.FromSeconds(30) });
        Pid second = Linked(sup, Worker.Spec("child2") with { Shutdown = Expect.Ms(50) });
        Process.Send(second, s_hour);
        Stage.Stop(sup);
        Stage.Ended((first, ExitReason.Shutdown), (second, ExitReason.Killed));
    }

    /// <summary>Brutal kill asks nobody.</summary>
    [Fact]
    public void Sup_stop_brutal_kill()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        Pid first = Linked(sup, Worker.Spec("child1") with { Shutdown = TimeSpan.FromSeconds(30) });
        Pid second = Linked(sup, Worker.Spec("child2") with { Shutdown = Shutdown.BrutalKill });
        Stage.Stop(sup);
        Stage.Ended((first, ExitReason.Shutdown), (second, ExitReason.Killed));
    }

    /// <summary>Children that end by themselves while the supervisor stops do not keep it from that.</summary>
    [Fact]
    public void Sup_stop_race()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        ExitReason[] reasons = [ExitReason.Normal, ExitReason.Shutdown, new(Atom.Shutdown, "test"), "other"];
        Pid first = Linked(sup, Worker.Spec("first", Restart.Temporary));
        List<(Pid Pid, ExitReason Reason)> ends = [];
        foreach (Restart restart in Enum.GetValues<Restart>())
        {
            foreach (ExitReason reason in reasons)
            {
                Pid child = Linked(sup, new ChildSpec((restart, reason), () => StartAwaitingStop(reason))
                {
                    Restart = restart,
                });
                ends.Add((child, reason));
            }
        }

        // The last child takes its time; meanwhile the others end.
        Pid last = Linked(sup, Slow("last", Expect.Ms(100)));
        Process.Exit(sup, ExitReason.Shutdown);
        foreach ((Pid child, _) in ends)
        {
            Process.Send(child, "stop");
        }

        Stage.Ended([(sup, ExitReason.Shutdown), (last, ExitReason.Shutdown), .. ends, (first, ExitReason.Shutdown)]);
    }

    /// <summary>A child that unlinked itself is stopped all the same, and nobody waits for it for ever.</summary>
    [Fact]
    public void Child_unlink()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        ChildSpec naughty = Child.Process("naughty", static () =>
        {
            Process.TrapExit = true;
            Process.Unlink(ProcLib.Ancestors[0].Pid);
            Process.Receive(static message => message is "never");
        });
        Pid child = Stage.Add(sup, naughty with { Shutdown = Expect.Ms(50) });
        Ref end = Process.Monitor(child);
        Expect.Until(() => !Process.Info(child)!.Links.Contains(sup), "the child has unlinked itself");
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "naughty"));
        Assert.Equal(ExitReason.Killed, Expect.Down(end));
        Stage.Stop(sup);
    }

    /// <summary>A child that unlinked itself and then ended is noticed when it is to be stopped.</summary>
    [Fact]
    public void Child_unlink_and_end()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        Pid child = Stage.Add(sup, new ChildSpec("naughty", static () => StartResult.Ok(ProcLib.SpawnLink(static () =>
            Process.Unlink(ProcLib.Ancestors[0].Pid)))));
        Expect.Dead(child);
        Assert.Equal("1,0,0,1", Stage.Counts(sup));
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(sup, "naughty"));
        Stage.Stop(sup);
    }

    /// <summary>Children are started in the order given, and stopped in the opposite one.</summary>
    [Fact]
    public void Order_of_children()
    {
        Pid self = Process.Self;
        string[] ids = ["ch7", "ch3", "ch10", "ch2", "ch5"];
        Pid sup = Stage.Start(Strategy.RestForOne, [.. ids.Select(id => Teller(id, self))]);
        Assert.Equal("ch7 ch3 ch10 ch2 ch5", Stage.Children(sup));
        Pid[] before = [.. Supervisor.WhichChildren(sup).Select(child => child.Pid)];

        Process.Exit(before[2], ExitReason.Kill);
        Expect.Next("ch5 stops");
        Expect.Next("ch2 stops");
        Assert.Equal("ch7 ch3 ch10 ch2 ch5", Stage.Children(sup));
        Pid[] after = [.. Supervisor.WhichChildren(sup).Select(child => child.Pid)];
        Assert.True(before[..2].SequenceEqual(after[..2]), "those before it did not notice");
        Assert.Empty(before[2..].Intersect(after));

        Stage.Stop(sup);
        foreach (string id in ids.Reverse())
        {
            Expect.Next($"{id} stops");
        }
    }

    // A child that the case is linked to as well.
    private static Pid Linked(Pid sup, ChildSpec spec)
    {
        Pid child = Stage.Add(sup, spec);
        Process.Link(child);
        return child;
    }

    // A child that takes its time to end.
    private static ChildSpec Slow(object id, TimeSpan time) =>
        Child.Server(id, () => new Worker { Farewell = time }, Restart.Temporary, shutdown: TimeSpan.FromSeconds(30));

    // A child that is no behaviour and ends when it is told to by a message. OTP: supervisor_4.
    private static StartResult StartAwaitingStop(ExitReason reason) => StartResult.Ok(ProcLib.SpawnLink(() =>
    {
        Process.TrapExit = true;
        Process.Receive(static message => message is "stop");
        Process.Exit(reason);
    }));
}
