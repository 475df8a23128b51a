// A process that counts as fast as it is let. Several of them measure how the core is shared: all are told to stop at
// once, and their counts are compared. Stopping them one by one would give the last ones a core of their own, so a
// count ends at a moment that was set before.
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A process that measures its share of the core.</summary>
internal static class Competitor
{
    private const int Stride = 256;

    /// <summary>
    /// A new one, linked to the caller; it waits until <see cref="Measure"/> lets it go. All are bound to one core,
    /// which they share.
    /// </summary>
    public static Pid Start(Priority priority) =>
        Process.SpawnLink(Compete, new SpawnOptions { Priority = priority, Core = 1 });

    /// <summary>Lets them count for a while; their counts, in the same order. They end thereby.</summary>
    public static long[] Measure(int milliseconds, params Pid[] competitors) =>
        Array.ConvertAll(Run(milliseconds, competitors), static count => count.Value);

    /// <summary>
    /// Lets them count for a while; the whole slices that each used up. How much work a slice allows is for the host of
    /// an emulated machine to say; who gets it is the scheduler's decision.
    /// </summary>
    public static long[] MeasureTurns(int milliseconds, params Pid[] competitors) =>
        Array.ConvertAll(Run(milliseconds, competitors), static count => count.Turns);

    private static Count[] Run(int milliseconds, Pid[] competitors)
    {
        Priority before = Process.Priority;
        Process.Priority = Priority.Max;
        long begin = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 50);
        long end = begin + (Stopwatch.Frequency * milliseconds / 1000);
        foreach (Pid competitor in competitors)
        {
            Process.Send(competitor, new Race(Process.Self, begin, end));
        }

        Process.Priority = before;
        var counts = new Count[competitors.Length];
        for (int index = 0; index < competitors.Length; index++)
        {
            Pid competitor = competitors[index];
            counts[index] = Expect.Message<Count>(count => count.Of == competitor);
        }

        return counts;
    }

    private static void Compete()
    {
        Race race = Process.Receive<Race>();
        long count = 0;
        while (Stopwatch.GetTimestamp() < race.Begin)
        {
        }

        ulong before = Process.Info(Process.Self)!.Reductions;

        while (Stopwatch.GetTimestamp() < race.End)
        {
            for (int step = 0; step < Stride; step++)
            {
                count = Step(count);
            }
        }

        ulong used = Process.Info(Process.Self)!.Reductions - before;
        Process.Send(race.From, new Count(Process.Self, count, (long)(used / Reductions.PerSlice)));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static long Step(long count) => count + 1;

    private sealed record Race(Pid From, long Begin, long End);

    private sealed record Count(Pid Of, long Value, long Turns);
}
