using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// A process that ends at once is spawned with a monitor, and its DOWN awaited. Twin: row_spawn.erl.
/// </summary>
internal static class Spawning
{
    public static double[] Run(int size)
    {
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            (_, Ref monitor) = Process.SpawnMonitor(static () => { });
            Process.Receive<DownMessage>(monitor, down => down.Monitor == monitor);
        }

        return Stage.MeanSince(start, size);
    }
}
