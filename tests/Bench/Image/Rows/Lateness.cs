using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// How late a process at high priority wakes from a millisecond's wait while sixteen at normal spin. Twin:
/// row_lateness.erl.
/// </summary>
internal static class Lateness
{
    private const long MillisecondNs = 1_000_000;

    public static double[] Run(int size)
    {
        Pid[] spinners = Latency.Spin();
        Process.Priority = Priority.High;
        var millisecond = TimeSpan.FromMilliseconds(1);
        double[] values = new double[size];
        for (int i = 0; i < size; i++)
        {
            long start = Clock.Now;
            Process.TryReceive(millisecond, out _);
            values[i] = Clock.Now - start - MillisecondNs;
        }

        Members.Drop(spinners);
        return values;
    }
}
