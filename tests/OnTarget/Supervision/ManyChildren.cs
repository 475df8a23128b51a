// Very many children: what one costs must not depend on how many there are.
using System.Diagnostics;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>Claims about cost; supervisor_SUITE has the same two, with wider limits.</summary>
public sealed class ManyChildren
{
    // A tenth of the children costs a tenth of the time, or up to four times that: caches are small, hosts are busy.
    private const int Tolerance = 4;

    /// <summary>
    /// scale_start_stop_many_children: a static supervisor, one request for each start and each stop.
    /// </summary>
    [Fact]
    public void Scale_start_stop_many_children()
    {
        int many = Sizes.Held(Sizes.Pick(100_000, 2_000), 100);
        IsLinear(StartAndTerminate, many);
    }

    /// <summary>simple_one_for_one_scale_many_temporary_children: a dynamic one, the same.</summary>
    [Fact]
    public void Simple_one_for_one_scale_many_temporary_children()
    {
        int many = Sizes.Held(Sizes.Pick(100_000, 2_000), 100);
        IsLinear(StartAndTerminateDynamic, many);
    }

    /// <summary>All stopped at once by the end of their supervisor, of either kind.</summary>
    [Fact]
    public void Scale_shutdown()
    {
        int many = Sizes.Held(Sizes.Pick(100_000, 2_000), 100);
        IsLinear(StartAndShutDown, many);
        IsLinear(StartAndShutDownDynamic, many);
    }

    private static void IsLinear(Action<int> work, int many)
    {
        long few = Time(work, many / 10);
        long all = Time(work, many);
        if (all > Tolerance * 10 * few)
        {
            few = Math.Max(few, Time(work, many / 10)); // the host may have been busy with something else
            all = Math.Min(all, Time(work, many));
        }

        // Under stress each allocation costs a copy of all that lives, which is not linear.
        Assert.True(
            Sizes.IsStressed || all <= Tolerance * 10 * few, $"{many / 10} children: {few} ns, {many}: {all} ns");
    }

    private static long Time(Action<int> work, int count)
    {
        long start = Stopwatch.GetTimestamp();
        work(count);
        return Stopwatch.GetElapsedTime(start).Ticks * 100;
    }

    private static void StartAndTerminate(int count)
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        for (int id = 0; id < count; id++)
        {
            Stage.Add(sup, Worker.Spec(id));
        }

        for (int id = 0; id < count; id++)
        {
            Supervisor.TerminateChild(sup, id);
        }

        Assert.Equal($"{count},0,0,{count}", Stage.Counts(sup));
        Stage.Stop(sup);
    }

    private static void StartAndShutDown(int count)
    {
        Pid sup = Stage.Start(Strategy.OneForOne);
        for (int id = 0; id < count; id++)
        {
            Stage.Add(sup, Worker.Spec(id));
        }

        Stage.Stop(sup);
    }

    private static void StartAndTerminateDynamic(int count)
    {
        Pid sup = Stage.StartDynamic(new Crowd());
        var children = new Pid[count];
        for (int id = 0; id < count; id++)
        {
            children[id] = Crowd.StartChild(sup, id).Value;
        }

        foreach (Pid child in children)
        {
            Crowd.TerminateChild(sup, child);
        }

        Assert.Equal("1,0,0,0", Stage.Counts(sup));
        Stage.Stop(sup);
    }

    private static void StartAndShutDownDynamic(int count)
    {
        Pid sup = Stage.StartDynamic(new Crowd());
        for (int id = 0; id < count; id++)
        {
            Crowd.StartChild(sup, id);
        }

        Assert.Equal($"1,{count},0,{count}", Stage.Counts(sup));
        Stage.Stop(sup);
    }

    private sealed class Crowd : DynamicSupervisor<int>
    {
        protected override DynamicSupervisorSpec<int> Init() => new(new ChildTemplate<int>(
            static _ => GenServer.StartLink(new Worker()))
        {
            Restart = Restart.Temporary,
        });
    }
}
