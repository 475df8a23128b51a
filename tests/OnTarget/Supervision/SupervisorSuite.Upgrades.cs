// Changes of code: Init is asked again, and its answer is merged with what is there. As in OTP's suite the change is
// faked, by a state that is replaced while the supervisor is suspended.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>Flags and children change; new ones wait to be started, and those no longer named stay.</summary>
    [Fact]
    public void Code_change()
    {
        Pid sup = StartUpgradable(new SupervisorFlags());
        var senseless = new SupervisorSpec(new SupervisorFlags(), new ChildSpec("x", null));
        Assert.Equal("start_spec", Supervisor.StartLink(new Upgradable(senseless)).Reason!.Kind.ToString());
        Assert.Null(Upgrade(sup, new SupervisorSpec(Strategy.OneForOne, 1, TimeSpan.FromSeconds(3))));
        Assert.Equal(
            "missing_start",
            Upgrade(sup, new SupervisorSpec(new SupervisorFlags(), new ChildSpec("child1", null)))!.Kind.ToString());

        Assert.Null(Upgrade(sup, new SupervisorSpec(
            new SupervisorFlags(),
            Worker.Spec("child1") with { Shutdown = TimeSpan.FromSeconds(2) },
            Worker.Spec("child2"))));
        Assert.Equal("child1:undefined child2:undefined", Stage.Children(sup));
        Assert.True(Supervisor.RestartChild(sup, "child1").IsOk, "child1 starts");
        Assert.True(Supervisor.RestartChild(sup, "child2").IsOk, "child2 starts");

        Assert.Null(Upgrade(sup, new SupervisorSpec(
            new SupervisorFlags(),
            Worker.Spec("child1") with { Shutdown = TimeSpan.FromSeconds(1) },
            Worker.Spec("child3"))));
        Assert.Equal("child1 child3:undefined child2", Stage.Children(sup));
        Assert.Equal(Shutdown.Timeout(TimeSpan.FromSeconds(1)), Supervisor.GetChildSpec(sup, "child1")!.Shutdown);
        Assert.Null(Upgrade(sup, SupervisorSpec.Ignore));
        Assert.Equal(
            "invalid_intensity",
            Upgrade(sup, new SupervisorSpec(new SupervisorFlags { Intensity = -1 }))!.Kind.ToString());
        Stage.Stop(sup);
    }

    /// <summary>significant_upgrade_*: auto-shutdown can be changed, and holds from then on.</summary>
    [Fact]
    public void Significant_upgrade()
    {
        AutoShutdown[] values = Enum.GetValues<AutoShutdown>();
        foreach (AutoShutdown before in values)
        {
            foreach (AutoShutdown after in values)
            {
                Pid sup = StartUpgradable(new SupervisorFlags { AutoShutdown = before });
                Assert.Null(Upgrade(sup, new SupervisorSpec(new SupervisorFlags { AutoShutdown = after })));
                StartResult first = Supervisor.StartChild(sup, Significant("child1", Restart.Transient));
                Assert.Equal(after == AutoShutdown.Never ? "bad_combination" : null, first.Reason?.Kind.ToString());
                if (first.IsOk)
                {
                    Pid second = Stage.Add(sup, Significant("child2", Restart.Transient));
                    Stage.End(first.Pid, ExitReason.Normal);
                    if (after == AutoShutdown.AllSignificant)
                    {
                        Stage.End(second, ExitReason.Normal);
                    }

                    Assert.Equal(ExitReason.Shutdown, Processes.Expect.Exit(sup));
                }
                else
                {
                    Stage.Stop(sup);
                }
            }
        }
    }

    /// <summary>significant_upgrade_child: a running child becomes significant, or ceases to be.</summary>
    [Fact]
    public void Significant_upgrade_child()
    {
        var flags = new SupervisorFlags { AutoShutdown = AutoShutdown.AnySignificant };
        foreach (bool becomes in (ReadOnlySpan<bool>)[true, false])
        {
            ChildSpec plain = Worker.Spec("child", Restart.Transient);
            Pid sup = StartUpgradable(flags, plain with { Significant = !becomes });
            Assert.Null(Upgrade(sup, new SupervisorSpec(flags, plain with { Significant = becomes })));
            Stage.End(Stage.PidOf(sup, "child"), ExitReason.Normal);
            if (becomes)
            {
                Assert.Equal(ExitReason.Shutdown, Processes.Expect.Exit(sup));
            }
            else
            {
                Assert.Equal("child:undefined", Stage.Children(sup));
                Stage.Stop(sup);
            }
        }
    }

    private static Pid StartUpgradable(SupervisorFlags flags, params ChildSpec[] children)
    {
        Process.TrapExit = true;
        return Supervisor.StartLink(new Upgradable(new SupervisorSpec(flags, [.. children]))).Value;
    }

    private static ExitReason? Upgrade(Pid sup, SupervisorSpec spec)
    {
        Sys.Suspend(sup);
        Sys.ReplaceState(sup, state =>
        {
            ((Upgradable)state!).Spec = spec;
            return state;
        });
        ExitReason? refusal = Sys.ChangeCode(sup, "old");
        Sys.Resume(sup);
        return refusal;
    }

    private sealed class Upgradable(SupervisorSpec spec) : Supervisor
    {
        public SupervisorSpec Spec { get; set; } = spec;

        protected override SupervisorSpec Init() => Spec;
    }
}
