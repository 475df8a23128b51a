// The budget of a supervisor's subtree, as its supervisor sees it. What can be counted exactly counts itself (Budgets);
// what cannot, memory, is counted by the supervisor now and then.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Budgets;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

public abstract partial class SupervisorBehaviour
{
    private static readonly TimeSpan s_untilNextCensus = TimeSpan.FromSeconds(1);

    // Who was ended a moment ago should be gone before somebody else is.
    private static readonly TimeSpan s_untilItIsGone = TimeSpan.FromMilliseconds(10);

    private Budget? _budget;
    private bool _isCensusDue;

    /// <summary>The budget and what of it is used; null: the supervisor has none of its own.</summary>
    internal BudgetUse? BudgetUse()
    {
        if (_budget is null)
        {
            return null;
        }

        ref BudgetRecord record = ref Pool<BudgetRecord>.At(Charging.OwnBudget());
        return new BudgetUse(_budget, record.Processes, record.Bytes);
    }

    /// <summary>From here on the process supervises.</summary>
    private protected static void BeginSupervision()
    {
        Process.TrapExit = true;
        Pool<ProcessRecord>.At(ProcessTable.Self).Set(ProcessFlags.Supervises);
    }

    /// <summary>
    /// Limits what the supervisor starts from here on; what it has started is limited by new numbers.
    /// </summary>
    private protected void ApplyBudget(Budget? budget)
    {
        if (Charging.OwnBudget() != 0)
        {
            Charging.Change(budget);
        }
        else if (budget is not null)
        {
            Charging.Open(budget);
        }

        _budget = budget;
        ExpectCensus(s_untilNextCensus);
    }

    private void TakeCensus()
    {
        _isCensusDue = false;
        bool isTooMuch = Census.Take(Charging.OwnBudget());
        ExpectCensus(isTooMuch ? s_untilItIsGone : s_untilNextCensus);
    }

    // Where memory is limited further out, it is counted here as well: each budget counts its own members.
    private void ExpectCensus(TimeSpan time)
    {
        if (!_isCensusDue && Charging.IsMemoryLimited(Charging.OwnBudget()))
        {
            _isCensusDue = true;
            Process.SendAfter(time, Process.Self, new CensusDue());
        }
    }

    private sealed record CensusDue;
}
