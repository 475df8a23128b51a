using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>A thousand senders send integers to one receiver. Twin: row_bang.erl.</summary>
internal static class Bang
{
    private const int Senders = 1000;

    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        long start = Clock.Now;
        for (int i = 0; i < Senders; i++)
        {
            Process.Spawn(() => Send(size, self));
        }

        for (int left = Senders * size; left > 0; left--)
        {
            Process.Receive<int>();
        }

        return Stage.MillisecondsSince(start);
    }

    private static void Send(int count, Pid to)
    {
        for (int i = 0; i < count; i++)
        {
            Process.Send(to, i);
        }
    }
}
