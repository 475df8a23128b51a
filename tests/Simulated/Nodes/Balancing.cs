// How work gets to other cores when all are busy. Nobody important waits behind another important one while some core
// runs somebody less important; whoever lost its core to somebody important runs on a core that has nothing to do; and
// a core with nothing to do sleeps, although others wait, if they must not run there.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class Balancing
{
    private const int Work = 3_000;

    /// <summary>
    /// A process at high is taken over from behind another at high by the core that runs one at normal, which then does
    /// next to nothing until it is done.
    /// </summary>
    [Fact]
    public void High_does_not_wait_behind_high() => Run(2, static (node, seen) =>
    {
        Occupy(seen, core: 1, Priority.High);
        Occupy(seen, core: 2, Priority.Normal);
        Pid worker = SpawnOn(1, seen, Priority.High);
        Await(worker);
        node.Check(seen.Share(2) < Work / 4, $"normal worked {seen.Share(2)} meanwhile, high {Work}");
        node.Check(seen.Share(1) > Work / 4, $"the other one at high had {seen.Share(1)} turns only");
    });

    /// <summary>Nor behind one at max, which may run for ever.</summary>
    [Fact]
    public void High_does_not_wait_behind_max() => Run(2, static (node, seen) =>
    {
        Occupy(seen, core: 1, Priority.Max);
        Occupy(seen, core: 2, Priority.Normal);
        Await(SpawnOn(1, seen, Priority.High));
        node.Check(seen.Share(2) < Work / 4, $"normal worked {seen.Share(2)} meanwhile, high {Work}");
    });

    /// <summary>Of several cores the one with the least important process takes it.</summary>
    [Fact]
    public void The_least_important_gives_way() => Run(3, static (node, seen) =>
    {
        Occupy(seen, core: 1, Priority.Max);
        Occupy(seen, core: 2, Priority.High);
        Occupy(seen, core: 3, Priority.Low);
        Await(SpawnOn(1, seen, Priority.High));
        node.Check(seen.Share(2) > Work / 32, $"the other one at high had {seen.Share(2)} turns only");
        node.Check(seen.Share(3) < Work / 8, $"low worked {seen.Share(3)} meanwhile, high {Work}");
    });

    /// <summary>It is so too when a core comes to less important work only while somebody waits already.</summary>
    [Fact]
    public void A_core_that_becomes_less_important_takes_over() => Run(2, static (node, seen) =>
    {
        Occupy(seen, core: 1, Priority.Max);
        Occupy(seen, core: 2, Priority.Normal);
        Pid max = Occupy(seen, core: 2, Priority.Max);
        Pid worker = SpawnOn(1, seen, Priority.High);
        node.Pass(TimeSpan.FromMilliseconds(3));
        node.Check(seen.Done == 0, "it ran although all cores are at max");
        Process.Exit(max, ExitReason.Kill);
        Await(worker);
        node.Check(seen.Share(2) < Work / 2, $"normal worked {seen.Share(2)} meanwhile, high {Work}");
    });

    /// <summary>Who is bound to its core waits there, whatever others run.</summary>
    [Fact]
    public void The_bound_stay() => Run(2, static (node, seen) =>
    {
        Pid max = Occupy(seen, core: 1, Priority.Max);
        Occupy(seen, core: 2, Priority.Low);
        Pid worker = Process.Spawn(() => Labour(seen), new SpawnOptions { Priority = Priority.High, Core = 1 });
        node.Pass(TimeSpan.FromMilliseconds(3));
        node.Check(seen.Done == 0, "it ran on another core");
        Process.Exit(max, ExitReason.Kill);
        Await(worker);
    });

    /// <summary>
    /// Who lost its core to somebody important is run by one that sleeps, and by one that comes to rest later.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_displaced_go_elsewhere(bool isLater) => Run(2, (node, seen) =>
    {
        Pid other = isLater ? Occupy(seen, core: 2, Priority.High) : default;
        Pid worker = SpawnOn(1, seen, Priority.Normal);
        node.Pass(TimeSpan.FromMicroseconds(50));
        Occupy(seen, core: 1, Priority.High);
        if (isLater)
        {
            node.Pass(TimeSpan.FromMilliseconds(3));
            Process.Exit(other, ExitReason.Kill);
        }

        Await(worker);
    });

    /// <summary>
    /// Who waits alone behind somebody who does not give way is run by a core that comes to rest later.
    /// </summary>
    [Fact]
    public void Who_waits_alone_is_not_forgotten() => Run(2, static (node, seen) =>
    {
        Occupy(seen, core: 1, Priority.Normal);
        Pid other = Occupy(seen, core: 2, Priority.Normal);
        Pid worker = SpawnOn(1, seen, Priority.Low);
        node.Pass(TimeSpan.FromMilliseconds(3));
        Process.Exit(other, ExitReason.Kill);
        Await(worker);
    });

    /// <summary>A core sleeps while others wait elsewhere that are bound there.</summary>
    [Fact]
    public void A_core_sleeps_though_the_bound_wait() => Run(2, static (node, seen) =>
    {
        for (int count = 0; count < 4; count++)
        {
            Occupy(seen, core: 1, Priority.Normal);
        }

        bool hasSlept = false;
        for (int look = 0; look < 20 && !hasSlept; look++)
        {
            // It looks for a while: the tester, who waits for it, may have made core 2 busy until just now.
            Pid looker = Process.Spawn(
                () =>
                {
                    for (int step = 0; step < 200 && !seen.HasSlept; step++)
                    {
                        _ = Clock.Now;
                        seen.HasSlept = node.IsAsleep(2);
                    }
                },
                new SpawnOptions { Core = 1, Priority = Priority.Max });
            Await(looker);
            node.Pass(TimeSpan.FromMilliseconds(1));
            hasSlept = seen.HasSlept;
        }

        node.Check(hasSlept, "core 2 looks for work and looks for work");
    });

    private static void Run(
        int cores, Action<SimulatedNode, Seen> claim, [CallerMemberName] string test = "") => Seeds.Check(
        20,
        node => node.Run(() =>
        {
            Process.Priority = Priority.Max;
            claim(node, new Seen());
        }),
        cores, test: test);

    // An endless piece of work on a core, which is at it when this returns, unless somebody more important is there.
    private static Pid Occupy(Seen seen, int core, Priority priority)
    {
        Pid pid = Process.Spawn(
            () =>
            {
                while (true)
                {
                    _ = Clock.Now;
                    seen.Turns[core]++;
                }
            },
            new SpawnOptions { Core = core, Priority = priority });
        Process.TryReceive(TimeSpan.FromMicroseconds(200), out _, static _ => false);
        return pid;
    }

    // Spawned by a process of this core, so that it waits there.
    private static Pid SpawnOn(int core, Seen seen, Priority priority)
    {
        Pid self = Process.Self;
        Process.Spawn(
            () => Process.Send(
                self, Process.Spawn(() => Labour(seen), new SpawnOptions { Priority = priority })),
            new SpawnOptions { Core = core, Priority = Priority.Max });
        return Process.Receive<Pid>();
    }

    private static void Labour(Seen seen)
    {
        seen.Begin();
        for (int step = 0; step < Work; step++)
        {
            _ = Clock.Now;
        }

        seen.End();
    }

    private static void Await(Pid pid)
    {
        Ref monitor = Process.Monitor(pid);
        Process.Receive<DownMessage>(down => down.Monitor == monitor);
    }

    // What the work on each core had done when the labour began, and when it ended.
    private sealed class Seen : IBystander
    {
        private readonly long[] _before = new long[Cores.Most];
        private readonly long[] _after = new long[Cores.Most];

        public long[] Turns { get; } = new long[Cores.Most];

        public int Done { get; private set; }

        public bool HasSlept { get; set; }

        public long Share(int core) => _after[core] - _before[core];

        public void Begin() => Turns.CopyTo(_before, 0);

        public void End()
        {
            Turns.CopyTo(_after, 0);
            Done++;
        }
    }
}
