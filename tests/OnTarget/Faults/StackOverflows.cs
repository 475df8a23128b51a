// A stack that is full runs into its guard page. There is no stack left to handle that on, which is why the fault
// handler has one of its own; the machine ends with a reason and not with a silent reset.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;
using Cosmos.Tests.OnTarget.Contexts;
using Cosmos.Tests.OnTarget.Processes;

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

    /// <summary>
    /// Who wakes on another stack than it slept on is told of that one's room: it has enough at first, and is refused
    /// in time.
    /// </summary>
    [Fact]
    public void Who_wakes_on_another_stack_knows_its_room()
    {
        var sleepers = new Pid[16];
        for (int index = 0; index < sleepers.Length; index++)
        {
            Pid tester = Process.Self;
            sleepers[index] = Process.SpawnLink(() => Sleep(tester));
            Expect.Next("has a stack");
        }

        foreach (Pid sleeper in sleepers)
        {
            Process.Send(sleeper, "sleep");
            Expect.Until(
                () => Process.Info(sleeper) is { Status: ProcessStatus.Waiting, StackBytes: 0 }, "sleeps");
        }

        foreach (Pid sleeper in sleepers)
        {
            Process.Send(sleeper, "wake");
            Expect.Next("has a stack");
        }

        foreach (Pid sleeper in sleepers)
        {
            Expect.Killed(sleeper);
        }
    }

    // Keeps its stack while it waits for a message, so that everybody has another.
    private static void Sleep(Pid tester)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Process.Send(tester, "has a stack");
        Process.Receive();
        Process.Hibernate(() =>
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            Assert.Throws<InsufficientExecutionStackException>(static () => RecurseCarefully(1));
            Process.Receive();
            Process.Send(tester, "has a stack");
            Puppet.Wait();
        });
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RecurseCarefully(int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return RecurseCarefully(depth + 1) + depth;
    }
}
