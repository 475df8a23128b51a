// Who is charged to which budget. A process is charged to the budget of who made it, from before its first instruction
// until just before others are told of its end, so a count is exact and costs two atomic operations in a life; who is
// under no budget pays one comparison with zero. No message, no allocation and no switch knows of budgets.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Runtime.Budgets;

/// <summary>Entering and leaving budgets. Preemption off, unless a member says otherwise.</summary>
internal static class Charging
{
    // With half of it free again, the next refusal is news.
    private const int RoomPart = 2;

    /// <summary>The budget that a process's children are charged to; 0: none.</summary>
    public static int BudgetOfChildren(ref ProcessRecord process)
    {
        if (process.Membership == 0)
        {
            return 0;
        }

        ref MemberRecord member = ref Pool<MemberRecord>.At(process.Membership);
        return member.Opened != 0 ? member.Opened : member.Budget;
    }

    /// <summary>Charges a new process.</summary>
    /// <param name="child">Its record.</param>
    /// <param name="number">Its number.</param>
    /// <param name="budget">What to charge; not 0.</param>
    /// <param name="full">The budget that has no room for it; 0: all have.</param>
    /// <returns>False: there is no room, or no memory.</returns>
    public static bool TryEnter(ref ProcessRecord child, int number, int budget, out int full)
    {
        full = 0;
        int slot = Pool<MemberRecord>.Rent();
        if (slot == 0)
        {
            return false;
        }

        for (int outer = budget; outer != 0; outer = Pool<BudgetRecord>.At(outer).Outer)
        {
            if (!TryCount(ref Pool<BudgetRecord>.At(outer)))
            {
                full = outer;
                Uncount(budget, outer);
                Pool<MemberRecord>.Return(slot);
                return false;
            }
        }

        ref MemberRecord member = ref Pool<MemberRecord>.At(slot);
        member = default;
        member.Process = number;
        Join(slot, ref member, budget);
        child.Membership = slot;
        return true;
    }

    /// <summary>
    /// Takes a process, which ends or never began, out of its budget, and out of the one that it opened.
    /// </summary>
    public static void Leave(ref ProcessRecord process)
    {
        int slot = process.Membership;
        if (slot == 0)
        {
            return;
        }

        process.Membership = 0;
        ref MemberRecord member = ref Pool<MemberRecord>.At(slot);
        if (member.Opened != 0)
        {
            Release(member.Opened);
        }

        if (member.Budget != 0)
        {
            ref BudgetRecord record = ref Pool<BudgetRecord>.At(member.Budget);
            record.Latch.Take();
            if (record.Cursor == slot)
            {
                record.Cursor = Structures.ProcessQueue<MemberLinks>.After(slot);
            }

            record.Members.Remove(slot);
            record.Latch.Open();
            Uncount(member.Budget, 0);
            Release(member.Budget);
        }

        Pool<MemberRecord>.Return(slot);
    }

    /// <summary>
    /// From here on what the running process makes is charged to this budget, and to those that it is under itself.
    /// Preemption on.
    /// </summary>
    public static void Open(Budget budget)
    {
        Preemption.Disable();
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(ProcessTable.Self);
        int outer = BudgetOfChildren(ref self);
        int slot = SystemPool<BudgetRecord>.Rent();
        ref BudgetRecord record = ref Pool<BudgetRecord>.At(slot);
        record = default;
        record.Outer = outer;
        record.Holders = 1;
        record.Owner = Process.Self;
        Set(ref record, budget);
        if (outer != 0)
        {
            Interlocked.Increment(ref Pool<BudgetRecord>.At(outer).Holders);
        }

        if (self.Membership == 0)
        {
            int membership = SystemPool<MemberRecord>.Rent();
            Pool<MemberRecord>.At(membership) = default;
            self.Membership = membership;
        }

        Pool<MemberRecord>.At(self.Membership).Opened = slot;
        Preemption.Enable();
    }

    /// <summary>The budget that the running process has opened; 0: none. Preemption on.</summary>
    public static int OwnBudget()
    {
        int membership = Pool<ProcessRecord>.At(ProcessTable.Self).Membership;
        return membership == 0 ? 0 : Pool<MemberRecord>.At(membership).Opened;
    }

    /// <summary>Changes the limits of the budget that the running process has opened. Preemption on or off.</summary>
    public static void Change(Budget? budget) => Set(ref Pool<BudgetRecord>.At(OwnBudget()), budget ?? new Budget());

    /// <summary>Whether memory is limited by a budget, or by one round it. Preemption on or off.</summary>
    public static bool IsMemoryLimited(int budget)
    {
        while (budget != 0 && Pool<BudgetRecord>.At(budget).MostBytes == 0)
        {
            budget = Pool<BudgetRecord>.At(budget).Outer;
        }

        return budget != 0;
    }

    /// <summary>Whether a member is charged to a budget, or to one inside of it.</summary>
    public static bool IsIn(int membership, int budget)
    {
        int inner = membership == 0 ? 0 : Pool<MemberRecord>.At(membership).Budget;
        while (inner != 0 && inner != budget)
        {
            inner = Pool<BudgetRecord>.At(inner).Outer;
        }

        return inner == budget;
    }

    private static void Set(ref BudgetRecord record, Budget budget)
    {
        record.MostBytes = budget.MemoryBytes;
        record.MostMessages = budget.Mailbox;
        Volatile.Write(ref record.MostProcesses, budget.Processes);
    }

    private static void Join(int slot, ref MemberRecord member, int budget)
    {
        ref BudgetRecord record = ref Pool<BudgetRecord>.At(budget);
        Interlocked.Increment(ref record.Holders);
        member.Budget = budget;
        record.Latch.Take();
        record.Members.Append(slot);
        record.Latch.Open();
    }

    // One process more, unless there are as many as there may be. An addition that is taken back again would be seen by
    // others, who would be refused what there is room for.
    private static bool TryCount(ref BudgetRecord record)
    {
        int count = Volatile.Read(ref record.Processes);
        while (true)
        {
            int most = Volatile.Read(ref record.MostProcesses);
            if (most != 0 && count >= most)
            {
                return false;
            }

            int seen = Interlocked.CompareExchange(ref record.Processes, count + 1, count);
            if (seen == count)
            {
                return true;
            }

            count = seen;
        }
    }

    // One process less, from a budget outwards up to another one.
    private static void Uncount(int budget, int end)
    {
        for (int outer = budget; outer != end; outer = Pool<BudgetRecord>.At(outer).Outer)
        {
            ref BudgetRecord record = ref Pool<BudgetRecord>.At(outer);
            int left = Interlocked.Decrement(ref record.Processes);
            if (record.IsReported != 0 && left < record.MostProcesses / RoomPart)
            {
                record.IsReported = 0;
            }
        }
    }

    private static void Release(int budget)
    {
        while (budget != 0)
        {
            ref BudgetRecord record = ref Pool<BudgetRecord>.At(budget);
            if (Interlocked.Decrement(ref record.Holders) != 0)
            {
                return;
            }

            int outer = record.Outer;
            if (outer != 0)
            {
                AddBytes(outer, -record.OwnBytes);
            }

            Pool<BudgetRecord>.Return(budget);
            budget = outer;
        }
    }

    /// <summary>What is held has changed, in a budget and so in those round it.</summary>
    public static void AddBytes(int budget, long difference)
    {
        for (; budget != 0; budget = Pool<BudgetRecord>.At(budget).Outer)
        {
            Interlocked.Add(ref Pool<BudgetRecord>.At(budget).Bytes, difference);
        }
    }
}
