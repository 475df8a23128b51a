// Calls and starts under faults: servers and callers die between any two steps, signals come late, memory runs out. A
// call ends by its answer or by a reason, once; nothing of it stays, in a mailbox or in the runtime's books.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Behaviours;

public sealed class CallsUnderFaults
{
    private const int Callers = 4;
    private const int CallsOfEach = 10;

    /// <summary>
    /// Servers and callers are killed; each call of those that live ends, and no mailbox keeps anything.
    /// </summary>
    [Fact]
    public void Calls_end_whoever_dies() => Seeds.Check(150, node =>
    {
        node.Faults.KillEvery = 400;
        node.Faults.DelaySignalsEvery = 50;
        node.Run(() => InBalance(node, () =>
        {
            var random = new Random(node.Seed);
            Ref[] ends = new Ref[Callers];
            for (int caller = 0; caller < Callers; caller++)
            {
                int own = random.Next();
                (_, ends[caller]) = Process.SpawnMonitor(() => CallOften(node, new Random(own)));
            }

            foreach (Ref end in ends)
            {
                Process.Receive<DownMessage>(end, down => down.Monitor == end);
            }

            node.Faults.KillEvery = 0;
        }));
    });

    /// <summary>
    /// A start ends, whatever step kills the child: with a process that lives and has the name, or with a reason and
    /// the name free. The parent's mailbox is empty, and the name can be had again.
    /// </summary>
    [Fact]
    public void Starts_end_wherever_the_child_dies() => Seeds.Check(1, static sample =>
    {
        long steps = StartOnce(sample.Seed, killAt: 0);
        for (long step = 1; step <= steps; step++)
        {
            StartOnce(sample.Seed, step);
        }
    }, cores: 1);

    /// <summary>
    /// The same from the other side: the parent dies in the middle of a start, and the linked child with it.
    /// </summary>
    [Fact]
    public void A_parent_that_dies_takes_the_child_along() => Seeds.Check(150, node =>
    {
        node.Faults.KillEvery = 150;
        node.Run(() => InBalance(node, () =>
        {
            (_, Ref end) = Process.SpawnMonitor(static () =>
            {
                Process.TrapExit = true;
                for (int round = 0; round < 5; round++)
                {
                    _ = GenServer.StartLink(new Slow(), new StartOptions { Timeout = TimeSpan.FromMilliseconds(2) });
                }
            });
            Process.Receive<DownMessage>(end, down => down.Monitor == end);
            node.Faults.KillEvery = 0;
            foreach (Pid left in Process.All())
            {
                if (left != Process.Self)
                {
                    node.Kill(left); // the parent ended normally, and what it started lives on
                }
            }
        }));
    });

    /// <summary>A server that runs out of memory in a call ends, and the caller is told.</summary>
    [Fact]
    public void Calls_end_when_memory_runs_out() => Seeds.Check(100, node =>
    {
        node.Run(() =>
        {
            ServerRef<Echo> server = GenServer.Start(new Echo()).Value;
            node.Faults.RefuseMemoryEvery = 10;
            (_, Ref monitor) = Process.SpawnMonitor(() => CallInWant(node, server));
            Process.Receive<DownMessage>(down => down.Monitor == monitor);
            node.Faults.RefuseMemoryEvery = 0;
        });
    });

    /// <summary>A start that throws, or finds the name taken, leaves nothing in the books.</summary>
    [Fact]
    public void Starts_that_fail_leave_nothing() => Seeds.Check(20, static node => node.Run(() =>
        InBalance(node, static () =>
        {
            var options = new StartOptions { Name = "echo" };
            ServerRef<Echo> server = GenServer.Start(new Echo(), options).Value;
            Assert.Equal(server.Resolve(), GenServer.Start(new Echo(), options).Holder);
            Assert.Throws<CannotTravelException>(
                static () => GenServer.Start(new Echo { Kept = new WeakReference(null) }));
            Assert.Throws<ArgumentException>(static () => GenServer.Start(
                new Echo(), new StartOptions { Spawn = new SpawnOptions { MailboxLimit = -1 } }));
            server.Stop();
        })));

    // Both may be ended for their size; whoever calls and is not is told of it, and has nothing left of it.
    private static void CallInWant(SimulatedNode node, ServerRef<Echo> server)
    {
        for (int call = 0; call < 20; call++)
        {
            try
            {
                Assert.Equal(call, server.Call(new Echo.Say(call)));
            }
            catch (ProcessExitException)
            {
                break;
            }
            catch (OutOfMemoryException)
            {
                // The caller's own turn: it goes on.
            }
        }

        node.Faults.RefuseMemoryEvery = 0;
        node.Pass(TimeSpan.FromSeconds(1));
        node.Check(!Process.TryReceive(TimeSpan.Zero, out _), "nothing is left in the mailbox");
        node.Check(Process.Info(Process.Self)!.Monitors.Length == 0, "no monitor is left");
    }

    private static void CallOften(SimulatedNode node, Random random)
    {
        ServerRef<Echo> server = default;
        for (int call = 0; call < CallsOfEach; call++)
        {
            try
            {
                if (!Process.IsAlive(server.Resolve()))
                {
                    StartResult<Echo> result = GenServer.Start(new Echo());
                    server = result.IsOk ? result.Value : server;
                }

                TimeSpan timeout = TimeSpan.FromMicroseconds(random.Next(1, 200));
                int answer = random.Next(2) == 0
                    ? server.Call(new Echo.Say(call), timeout)
                    : server.SendRequest(new Echo.Say(call)).Receive(timeout).Value;
                node.Check(answer == call, "the answer is this call's");
            }
            catch (ProcessExitException)
            {
                // It was told that there is no answer.
            }
        }

        node.Pass(TimeSpan.FromMilliseconds(10));
        node.Check(!Process.TryReceive(TimeSpan.Zero, out _), "nothing is left in the mailbox");
        node.Check(Process.Info(Process.Self)!.Monitors.Length == 0, "no monitor is left");
        if (Process.IsAlive(server.Resolve()))
        {
            node.Kill(server.Resolve());
        }
    }

    private static long StartOnce(int seed, long killAt)
    {
        using var node = new SimulatedNode(seed);
        node.Faults.KillAtStep = killAt;
        long steps = 0;
        node.Run(() =>
        {
            Process.TrapExit = true;
            StartResult<Echo> result = GenServer.StartLink(new Echo(), new StartOptions { Name = "echo" });
            steps = node.Steps;
            node.Faults.KillAtStep = 0;
            if (result.IsOk)
            {
                if (Process.WhereIs("echo") is { } alive)
                {
                    Assert.Equal(result.Pid, alive);
                    node.Kill(alive);
                }

                Assert.Equal(ExitReason.Killed, Process.Receive<ExitMessage>().Reason);
            }
            else
            {
                Assert.Equal(ExitReason.Killed, result.Reason);
            }

            Assert.Null(Process.WhereIs("echo"));
            Assert.False(Process.TryReceive(TimeSpan.FromMilliseconds(1), out object? left), $"{left}");
            Assert.True(GenServer.StartLink(new Echo(), new StartOptions { Name = "echo" }).IsOk);
        });
        return steps;
    }

    private static void InBalance(SimulatedNode node, Action action)
    {
        string before = Books.Rented(node);
        action();
        node.Pass(TimeSpan.FromSeconds(1));
        foreach (Pid left in Process.All())
        {
            if (left != Process.Self)
            {
                node.Kill(left); // servers whose callers were killed
            }
        }

        node.Pass(TimeSpan.FromSeconds(1));
        node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}; {Books.Signals()}");
    }

    private sealed class Echo : GenServer, IHandleCall<Echo.Say, int>
    {
        public object? Kept { get; init; }

        public CallResult<int> HandleCall(Say request, From<int> from)
        {
            if (request.Number % 3 != 0)
            {
                return request.Number;
            }

            Process.Spawn(() => from.Reply(request.Number)); // by another process, which may be killed, too
            return CallResult.NoReply;
        }

        public sealed record Say(int Number) : ICall<Echo, Say, int>;
    }

    private sealed class Slow : GenServer
    {
        protected override InitResult Init()
        {
            Process.TryReceive(TimeSpan.FromMilliseconds(1), out _);
            return InitResult.Ok;
        }
    }
}
