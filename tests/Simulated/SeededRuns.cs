// Random tests of structures, which need no node: each run has a seed, and a failure names the command that replays it.
using System.Runtime.CompilerServices;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated;

/// <summary>Runs a claim on many seeds.</summary>
internal static class SeededRuns
{
    /// <summary>Checks a claim for seeds as <see cref="Seeds"/> chooses them.</summary>
    /// <param name="count">How many seeds.</param>
    /// <param name="claim">What must not throw.</param>
    /// <param name="test">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    public static void Check(
        int count, Action<Random> claim, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        foreach (int seed in Seeds.Chosen(count))
        {
            Exception? thrown = Record.Exception(() => claim(new Random(seed)));
            Assert.True(thrown is null, $"{Seeds.Replay(seed, test, file)} has it again: {thrown}");
        }
    }
}
