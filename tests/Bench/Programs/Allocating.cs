// Allocation of a small object that dies at once.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Bench.Programs;

/// <summary>Objects of 32 bytes: header, type, two words.</summary>
internal static class Allocating
{
    private sealed class Pair
    {
        public long First;
        public long Second;
    }

    /// <summary>One object a round.</summary>
    public static long Bytes32(int rounds)
    {
        long sum = 0;
        for (int i = 0; i < rounds; i++)
        {
            Pair pair = Make(i);
            sum += pair.First;
        }

        return sum;
    }

    // Not inlined, which keeps the object from living on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair Make(int value)
        => new() { First = value, Second = value };
}
