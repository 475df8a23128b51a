// A context of the kernel's own for a case: its objects are everybody's and never move, nothing preempts it, and it may
// switch contexts by hand and put a runtime of its own in the place of the image's. The process that runs the cases
// waits meanwhile, with preemption off.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>Runs a case outside of all processes.</summary>
internal static unsafe class SystemContext
{
    private const nuint StackBytes = 1024 * 1024;

    private static TestCase? s_case;
    private static string? s_outcome;
    private static ContextBlock* s_caller;

    /// <summary>Runs a case: null if it held, otherwise what it threw, in words.</summary>
    public static string? Run(TestCase item)
    {
        s_case = item;
        ContextBlock* context = Context.Create(&Main, 0, StackBytes);
        if (context == null)
        {
            return "no memory for a context";
        }

        Preemption.Disable();
        s_caller = Context.CurrentBlock;
        Context.SwitchTo(context);
        Context.Destroy(context);
        Preemption.Enable();
        return s_outcome;
    }

    private static void Main(nint argument)
    {
        s_outcome = CaseRunner.Outcome(s_case!);
        Context.SwitchTo(s_caller);
    }
}
