// What becomes of who wants one process more than a budget allows: it exits. That is a spawn's own failure, as being
// out of processes is; who expects it can catch it, and a supervisor takes it for the failure of a start.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Budgets;

/// <summary>The refusal of a process. Preemption on.</summary>
internal static class Refusal
{
    /// <summary>Reports it, unless it was lately, and exits the running process.</summary>
    [DoesNotReturn]
    public static void Refuse(int budget)
    {
        ref BudgetRecord record = ref Pool<BudgetRecord>.At(budget);
        Pid owner = record.Owner;
        int most = record.MostProcesses;
        if (Interlocked.Exchange(ref record.IsReported, 1) == 0)
        {
            Reports.Write(
                $"=ERROR REPORT==== {Process.Self} wants one process more than the {most} that the budget of the "
                + $"subtree of {owner} allows, and exits");
        }

        throw new ProcessExitException(ExitReason.Of("process_budget", $"{most} processes under {owner}"));
    }
}
