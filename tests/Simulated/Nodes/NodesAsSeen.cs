// Claims about a simulated node as a test sees it: what runs, what time is, how failures are told, and that a seed is a
// run.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class NodesAsSeen
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>The test's code may use the test's variables; what it spawns gets copies.</summary>
    [Fact]
    public void Processes_talk() => Seeds.Check(50, static node =>
    {
        int answer = 0;
        node.Run(() =>
        {
            Pid self = Process.Self;
            int captured = 41;
            Process.Spawn(() => Process.Send(self, ++captured));
            answer = (int)Process.Receive()!;
            Assert.Equal(41, captured);
        });
        Assert.Equal(42, answer);
    });

    /// <summary>An hour passes in no time, and exactly.</summary>
    [Fact]
    public void Time_is_virtual() => Seeds.Check(20, static node =>
    {
        TimeSpan passed = node.Run(() =>
        {
            TimeSpan start = node.Now;
            node.Pass(s_hour);
            return node.Now - start;
        });
        Assert.InRange(passed, s_hour, s_hour + TimeSpan.FromSeconds(1));
    });

    /// <summary>A child killed now is dead when the call returns, and its watchers are told.</summary>
    [Fact]
    public void Kill_kills_now() => Seeds.Check(50, static node => node.Run(() =>
    {
        (Pid child, Ref monitor) = Process.SpawnMonitor(static () => Process.Receive());
        node.Kill(child);
        Assert.False(Process.IsAlive(child));
        Assert.Equal(ExitReason.Killed, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
    }));

    /// <summary>No finally block of a process that is killed runs, as on the machine.</summary>
    [Fact]
    public void The_killed_run_no_finally() => Seeds.Check(50, static node =>
    {
        var seen = new Seen();
        node.Run(() =>
        {
            Pid child = Process.Spawn(() =>
            {
                try
                {
                    Process.Receive();
                }
                finally
                {
                    seen.Count++;
                }
            });
            node.Pass(TimeSpan.FromSeconds(1));
            node.Kill(child);
            Assert.Equal(0, seen.Count);
        });
    });

    /// <summary>What the test's code throws fails the run, and the message has the seed.</summary>
    [Fact]
    public void A_failed_claim_names_the_seed()
    {
        using var node = new SimulatedNode(4711);
        SimulationException thrown = Assert.Throws<SimulationException>(
            () => node.Run(static () => throw new InvalidOperationException("not so")));
        Assert.Contains("not so", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Seed 4711", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>A claim over seeds tells the command that replays the one that failed.</summary>
    [Fact]
    public void A_failed_seed_tells_its_command()
    {
        SimulationException thrown = Assert.Throws<SimulationException>(
            () => Seeds.Check(3, static node => node.Run(() => node.Check(node.Now < TimeSpan.Zero, "late"))));
        Assert.Matches("make simulate SEED=[0-9]+ COUNT=1 TEST=NodesAsSeen.A_failed_seed", thrown.Message);
    }

    /// <summary>Waiting for nobody is found out at once instead of hanging.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_deadlock_fails(int cores)
    {
        using var node = new SimulatedNode(1, cores);
        SimulationException thrown = Assert.Throws<SimulationException>(() => node.Run(static () => Process.Receive()));
        Assert.Contains("every process waits", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Something thrown with preemption off is the machine's end, whatever would have caught it.</summary>
    [Fact]
    public void Nothing_is_thrown_with_preemption_off()
    {
        using var node = new SimulatedNode(1);
        SimulationException thrown = Assert.Throws<SimulationException>(() => node.Run(static () =>
        {
            Preemption.Disable();
            throw new InvalidOperationException("never seen");
        }));
        Assert.Contains("with preemption off", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>A seed is a run: to the last step, under faults, on several cores, whatever ran before.</summary>
    [Fact]
    public void The_same_seed_is_the_same_run()
    {
        foreach (int seed in Seeds.Chosen(20))
        {
            ulong first = HashOf(seed);
            HashOf(seed + 1);
            Assert.Equal(first, HashOf(seed));
            Assert.NotEqual(first, HashOf(seed + 1));
        }
    }

    /// <summary>Crash reports go to the node's console.</summary>
    [Fact]
    public void The_console_is_kept()
    {
        using var node = new SimulatedNode(1);
        node.Run(static () =>
        {
            (_, Ref monitor) = Process.SpawnMonitor(static () => throw new InvalidOperationException("oh"));
            Process.Receive<DownMessage>(down => down.Monitor == monitor);
        });
        Assert.Contains("=CRASH REPORT====", node.Console, StringComparison.Ordinal);
    }

    /// <summary>More are killed in the middle of their code than there are threads for frames that were left.</summary>
    [Fact]
    public void A_thousand_are_killed_in_their_code() => Seeds.Check(2, static node => node.Run(() =>
    {
        for (int count = 0; count < 1_000; count++)
        {
            Pid child = Process.Spawn(static () => Process.Receive(static _ => false));
            Process.Yield();
            Process.Exit(child, ExitReason.Kill);
        }

        node.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(Process.All());
    }));

    private static ulong HashOf(int seed)
    {
        using var node = new SimulatedNode(seed, Seeds.CoresOf(seed));
        RandomProgram.Run(node, withFaults: true);
        return node.TraceHash;
    }

    /// <summary>What processes show the test.</summary>
    private sealed class Seen : IBystander
    {
        public int Count { get; set; }
    }
}
