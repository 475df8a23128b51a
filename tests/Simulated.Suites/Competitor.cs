// tests/OnTarget's Competitor for the simulated machine: a process that counts as fast as it is let. It reads the
// virtual clock, where a core can be taken from it, and counts how often it did.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A process that measures its share of the core.</summary>
internal static class Competitor
{
    /// <summary>A new one, linked to the caller; it waits until <see cref="Measure"/> lets it go.</summary>
    public static Pid Start(Priority priority) =>
        Process.SpawnLink(Compete, new SpawnOptions { Priority = priority });

    /// <summary>Lets them count for a while; their counts, in the same order. They end thereby.</summary>
    public static long[] Measure(int milliseconds, params Pid[] competitors)
    {
        Priority before = Process.Priority;
        Process.Priority = Priority.Max;
        long begin = Clock.Now + 20_000_000;
        long end = begin + (milliseconds * 1_000_000L);
        foreach (Pid competitor in competitors)
        {
            Process.Send(competitor, new Race(Process.Self, begin, end));
        }

        Process.Priority = before;
        var counts = new long[competitors.Length];
        for (int index = 0; index < competitors.Length; index++)
        {
            Pid competitor = competitors[index];
            counts[index] = Expect.Message<Count>(count => count.Of == competitor).Value;
        }

        return counts;
    }

    /// <summary>As <see cref="Measure"/>: no host takes time from virtual time, so counts are turns.</summary>
    public static long[] MeasureTurns(int milliseconds, params Pid[] competitors) => Measure(milliseconds, competitors);

    private static void Compete()
    {
        Race race = Process.Receive<Race>();
        long count = 0;
        while (Clock.Now < race.Begin)
        {
        }

        while (Clock.Now < race.End)
        {
            count++;
        }

        Process.Send(race.From, new Count(Process.Self, count));
    }

    private sealed record Race(Pid From, long Begin, long End);

    private sealed record Count(Pid Of, long Value);
}
