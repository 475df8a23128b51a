using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// Messages one way: batches of a thousand integers, an answer after each batch, so that no mailbox grows without
/// bound. Twin: row_send.erl.
/// </summary>
internal static class Sending
{
    private const int Batch = 1000;

    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        Pid receiver = Process.SpawnLink(() => Take(self));
        long start = Clock.Now;
        for (int batch = 0; batch < size / Batch; batch++)
        {
            for (int i = 0; i < Batch; i++)
            {
                Process.Send(receiver, i);
            }

            Process.Receive<string>();
        }

        double[] values = Stage.MeanSince(start, size);
        Process.Unlink(receiver);
        Process.Exit(receiver, ExitReason.Kill);
        return values;
    }

    private static void Take(Pid sender)
    {
        while (true)
        {
            for (int i = 0; i < Batch; i++)
            {
                Process.Receive<int>();
            }

            Process.Send(sender, "done");
        }
    }
}
