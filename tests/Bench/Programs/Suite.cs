// What is measured, on whatever runtime compiled it: the costs that everything else is made of. Each program runs
// until it is warm, then gives a number of samples, each the mean of enough rounds to outlast the clock's resolution.
using System.Diagnostics;

namespace Cosmos.Tests.Bench.Programs;

/// <summary>The programs and the loop round them.</summary>
internal static class Suite
{
    /// <summary>What asks for fewer and shorter samples.</summary>
    public const string Quick = "quick";

    private const int Samples = 15;
    private const int QuickSamples = 5;
    private const double SampleNanoseconds = 10_000_000;

    // A jitting runtime compiles its best code in the background, some 100 ms after a method proved to be hot.
    private const int WarmUpBursts = 20;
    private const int QuickWarmUpBursts = 10;
    private const int WarmUpPauseMilliseconds = 25;

    private const int NoLimit = int.MaxValue;

    /// <summary>Runs all programs and hands their samples to <paramref name="write"/>, a line each.</summary>
    public static void Run(bool isQuick, Action<string> write)
    {
        Measure("throw-catch-1", Throwing.AcrossFrames1, 20_000, isQuick, write);
        Measure("throw-catch-10", Throwing.AcrossFrames10, 10_000, isQuick, write);
        Measure("null-reference", Throwing.NullReference, 10_000, isQuick, write);
        Measure("interface-call", Calling.OneType, NoLimit, isQuick, write);
        Measure("interface-call-4", Calling.FourTypes, NoLimit, isQuick, write);
        Measure("interface-call-64", Calling.ManyTypes, NoLimit, isQuick, write);
        Measure("allocate-32", Allocating.Bytes32, NoLimit, isQuick, write);
    }

    private static void Measure(
        string name, Func<int, long> program, int mostRounds, bool isQuick, Action<string> write)
    {
        int rounds = WarmUp(program, mostRounds, isQuick ? QuickWarmUpBursts : WarmUpBursts);
        for (int i = 0; i < (isQuick ? QuickSamples : Samples); i++)
        {
            write(Sample.Format(name, "ns", Nanoseconds(program, rounds) / rounds));
        }
    }

    // Returns the rounds that fill a sample.
    private static int WarmUp(Func<int, long> program, int mostRounds, int bursts)
    {
        int rounds = 256;
        for (int i = 0; i < bursts; i++)
        {
            double took = Nanoseconds(program, rounds);
            double wanted = rounds * SampleNanoseconds / Math.Max(took, 1);
            rounds = (int)Math.Clamp(wanted, 1, Math.Min(mostRounds, rounds * 8L));
            Thread.Sleep(WarmUpPauseMilliseconds);
        }

        return rounds;
    }

    private static double Nanoseconds(Func<int, long> program, int rounds)
    {
        long start = Stopwatch.GetTimestamp();
        Sink.Use(program(rounds));
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
