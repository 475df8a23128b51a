// Claims about ends that once left something behind, each found by random programs.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class Leaks
{
    /// <summary>Who ends because its mailbox is full gives back the signal that said so.</summary>
    [Fact]
    public void A_full_mailbox_leaves_nothing() => NothingIsLeft(static () =>
    {
        (Pid pid, Ref monitor) = Process.SpawnMonitor(
            static () => Process.Receive(static _ => false), new SpawnOptions { MailboxLimit = 3 });
        for (int count = 0; count < 5; count++)
        {
            Process.Send(pid, count);
        }

        Process.Receive<DownMessage>(down => down.Monitor == monitor);
    });

    /// <summary>Who is killed while it reads about itself leaves nothing of what it read.</summary>
    [Fact]
    public void Reading_about_oneself_leaves_nothing() => NothingIsLeft(static () =>
    {
        Pid pid = Process.Spawn(static () =>
        {
            while (true)
            {
                _ = Process.Info(Process.Self);
            }
        });
        Process.Yield();
        Process.Exit(pid, ExitReason.Kill);
    });

    /// <summary>A pid that is one ahead of a process that ends reaches nobody.</summary>
    [Fact]
    public void A_pid_of_the_future_reaches_nobody() => NothingIsLeft(static () =>
    {
        Pid pid = Process.Spawn(static () => { });
        var next = new Pid(pid.Id, pid.Serial + 1);
        for (int count = 0; count < 20; count++)
        {
            Process.Send(next, "nobody");
            Process.Yield();
        }
    });

    private static void NothingIsLeft(Action action, [CallerMemberName] string test = "")
    {
        Seeds.Check(100, node => node.Run(() => Balance(node)), test: test);

        void Balance(SimulatedNode node)
        {
            string before = Books.Rented(node);
            action();
            node.Pass(TimeSpan.FromSeconds(1));
            node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}; {Books.Signals()}");
        }
    }
}
