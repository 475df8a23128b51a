using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// A tree of processes, ten children each; the leaves send their number up, the others the sum. A million leaves make
/// 1,111,111 processes. Twin: row_skynet.erl.
/// </summary>
internal static class Skynet
{
    private const int Children = 10;

    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        long start = Clock.Now;
        Process.SpawnLink(() => Node(self, 0, size));
        long sum = Process.Receive<long>();
        double[] values = Stage.MillisecondsSince(start);
        return sum == (long)size * (size - 1) / 2 ? values : throw new InvalidOperationException("The sum is wrong.");
    }

    private static void Node(Pid parent, long number, int size)
    {
        if (size == 1)
        {
            Process.Send(parent, number);
            return;
        }

        Pid self = Process.Self;
        int part = size / Children;
        for (int i = 0; i < Children; i++)
        {
            long first = number + ((long)i * part);
            Process.Spawn(() => Node(self, first, part));
        }

        long sum = 0;
        for (int i = 0; i < Children; i++)
        {
            sum += Process.Receive<long>();
        }

        Process.Send(parent, sum);
    }
}
