// What the runtime's structures take for granted, checked in every build. A broken one is a fault of the runtime,
// not of a process: thrown with preemption off, as most of them would be, it ends the machine with an epitaph.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Runtime.Structures;

/// <summary>Assertions that stay on.</summary>
internal static class Invariant
{
    /// <summary>Fails unless a fact holds.</summary>
    /// <param name="fact">What must be true.</param>
    /// <param name="claim">The fact in words.</param>
    public static void Holds([DoesNotReturnIf(false)] bool fact, string claim)
    {
        if (!fact)
            Fail(claim);
    }

    [DoesNotReturn]
    private static void Fail(string claim) => throw new InvalidOperationException(claim);
}
