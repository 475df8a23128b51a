// Who looks at the number of something that is gone. The memory of free records goes whenever no core is in the middle
// of something, so whoever follows an old number without asking whether there is anything is refused by the simulated
// pools. Here a core has nothing to do again and again, while another one comes by old numbers.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class OldNumbers
{
    private const int Lives = 60;

    private static TimeSpan Tick => TimeSpan.FromMicroseconds(20);

    /// <summary>A time slice that is over when the process that it was for has ended is the next one's.</summary>
    [Fact]
    public void A_slice_outlives_its_process() => Run(static node =>
    {
        var bound = new SpawnOptions { Core = 1 };
        for (int count = 0; count < 3; count++)
        {
            Process.Spawn(static () => Work(int.MaxValue), bound);
        }

        for (int life = 0; life < Lives; life++)
        {
            Process.Spawn(static () => Work(10), bound);
            node.Pass(TimeSpan.FromMicroseconds(300));
        }
    });

    /// <summary>A message to an alias that was taken back is nobody's.</summary>
    [Fact]
    public void Aliases_that_were_taken_back_mean_nobody() => Run(static node =>
    {
        (_, Ref monitor) = Process.SpawnMonitor(
            static () =>
            {
                for (int life = 0; life < Lives; life++)
                {
                    Ref alias = Process.Alias();
                    Process.Unalias(alias);
                    Process.Send(alias, "nobody");
                    Process.SendPriority(alias, "nobody");
                }
            },
            new SpawnOptions { Core = 1 });
        while (!Process.TryReceive<DownMessage>(Tick, out _, down => down.Monitor == monitor))
        {
        }
    });

    /// <summary>A pid of a process that has ended means nobody, whatever it is used for.</summary>
    [Fact]
    public void Pids_of_the_dead_mean_nobody() => Run(static node =>
    {
        (_, Ref monitor) = Process.SpawnMonitor(
            () =>
            {
                for (int life = 0; life < Lives; life++)
                {
                    (Pid dead, Ref end) = Process.SpawnMonitor(static () => { });
                    Process.Receive<DownMessage>(down => down.Monitor == end);
                    Process.Send(dead, "nobody");
                    Process.Exit(dead, ExitReason.Kill);
                    Process.SendAfter(TimeSpan.Zero, dead, "nobody");
                    node.Check(!Process.IsAlive(dead), "it is dead");
                    node.Check(Process.Info(dead) is null, "there is nothing to know of it");
                    Ref late = Process.Monitor(dead);
                    Process.Receive<DownMessage>(down => down.Monitor == late);
                }
            },
            new SpawnOptions { Core = 1 });
        DownMessage? end;
        while (!Process.TryReceive<DownMessage>(Tick, out end, down => down.Monitor == monitor))
        {
        }

        node.Check(end.Reason == ExitReason.Normal, end.Reason.ToString());
    });

    // The claim's process is on core 2, which has nothing to do whenever it waits.
    private static void Run(
        Action<SimulatedNode> claim, [CallerMemberName] string test = "") => Seeds.Check(
        20,
        node => node.Run(() =>
        {
            (_, Ref monitor) = Process.SpawnMonitor(
                () => claim(node), new SpawnOptions { Core = 2, Priority = Priority.Max });
            DownMessage down = Process.Receive<DownMessage>(down => down.Monitor == monitor);
            node.Check(down.Reason == ExitReason.Normal, down.Reason.ToString());
        }),
        cores: 2, test: test);

    private static void Work(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            _ = Clock.Now;
        }
    }
}
