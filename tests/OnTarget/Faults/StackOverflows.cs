// A stack that is full runs into its guard page. There is no stack left to handle that on, which is why the fault
// handler has one of its own; the machine ends with a reason and not with a silent reset.
using System.Runtime.CompilerServices;
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about a stack that is full.</summary>
public sealed class StackOverflows
{
    /// <summary>Endless recursion is named as what it is.</summary>
    [Crash("reason: stack overflow")]
    public void Endless_recursion_is_a_stack_overflow() => Console.WriteLine(Recurse(1));

    /// <summary>The epitaph shows where the stack went.</summary>
    [Crash("StackOverflows.Recurse")]
    public void The_epitaph_names_the_recursion() => Console.WriteLine(Recurse(1));

    /// <summary>A frame larger than the guard page cannot jump over it.</summary>
    [Crash("reason: stack overflow")]
    public void A_huge_frame_does_not_jump_over_the_guard() => Console.WriteLine(RecurseInBigSteps(1));

    /// <summary>A second context has a guard of its own.</summary>
    [Crash("reason: stack overflow")]
    public void A_second_context_overflows_its_own_stack()
    {
        using var context = new Coroutine(static _ => Console.WriteLine(Recurse(1)));
        context.Resume();
    }

    /// <summary>.NET can say in time that the stack will not suffice.</summary>
    [Fact]
    public void Code_that_asks_for_stack_is_refused_in_time() =>
        Assert.Throws<InsufficientExecutionStackException>(static () => RecurseCarefully(1));

    /// <summary>Goes down for ever, but asks for room at each step.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static int RecurseCarefully(int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return RecurseCarefully(depth + 1) + depth;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) => Recurse(depth + 1) + depth;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RecurseInBigSteps(int depth)
    {
        Span<byte> frame = stackalloc byte[64 * 1024];
        frame[depth & 0xFF] = 1;
        return RecurseInBigSteps(depth + 1) + frame[0];
    }
}
