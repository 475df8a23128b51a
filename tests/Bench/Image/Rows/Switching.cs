// What a switch costs by itself; rows without a twin. A voluntary one is a yield of one of two processes. A preemptive
// one cannot be asked for: two processes watch the clock without a pause, and each notes when it was last sure to run
// and when it ran again. From the last moment of the one to the first of the other is what the switch took from both,
// the alarm's interrupt included. Both rows are of one core: two processes with a core each never leave it, and the
// latter row would never end.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>The switches.</summary>
internal static class Switching
{
    // Two looks at the clock that lie further apart had somebody else's slice between them.
    private const long SliceNs = 500_000;

    /// <summary>Two processes that yield to each other.</summary>
    public static double[] Voluntary(int size)
    {
        Pid self = Process.Self;
        Process.SpawnLink(() => Yield(size / 2, self));
        long start = Clock.Now;
        Yield(size / 2, self);
        Process.Receive<string>();
        return Stage.MeanSince(start, size);
    }

    /// <summary>Two processes that do not.</summary>
    public static double[] Preemptive(int size)
    {
        Pid self = Process.Self;
        Process.SpawnLink(() => Process.Send(self, Stretches(size / 2)));
        Process.SpawnLink(() => Process.Send(self, Stretches(size / 2)));
        long[] first = Process.Receive<long[]>();
        long[] second = Process.Receive<long[]>();
        return [.. Gaps([.. first, .. second])];
    }

    private static void Yield(int count, Pid owner)
    {
        for (int i = 0; i < count; i++)
        {
            Process.Yield();
        }

        if (Process.Self != owner)
        {
            Process.Send(owner, "done");
        }
    }

    // Pairs: when the process began to run without a pause, when it ended.
    private static long[] Stretches(int count)
    {
        long[] moments = new long[2 * count];
        long last = Clock.Now;
        moments[0] = last;
        for (int i = 0; i < count;)
        {
            long now = Clock.Now;
            if (now - last > SliceNs)
            {
                moments[(2 * i) + 1] = last;
                i++;
                if (i < count)
                {
                    moments[2 * i] = now;
                }
            }

            last = now;
        }

        return moments;
    }

    private static IEnumerable<double> Gaps(long[] moments)
    {
        (long From, long To)[] stretches =
            [.. moments.Chunk(2).Select(pair => (pair[0], pair[1])).OrderBy(pair => pair.Item1)];
        for (int i = 1; i < stretches.Length; i++)
        {
            long gap = stretches[i].From - stretches[i - 1].To;
            if (gap is > 0 and < SliceNs)
            {
                yield return gap;
            }
        }
    }
}
