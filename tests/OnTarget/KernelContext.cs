// A context of the kernel's own for a case: its objects are everybody's and never move, nothing preempts it, and it may
// switch contexts by hand and put a runtime of its own in the place of the image's. The process that runs the cases
// waits meanwhile, with preemption off. Crash cases run here as well: what a process does wrong ends that process and
// nothing else, so what brings the machine down has to be done where the kernel runs.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget;

/// <summary>Runs cases outside of all processes.</summary>
internal static unsafe class KernelContext
{
    private const nuint StackBytes = 1024 * 1024;

    private static Action? s_body;
    private static ContextBlock* s_caller;

    /// <summary>Runs a case: null if it held, otherwise what it threw, in words.</summary>
    public static string? Outcome(TestCase item)
    {
        string? outcome = null;
        Run(() => outcome = CaseRunner.Outcome(item));
        return outcome;
    }

    /// <summary>A crash case becomes one that runs outside of all processes; others stay as they are.</summary>
    public static TestCase ForCrash(TestCase item) =>
        item.IsCrash ? item with { Run = () => Run(item.Run) } : item;

    private static void Run(Action body)
    {
        s_body = body;
        ContextBlock* context = Context.Create(&Main, 0, StackBytes);
        Assert.True(context != null, "there ought to be memory for a context");
        Preemption.Disable();
        s_caller = Context.CurrentBlock;
        Context.SwitchTo(context);
        Context.Destroy(context);
        Preemption.Enable();
    }

    private static void Main(nint argument)
    {
        s_body!();
        Context.SwitchTo(s_caller);
    }
}
