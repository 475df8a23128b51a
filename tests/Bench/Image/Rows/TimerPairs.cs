using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// A timer with a message is started and cancelled, while a hundred thousand others are pending. Twin: row_timers.erl.
/// </summary>
internal static class TimerPairs
{
    private const int Pending = 100_000;

    public static double[] Run(int size)
    {
        Ref[] pending = new Ref[Pending];
        for (int i = 0; i < Pending; i++)
        {
            pending[i] = Process.SendAfter(TimeSpan.FromMilliseconds(3_600_000 + i), Process.Self, "pending");
        }

        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            Ref timer = Process.SendAfter(TimeSpan.FromSeconds(5), Process.Self, i);
            if (Process.CancelTimer(timer) is null)
            {
                throw new InvalidOperationException("A timer of five seconds was over at once.");
            }
        }

        double[] values = Stage.MeanSince(start, size);
        foreach (Ref timer in pending)
        {
            Process.CancelTimer(timer);
        }

        return values;
    }
}
