// A context of the kernel's, for cases that must bring the machine down: what a process does wrong ends that process
// and nothing else, so what a kernel does wrong has to be done where the kernel runs.
using Cosmos.Core.Abi;
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Runs cases outside of all processes.</summary>
internal static class KernelContext
{
    /// <summary>A crash case becomes one that runs outside of all processes; others stay as they are.</summary>
    public static TestCase ForCrash(TestCase item) =>
        item.IsCrash ? item with { Run = () => Run(item.Run) } : item;

    private static void Run(Action body)
    {
        Preemption.Disable(); // contexts are switched by hand from here on
        using var context = new Coroutine(_ => body());
        context.Resume();
        Preemption.Enable();
    }
}
