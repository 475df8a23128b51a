// Random trees of supervisors in a storm of kills: whoever dies, in whatever moment of a start, a stop or a restart,
// the tree is whole again when the storm is over, with no process too many and nothing left of those that died.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Supervision;

public sealed class RandomTrees
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    /// <summary>After any number of kills the tree is as its specification says, and its end leaves nothing.</summary>
    [Fact]
    public void Survive_kills() =>
        Seeds.Check(30, static node => node.Run(() => Storm(node, isKillingAtOneStep: false)));

    /// <summary>The same with one kill, at any step whatever.</summary>
    [Fact]
    public void Survive_a_kill_at_any_step() =>
        Seeds.Check(30, static node => node.Run(() => Storm(node, isKillingAtOneStep: true)));

    /// <summary>
    /// Whatever signals are late and whatever memory is refused meanwhile, the supervisor at the top lives.
    /// </summary>
    [Fact]
    public void Survive_delays() => Seeds.Check(15, static node => node.Run(() =>
    {
        node.Faults.DelaySignalsEvery = 3;
        Storm(node, isKillingAtOneStep: false);
    }));

    private static void Storm(SimulatedNode node, bool isKillingAtOneStep)
    {
        var random = new Random(node.Seed);
        string before = Books.Rented(node);
        Process.TrapExit = true;
        Branch tree = Branch.Grow(random, depth: 0);
        Pid top = tree.Start().Value;
        node.MayKill = pid => pid != top;
        if (isKillingAtOneStep)
        {
            node.Faults.KillAtStep = node.Steps + random.Next(3_000);
        }
        else
        {
            node.Faults.KillEvery = 100 + random.Next(3_000);
        }

        for (int round = 0; round < 30; round++)
        {
            Disturb(top, random);
        }

        node.Faults.KillEvery = 0;
        node.Faults.DelaySignalsEvery = 0;
        node.Pass(s_second);
        int processes = tree.Check(node, top);
        node.Check(processes + 1 == Process.All().Length, $"{processes} in the tree, {Process.All().Length} in all");
        Books.CheckLinks(node);

        Process.Exit(top, ExitReason.Shutdown);
        ExitMessage exit = Process.Receive<ExitMessage>(message => message.From == top);
        node.Check(exit.Reason == ExitReason.Shutdown, $"the top ended: {exit.Reason}");
        node.Pass(s_second);
        node.Check(Process.All().Length == 1, "nobody is left");
        node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}; {Books.Signals()}");
    }

    // Somebody looks round in the tree, in a process that may be killed as well.
    private static void Disturb(Pid top, Random random)
    {
        bool isToStop = random.Next(3) == 0;
        (_, Ref end) = Process.SpawnMonitor(() => Walk(top, isToStop));
        Process.Receive<DownMessage>(down => down.Monitor == end);
    }

    private static void Walk(Pid supervisor, bool isToStop)
    {
        foreach (ChildInfo child in Supervisor.WhichChildren(supervisor))
        {
            if (child.Type == ChildType.Supervisor && child.Status == ChildStatus.Running)
            {
                Walk(child.Pid, isToStop);
            }
            else if (isToStop)
            {
                Supervisor.TerminateChild(supervisor, child.Id!);
                Supervisor.RestartChild(supervisor, child.Id!);
            }
        }
    }

    /// <summary>A part of a tree: a worker, or a supervisor with parts below it.</summary>
    private sealed record Branch(SupervisorFlags? Flags, Branch[] Below)
    {
        public static Branch Grow(Random random, int depth)
        {
            if (depth == 3 || (depth > 0 && random.Next(2) == 0))
            {
                return new Branch(null, []);
            }

            var flags = new SupervisorFlags
            {
                Strategy = (Strategy)random.Next(3),
                Intensity = depth == 0 ? 1_000_000 : random.Next(5),
                Period = TimeSpan.FromMilliseconds(1 + random.Next(1_000)),
                Budget = random.Next(2) == 0 ? null : new Budget { Processes = 1_000, MemoryBytes = 1 << 30 },
            };
            return new Branch(flags, [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Grow(random, depth + 1))]);
        }

        public StartResult Start() => Flags is null
            ? GenServer.StartLink(new Trapping())
            : Supervisor.StartLink(
                new SupervisorSpec(Flags, [.. Below.Select((branch, number) => branch.Spec(number))]));

        /// <summary>Checks that a supervisor has what it is to have, and counts processes.</summary>
        public int Check(SimulatedNode node, Pid pid)
        {
            node.Check(Process.IsAlive(pid), $"{pid} is alive");
            if (Flags is null)
            {
                return 1;
            }

            int count = 1;
            var children = Supervisor.WhichChildren(pid);
            node.Check(children.Length == Below.Length, $"{pid} has {children.Length} children of {Below.Length}");
            for (int number = 0; number < Below.Length; number++)
            {
                // Who walked through the tree may have been killed between the stop of a child and its start.
                ChildInfo child = children[number];
                Pid running = child.Status == ChildStatus.NotRunning
                    ? Supervisor.RestartChild(pid, child.Id!).Value
                    : child.Pid;
                node.Check(!running.IsNone, $"{child} does not run");
                count += Below[number].Check(node, running);
            }

            return count;
        }

        private ChildSpec Spec(int number) => new(number, Start)
        {
            Type = Flags is null ? ChildType.Worker : ChildType.Supervisor,
        };
    }

    private sealed class Trapping : GenServer
    {
        protected override InitResult Init()
        {
            Process.TrapExit = Process.Self.Id % 2 == 0;
            return InitResult.Ok;
        }
    }
}
