// Limits of heaps in the simulated machine: what is kept counts, what was only passed through does not, and who keeps
// too much ends alone, whatever is interrupted when. Its heaps are estimates (Simulator.Heaps), so the limits here are
// far from what is kept, on either side.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class HeapLimits
{
    private const int Limit = 20_000;
    private const int Piece = 1_000;
    private const int Few = 5;
    private const int Many = 60;

    private static MaxHeapSize Kill => new(Limit, Report: true);

    /// <summary>A server whose state outgrows its limit is ended, and nobody else; its watchers learn why.</summary>
    [Fact]
    public void A_server_that_keeps_too_much_is_ended() => Run(static node =>
    {
        (Pid small, _) = Process.SpawnMonitor(new Keeper(), new SpawnOptions { MaxHeap = Kill });
        (Pid large, Ref monitor) = Process.SpawnMonitor(new Keeper(), new SpawnOptions { MaxHeap = Kill });
        Feed(small, Few);
        Feed(large, Many);
        Assert.Equal(ExitReason.Killed, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
        Assert.Equal(Few, Count(small));
        Assert.Contains($"{large} reached its maximum heap size", node.Console, StringComparison.Ordinal);
        Assert.DoesNotContain($"{small} reached", node.Console, StringComparison.Ordinal);
    });

    /// <summary>So is a process whose dictionary does.</summary>
    [Fact]
    public void A_dictionary_counts() => Run(static _ =>
    {
        (Pid _, Ref monitor) = Process.SpawnMonitor(
            static () =>
            {
                for (int number = 0; number < Many; number++)
                {
                    Process.Put(number, new byte[Piece]);
                }

                Process.GarbageCollect();
            },
            new SpawnOptions { MaxHeap = Kill });
        Assert.Equal(ExitReason.Killed, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
    });

    /// <summary>One that asks for reports alone goes on, and reports at each collection.</summary>
    [Fact]
    public void Reports_end_nobody() => Run(static node =>
    {
        Pid keeper = Process.SpawnLink(
            new Keeper(), new SpawnOptions { MaxHeap = new MaxHeapSize(Limit, Kill: false, Report: true) });
        Feed(keeper, Many);
        Assert.Equal(Many, Count(keeper));
        Assert.True(Process.GarbageCollect(keeper));
        Assert.Equal(Many, Count(keeper));
        Assert.Contains("reached its maximum heap size", node.Console, StringComparison.Ordinal);
        Assert.Contains("it goes on", node.Console, StringComparison.Ordinal);
    });

    /// <summary>A child has its parent's limit, though nobody says so.</summary>
    [Fact]
    public void The_limit_is_inherited() => Run(static _ =>
    {
        Pid self = Process.Self;
        Process.Spawn(
            () =>
            {
                (Pid child, Ref monitor) = Process.SpawnMonitor(new Keeper());
                Feed(child, Many);
                Process.Send(self, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
            },
            new SpawnOptions { MaxHeap = Kill });
        Assert.Equal(ExitReason.Killed, Process.Receive<ExitReason>());
    });

    /// <summary>What was taken and dropped is garbage, however much.</summary>
    [Fact]
    public void What_passes_through_is_not_kept() => Run(static _ =>
    {
        Pid passer = Process.SpawnLink(new Passer(), new SpawnOptions { MaxHeap = Kill });
        Feed(passer, 5 * Many);
        Assert.Equal(5 * Many, Count(passer));
    });

    /// <summary>What waits in the mailbox is nobody's heap yet.</summary>
    [Fact]
    public void What_waits_does_not_count() => Run(static _ =>
    {
        Pid waiter = Process.SpawnLink(
            static () =>
            {
                Pid from = Process.Receive<Pid>();
                Process.GarbageCollect();
                Process.Send(from, Process.Info(Process.Self)!.MailboxLength);
                Process.Receive(static _ => false);
            },
            new SpawnOptions { MaxHeap = Kill });
        Feed(waiter, Many);
        Process.Send(waiter, Process.Self);
        Assert.Equal(Many, Process.Receive<int>());
        Process.Unlink(waiter);
        Process.Exit(waiter, ExitReason.Kill);
    });

    /// <summary>A collection that somebody else asks for ends who waits with too much.</summary>
    [Fact]
    public void Who_waits_is_ended_by_anothers_collection() => Run(static _ =>
    {
        Pid self = Process.Self;
        (Pid waiter, Ref monitor) = Process.SpawnMonitor(() =>
        {
            for (int number = 0; number < Many; number++)
            {
                Process.Put(number, new byte[Piece]);
            }

            Process.MaxHeap = Kill;
            Process.Send(self, "waits");
            Process.Receive(static _ => false);
        });
        Process.Receive<string>();
        Process.GarbageCollectAsync(waiter);
        Assert.Equal(ExitReason.Killed, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
        Process.Receive<GarbageCollectReply>();
    });

    /// <summary>While processes are killed, refused memory and late, who outgrows its limit leaves nothing.</summary>
    [Fact]
    public void Nothing_is_left_under_faults() => Seeds.Check(20, static node => node.Run(() =>
    {
        string before = Books.Rented(node);
        node.Faults.KillEvery = 2_000;
        node.Faults.RefuseMemoryEvery = 50;
        node.Faults.DelaySignalsEvery = 4;
        for (int round = 0; round < 3; round++)
        {
            (Pid keeper, Ref monitor) = Process.SpawnMonitor(new Keeper(), new SpawnOptions { MaxHeap = Kill });
            Pid friend = Process.Spawn(() =>
            {
                Process.Link(keeper);
                Process.Receive(static _ => false);
            });
            Feed(keeper, Many);
            Process.Receive<DownMessage>(down => down.Monitor == monitor);
            Process.Exit(friend, ExitReason.Kill);
        }

        node.Faults.KillEvery = 0;
        node.Pass(TimeSpan.FromSeconds(1));
        while (Process.TryReceive(TimeSpan.Zero, out _))
        {
        }

        node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}; {Books.Signals()}");
    }));

    private static void Run(Action<SimulatedNode> action, [CallerMemberName] string test = "") =>
        Seeds.Check(30, node => node.Run(() => action(node)), test: test);

    private static void Feed(Pid pid, int pieces)
    {
        for (int piece = 0; piece < pieces; piece++)
        {
            Process.Send(pid, new byte[Piece]);
        }
    }

    private static int Count(Pid pid)
    {
        Process.Send(pid, Process.Self);
        return Process.Receive<int>();
    }

    // Keeps what it is sent.
    private sealed class Keeper : Server
    {
        private readonly List<byte[]> _kept = [];

        protected internal override void OnMessage(object? message)
        {
            if (message is byte[] piece)
                _kept.Add(piece);
            else
                Process.Send((Pid)message!, _kept.Count);
        }
    }

    // Counts it and forgets it.
    private sealed class Passer : Server
    {
        private int _count;

        protected internal override void OnMessage(object? message)
        {
            if (message is byte[])
                _count++;
            else
                Process.Send((Pid)message!, _count);
        }
    }
}
