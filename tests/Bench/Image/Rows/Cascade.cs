using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// A chain of processes, each linked to the next; the first is killed, and all die. Twin: row_cascade.erl.
/// </summary>
internal static class Cascade
{
    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        (Pid last, Ref monitor) = Process.SpawnMonitor(static () => Process.Receive());
        Pid first = last;
        for (int i = 1; i < size; i++)
        {
            Pid next = first;
            first = Process.Spawn(() =>
            {
                Process.Link(next);
                Process.Send(self, "linked");
                Process.Receive();
            });
            Process.Receive<string>();
        }

        long start = Clock.Now;
        Process.Exit(first, ExitReason.Kill);
        Process.Receive<DownMessage>(down => down.Monitor == monitor);
        return Stage.MeanSince(start, size);
    }
}
