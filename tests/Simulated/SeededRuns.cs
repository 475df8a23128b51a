// Random tests that can be replayed: each run has a seed, a failure names it, and COSMOS_SEED=… runs that one alone.
namespace Cosmos.Tests.Simulated;

/// <summary>Runs a claim on many seeds.</summary>
internal static class SeededRuns
{
    /// <summary>Checks a claim for seeds that differ from day to day, or for the one in COSMOS_SEED.</summary>
    /// <param name="count">How many seeds.</param>
    /// <param name="claim">What must not throw.</param>
    public static void Check(int count, Action<Random> claim)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COSMOS_SEED"), out int only))
        {
            claim(new Random(only));
            return;
        }

        int first = Environment.TickCount & 0x3FFFFFFF;
        for (int seed = first; seed < first + count; seed++)
        {
            Exception? thrown = Record.Exception(() => claim(new Random(seed)));
            Assert.True(thrown is null, $"COSMOS_SEED={seed} replays: {thrown}");
        }
    }
}
