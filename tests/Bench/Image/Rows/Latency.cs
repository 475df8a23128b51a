using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// Round trips between two processes at high priority while sixteen at normal spin. Twin: row_latency.erl.
/// </summary>
internal static class Latency
{
    private const int Spinners = 16;

    public static double[] Run(int size)
    {
        Pid[] spinners = Spin();
        Process.Priority = Priority.High;
        Pid partner = Process.SpawnLink(Echo, new SpawnOptions { Priority = Priority.High });
        double[] values = new double[size];
        for (int i = 0; i < size; i++)
        {
            long start = Clock.Now;
            Process.Send(partner, new Ball(Process.Self, i));
            Process.Receive<Ball>();
            values[i] = Clock.Now - start;
        }

        Members.Drop(partner);
        Members.Drop(spinners);
        return values;
    }

    /// <summary>Sixteen processes that do nothing but keep their core busy.</summary>
    public static Pid[] Spin()
    {
        Pid[] spinners = new Pid[Spinners];
        for (int i = 0; i < Spinners; i++)
        {
            spinners[i] = Process.SpawnLink(static () =>
            {
                long count = 0;
                while (count >= 0)
                {
                    count = (count + 1) & long.MaxValue;
                }
            });
        }

        return spinners;
    }

    private static void Echo()
    {
        while (true)
        {
            Ball ball = Process.Receive<Ball>();
            Process.Send(ball.From, new Ball(Process.Self, ball.Number));
        }
    }

    private sealed record Ball(Pid From, int Number);
}
