// Memory of a subtree: one that holds too much, and many that do so together.
using Cosmos.Runtime;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>Claims about budgets of memory.</summary>
public sealed class MemoryBudgets
{
    private const int Megabyte = 1 << 20;

    /// <summary>One that holds more than all may is ended by its own heap's limit, before any census.</summary>
    [Fact]
    public void A_single_one_is_caught_at_once()
    {
        Pid sup = Start(4 * Megabyte, "greedy", "modest");
        Pid modest = Stage.PidOf(sup, "modest");
        Pid greedy = Stage.PidOf(sup, "greedy");
        Ref end = Process.Monitor(greedy);
        Process.Send(greedy, new Hold(8 * Megabyte));
        Assert.Equal(ExitReason.Killed, Expect.Down(end));
        Assert.Equal("greedy modest", Stage.Children(sup));
        Assert.Equal(modest, Stage.PidOf(sup, "modest"));
        Stage.Stop(sup);
    }

    /// <summary>Together they hold too much: the largest one is ended, its siblings and neighbours are not.</summary>
    [Fact]
    public void The_largest_is_ended()
    {
        Pid neighbours = Start(0, "large");
        Pid sup = Start(4 * Megabyte, "a", "b", "c");
        Pid[] before = [.. Supervisor.WhichChildren(sup).Select(child => child.Pid)];
        Pid neighbour = Stage.PidOf(neighbours, "large");
        Give(neighbour, 10 * Megabyte);
        Give(before[0], Megabyte);
        Give(before[1], 2 * Megabyte);
        Ref end = Process.Monitor(before[1]);
        Give(before[2], 3 * Megabyte / 2);
        Assert.Equal("memory_budget", Expect.Down(end).Kind.ToString());
        Assert.Equal("a b c", Stage.Children(sup));
        Pid[] after = [.. Supervisor.WhichChildren(sup).Select(child => child.Pid)];
        Assert.Equal(before[0], after[0]);
        Assert.NotEqual(before[1], after[1]);
        Assert.Equal(before[2], after[2]);
        Assert.True(Process.IsAlive(neighbour), "the neighbour holds more than all of them, and may");
        Expect.Until(
            () => Supervisor.GetBudget(sup)!.MemoryBytes is > 2 * Megabyte and < 4 * Megabyte, "what is held is known");
        Stage.Stop(sup);
        Stage.Stop(neighbours);
    }

    /// <summary>What waits in mailboxes is held, too.</summary>
    [Fact]
    public void Messages_count()
    {
        Pid sup = Start(4 * Megabyte, "deaf");
        Pid deaf = Stage.PidOf(sup, "deaf");
        Ref end = Process.Monitor(deaf);
        Process.Send(deaf, TimeSpan.FromHours(1));
        for (int count = 0; count < 60; count++)
        {
            Process.Send(deaf, new byte[100_000]);
        }

        Assert.Equal("memory_budget", Expect.Down(end).Kind.ToString());
        Stage.Stop(sup);
    }

    private static Pid Start(long bytes, params string[] ids) => Stage.Start(new SupervisorSpec(
        new SupervisorFlags
        {
            Intensity = 100,
            Period = TimeSpan.FromHours(1),
            Budget = bytes == 0 ? null : new Budget { MemoryBytes = bytes },
        },
        [.. ids.Select(static id => Child.Server(id, static () => new Holder()))]));

    private static void Give(Pid holder, int bytes)
    {
        Process.Send(holder, new Hold(bytes));
        Expect.Until(() => Process.Info(holder)!.HeapBytes > bytes, "it holds that");
    }

    private sealed record Hold(int Bytes);

    private sealed class Holder : Runtime.Behaviours.GenServer
    {
        private readonly List<byte[]> _held = [];

        protected override Runtime.Behaviours.Next HandleInfo(object? message)
        {
            if (message is Hold hold)
            {
                for (int bytes = 0; bytes < hold.Bytes; bytes += 64 * 1024)
                {
                    _held.Add(new byte[64 * 1024]);
                }
            }
            else if (message is TimeSpan time)
            {
                Process.TryReceive(time, out _, static _ => false);
            }

            return Runtime.Behaviours.Next.Wait;
        }
    }
}
