// Limits of a subtree. Whoever breaks one ends, and learns why; a neighbour does not notice, and what was charged is
// given back to the last process.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Budgets;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>Claims about budgets.</summary>
public sealed class Budgets
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>One process too many ends who wanted it; a neighbour makes as many as it likes.</summary>
    [Fact]
    public void Processes_are_counted()
    {
        Pid sup = Start(new Budget { Processes = 3 }, Worker.Spec("child"));
        Pid neighbour = Start(null, Worker.Spec("child"));
        Pid child = Stage.Add(sup, Loose("greedy"));
        Assert.Equal(2, Supervisor.GetBudget(sup)!.Processes);
        Pid third = Puppet.Call(child, static () => Process.Spawn(Puppet.Wait));
        Assert.Equal(3, Supervisor.GetBudget(sup)!.Processes);

        ExitReason refused = Supervisor.StartChild(sup, Worker.Spec("one too many")).Reason!;
        Assert.Equal("process_budget", refused.Kind.ToString());
        Ref end = Process.Monitor(child);
        Puppet.Tell(child, static () => Process.Spawn(Puppet.Wait));
        Assert.Equal("process_budget", Expect.Down(end).Kind.ToString());
        Assert.Equal(2, Supervisor.WhichChildren(sup).Length); // its supervisor has it running again
        Stage.Add(neighbour, Loose("other"));

        Expect.Killed(third);
        Expect.Until(() => Supervisor.GetBudget(sup)!.Processes == 2, "the third one is given back");
        Stage.Add(sup, Worker.Spec("there is room"));
        Stage.Stop(sup);
        Stage.Stop(neighbour);
    }

    /// <summary>Who asks for a process by a request gets the refusal as its answer.</summary>
    [Fact]
    public void Spawn_request_is_answered()
    {
        Pid sup = Start(new Budget { Processes = 1 });
        Pid child = Stage.Add(sup, Loose("child"));
        ExitReason? error = Puppet.Call(child, static () =>
        {
            Ref request = Process.SpawnRequest(Puppet.Wait);
            return Process.Receive<SpawnReply>(reply => reply.Request == request).Error;
        });
        Assert.Equal("process_budget", error!.Kind.ToString());
        Stage.Stop(sup);
    }

    /// <summary>A budget inside another one counts in both.</summary>
    [Fact]
    public void Budgets_lie_in_each_other()
    {
        Pid outer = Start(new Budget { Processes = 4 });
        Pid inner = Stage.Add(outer, new ChildSpec("inner", static () => Supervisor.StartLink(
            new SupervisorSpec(new SupervisorFlags { Budget = new Budget { Processes = 2 } })))
        {
            Type = ChildType.Supervisor,
        });
        Stage.Add(inner, Worker.Spec(1));
        Stage.Add(inner, Worker.Spec(2));
        Assert.Equal("process_budget", Supervisor.StartChild(inner, Worker.Spec(3)).Reason!.Kind.ToString());
        Assert.Equal(2, Supervisor.GetBudget(inner)!.Processes);
        Assert.Equal(3, Supervisor.GetBudget(outer)!.Processes);
        Stage.Add(outer, Worker.Spec(4));
        Assert.Equal("process_budget", Supervisor.StartChild(outer, Worker.Spec(5)).Reason!.Kind.ToString());
        Assert.Equal(ChildResult.Done, Supervisor.TerminateChild(outer, "inner"));
        Assert.Equal(1, Supervisor.GetBudget(outer)!.Processes);
        Stage.Stop(outer);
    }

    /// <summary>Processes that make processes without end stay within the budget; nothing of them is left.</summary>
    [Fact]
    public void Fork_bomb()
    {
        int before = Pool<MemberRecord>.InUse + Pool<BudgetRecord>.InUse;
        Pid sup = Stage.StartDynamic(new Changing { Most = 50 });
        var bomb = new ChildSpec("bomb", static () => StartResult.Ok(ProcLib.SpawnLink(Breed)))
        {
            Restart = Restart.Temporary,
        };
        Stage.Add(sup, bomb);

        // A brood of which all ask for one too many at the same time dies out: then there is another.
        Expect.Until(
            () =>
            {
                int processes = Supervisor.GetBudget(sup)!.Processes;
                if (processes == 0)
                {
                    Stage.Add(sup, bomb);
                }

                return processes >= 49;
            },
            "the budget is used up");
        for (int count = 0; count < 20; count++)
        {
            Assert.True(Supervisor.GetBudget(sup)!.Processes <= 50, "and never exceeded");
        }

        // With room for one, each of them asks for one too many.
        Change(sup, 1);
        Expect.Until(() => Supervisor.GetBudget(sup)!.Processes <= 1, "the brood is gone");
        Stage.Stop(sup);
        Expect.Until(() => Pool<MemberRecord>.InUse + Pool<BudgetRecord>.InUse == before, "all is given back");
    }

    /// <summary>One message too many ends who does not receive, and not who sends.</summary>
    [Fact]
    public void Mailboxes_are_limited()
    {
        Pid sup = Start(new Budget { Mailbox = 100 }, Loose("deaf"), Worker.Spec("sender"));
        Pid deaf = Stage.PidOf(sup, "deaf");
        Puppet.Tell(deaf, Puppet.Wait);
        Ref end = Process.Monitor(deaf);
        Pid neighbour = Process.Spawn(Puppet.Wait);
        for (int count = 0; count < 110; count++)
        {
            Process.Send(deaf, count);
            Process.Send(neighbour, count);
        }

        Assert.Equal(new ExitReason(Atom.MailboxLimit), Expect.Down(end));
        Assert.True(Process.IsAlive(neighbour), "a neighbour has no such limit");
        Assert.Equal("deaf sender", Stage.Children(sup));
        Expect.Killed(neighbour);
        Stage.Stop(sup);
    }

    /// <summary>A supervisor that is gone leaves its budget to those that outlive it, to the last one.</summary>
    [Fact]
    public void Orphans_are_charged()
    {
        int before = Pool<BudgetRecord>.InUse;
        Pid sup = Start(new Budget { Processes = 2 });
        Pid child = Stage.Add(sup, Loose("child"));
        Pid orphan = Puppet.Call(child, static () => Puppet.Start());
        Process.Exit(sup, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Exit(sup));
        Assert.Equal(before + 1, Pool<BudgetRecord>.InUse);
        Expect.Killed(orphan);
        Expect.Until(() => Pool<BudgetRecord>.InUse == before, "the last one has left");
    }

    /// <summary>New limits hold at once for what is made from then on.</summary>
    [Fact]
    public void Budgets_change()
    {
        Process.TrapExit = true;
        Pid sup = Supervisor.StartLink(new Changing { Most = 1 }).Value;
        Stage.Add(sup, Worker.Spec(1));
        Assert.False(Supervisor.StartChild(sup, Worker.Spec(2)).IsOk, "one is all");
        Change(sup, 2);
        Stage.Add(sup, Worker.Spec(2));
        Stage.Stop(sup);
    }

    private static Pid Start(Budget? budget, params ChildSpec[] children) => Stage.Start(new SupervisorSpec(
        new SupervisorFlags { Intensity = 100, Period = s_hour, Budget = budget }, [.. children]));

    // A child that does what it is told, and ends by its own mistakes.
    private static ChildSpec Loose(object id) => Child.Process(id, Puppet.Loop);

    private static void Breed()
    {
        while (true)
        {
            Process.Spawn(Breed);
        }
    }

    private static void Change(Pid sup, int most)
    {
        Sys.Suspend(sup);
        Sys.ReplaceState(sup, state =>
        {
            ((Changing)state!).Most = most;
            return state;
        });
        Assert.Null(Sys.ChangeCode(sup, "old"));
        Sys.Resume(sup);
    }

    private sealed class Changing : Supervisor
    {
        public int Most { get; set; }

        protected override SupervisorSpec Init() =>
            new(new SupervisorFlags { Budget = new Budget { Processes = Most } });
    }
}
