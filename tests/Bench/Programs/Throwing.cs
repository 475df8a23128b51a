// Throw and catch: a new exception object each time, as programs do it.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Bench.Programs;

/// <summary>Exceptions over one and ten frames, and the processor's own.</summary>
internal static class Throwing
{
    private sealed class Node
    {
        public int Value = 1;
    }

    /// <summary>The thrower is called by the method that catches.</summary>
    public static long AcrossFrames1(int rounds) => Rounds(rounds, 0);

    /// <summary>Nine frames lie between the two.</summary>
    public static long AcrossFrames10(int rounds) => Rounds(rounds, 9);

    /// <summary>A field of nothing is read.</summary>
    public static long NullReference(int rounds)
    {
        long caught = 0;
        for (int i = 0; i < rounds; i++)
        {
            try
            {
                caught += Read(null);
            }
            catch (NullReferenceException)
            {
                caught++;
            }
        }

        return caught;
    }

    private static long Rounds(int rounds, int depth)
    {
        long caught = 0;
        for (int i = 0; i < rounds; i++)
        {
            try
            {
                caught += Descend(depth);
            }
            catch (InvalidOperationException)
            {
                caught++;
            }
        }

        return caught;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth)
        => depth == 0 ? throw new InvalidOperationException("measured") : Descend(depth - 1) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Read(Node? node) => node!.Value;
}
