// What is measured, on whatever runtime compiled it: the costs that everything else is made of. Each program runs
// until it is warm, then gives a number of samples, each the mean of enough rounds to outlast the clock's resolution.
using System.Diagnostics;

namespace Cosmos.Tests.Bench.Programs;

/// <summary>The programs and the loop round them.</summary>
internal static class Suite
{
    private const int Samples = 15;
    private const double SampleNanoseconds = 10_000_000;

    // A jitting runtime compiles its best code in the background, some 100 ms after a method proved to be hot.
    private const int WarmUpBursts = 20;
    private const int WarmUpPauseMilliseconds = 25;

    private const int NoLimit = int.MaxValue;

    // Our kernel does not collect yet, so what allocates is bounded: 16 MB a sample.
    private const int MostAllocations = 500_000;

    /// <summary>Runs all programs and hands their samples to <paramref name="write"/>, a line each.</summary>
    public static void Run(Action<string> write)
    {
        Measure("throw-catch-1", Throwing.AcrossFrames1, 20_000, write);
        Measure("throw-catch-10", Throwing.AcrossFrames10, 10_000, write);
        Measure("null-reference", Throwing.NullReference, 10_000, write);
        Measure("interface-call", Calling.OneType, NoLimit, write);
        Measure("interface-call-4", Calling.FourTypes, NoLimit, write);
        Measure("interface-call-64", Calling.ManyTypes, NoLimit, write);
        Measure("allocate-32", Allocating.Bytes32, MostAllocations, write);
    }

    private static void Measure(string name, Func<int, long> program, int mostRounds, Action<string> write)
    {
        int rounds = WarmUp(program, mostRounds);
        for (int i = 0; i < Samples; i++)
        {
            write(Sample.Format(name, "ns", Nanoseconds(program, rounds) / rounds));
        }
    }

    // Returns the rounds that fill a sample.
    private static int WarmUp(Func<int, long> program, int mostRounds)
    {
        int rounds = 256;
        for (int i = 0; i < WarmUpBursts; i++)
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
