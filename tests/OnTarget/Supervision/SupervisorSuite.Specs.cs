// Specifications that make no sense: OTP's names for what is wrong, whoever is asked.
using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Supervision;

public sealed partial class SupervisorSuite
{
    /// <summary>A child's specification that makes no sense is refused, and why is told.</summary>
    [Fact]
    public void Child_specs()
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        (ChildSpec? Spec, string Kind)[] bad =
        [
            (null, "invalid_child_spec"),
            (new ChildSpec(null!, static () => StartResult.Ignore), "missing_id"),
            (new ChildSpec("child", null), "missing_start"),
            (Worker.Spec("child", (Restart)7), "invalid_restart_type"),
            (Worker.Spec("child") with { Type = (ChildType)7 }, "invalid_child_type"),
            (Worker.Spec("child", Restart.Transient) with { Significant = true }, "bad_combination"),
        ];
        foreach ((ChildSpec? spec, string kind) in bad)
        {
            Assert.Equal(kind, Supervisor.StartChild(sup, spec!).Reason!.Kind.ToString());
            Assert.Equal(kind, Supervisor.CheckChildSpecs([spec!], AutoShutdown.Never)!.Kind.ToString());
            ExitReason start = Supervisor.StartLink(new SupervisorSpec(Strategy.OneForOne, children: [spec!])).Reason!;
            Assert.Equal("start_spec", start.Kind.ToString());
            Assert.Equal(kind, Assert.IsType<ExitReason>(start.Detail).Kind.ToString());
        }

        Assert.Equal(
            ExitReason.Of("duplicate_child_name", "child"),
            Supervisor.CheckChildSpecs([Worker.Spec("child"), Worker.Spec("child")]));
        Assert.Throws<ArgumentOutOfRangeException>(
            static () => { _ = Shutdown.Timeout(TimeSpan.FromMilliseconds(-10)); });
        Assert.Equal("", Stage.Children(sup));
        Stage.Stop(sup);
    }

    /// <summary>Every combination that makes sense is taken, and no other.</summary>
    [Fact]
    public void Child_specs_map()
    {
        AutoShutdown?[] autoShutdowns =
            [null, AutoShutdown.Never, AutoShutdown.AnySignificant, AutoShutdown.AllSignificant];
        Shutdown[] shutdowns =
            [Shutdown.Default, TimeSpan.Zero, TimeSpan.FromSeconds(1), Shutdown.Infinity, Shutdown.BrutalKill];
        foreach (AutoShutdown? autoShutdown in autoShutdowns)
        {
            foreach (Restart restart in Enum.GetValues<Restart>())
            {
                foreach (Shutdown shutdown in shutdowns)
                {
                    foreach (bool isSignificant in (ReadOnlySpan<bool>)[false, true])
                    {
                        ChildSpec spec = Worker.Spec("child", restart) with
                        {
                            Shutdown = shutdown,
                            Significant = isSignificant,
                        };
                        bool isBad = isSignificant
                            && (autoShutdown == AutoShutdown.Never || restart == Restart.Permanent);
                        Assert.Equal(
                            isBad ? "bad_combination" : null,
                            Supervisor.CheckChildSpecs([spec], autoShutdown)?.Kind.ToString());
                    }
                }
            }
        }
    }

    /// <summary>A policy that makes no sense is refused, and why is told.</summary>
    [Fact]
    public void Sup_flags()
    {
        Process.TrapExit = true;
        var fine = new SupervisorFlags();
        (SupervisorFlags? Flags, string Kind)[] bad =
        [
            (null, "invalid_type"),
            (fine with { Strategy = (Strategy)7 }, "invalid_strategy"),
            (fine with { Intensity = -1 }, "invalid_intensity"),
            (fine with { Period = TimeSpan.Zero }, "invalid_period"),
            (fine with { AutoShutdown = (AutoShutdown)7 }, "invalid_auto_shutdown"),
            (fine with { BackOff = new BackOff(TimeSpan.Zero, TimeSpan.Zero) }, "invalid_back_off"),
            (fine with { Strategy = Strategy.OneForAll, BackOff = new BackOff(s_hour, s_hour) }, "bad_combination"),
        ];
        foreach ((SupervisorFlags? flags, string kind) in bad)
        {
            ExitReason reason = Supervisor.StartLink(new SupervisorSpec(flags!)).Reason!;
            Assert.Equal("supervisor_data", reason.Kind.ToString());
            Assert.Equal(kind, Assert.IsType<ExitReason>(reason.Detail).Kind.ToString());
        }

        Stage.Stop(Stage.Start(new SupervisorSpec(fine)));
    }

    /// <summary>No children at all, said in whatever way, are none.</summary>
    [Fact]
    public void No_children()
    {
        Pid sup = Stage.Start(new SupervisorSpec(new SupervisorFlags(), default(ImmutableArray<ChildSpec>)));
        Assert.Equal("0,0,0,0", Stage.Counts(sup));
        Stage.Stop(sup);
    }
}
