// Spawn options as plain numbers, checked, with what is inherited filled in.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Processes;

/// <summary>How a new process is to be.</summary>
internal struct SpawnPlan
{
    /// <summary>Its registered name, or none.</summary>
    public Atom Name;

    /// <summary>Its priority.</summary>
    public Priority Priority;

    /// <summary>See <see cref="SpawnOptions.MailboxLimit"/>.</summary>
    public int MailboxLimit;

    /// <summary>See <see cref="SpawnOptions.Core"/>.</summary>
    public int Core;

    /// <summary>Its heap's limits, for the kernel.</summary>
    public HeapOptions Heap;

    /// <summary>Whether a breach of the limit is reported.</summary>
    public bool ReportsHeap;

    /// <summary>The plan that options and the parent make.</summary>
    public static SpawnPlan From(SpawnOptions? options, ref ProcessRecord parent)
    {
        SpawnPlan plan = default;
        plan.Priority = options?.Priority ?? Priority.Normal;
        plan.Name = options?.Name ?? default;
        plan.MailboxLimit = options?.MailboxLimit ?? 0;
        plan.Core = options?.Core ?? 0;
        long minimum = options?.MinimumHeapBytes ?? 0;
        if (options?.MaxHeap is MaxHeapSize limit)
        {
            plan.Heap = HeapLimits.Of(limit, minimum);
            plan.ReportsHeap = limit.Report;
        }
        else
        {
            plan.Heap = new HeapOptions(minimum, parent.MaximumHeap, parent.MaximumHeapAction);
            plan.ReportsHeap = parent.Has(ProcessFlags.ReportHeap);
        }

        if (parent.Membership != 0)
        {
            plan.Limit(Budgets.Charging.BudgetOfChildren(ref parent));
        }

        return plan;
    }

    /// <summary>Throws ArgumentException for what makes no sense, naming it.</summary>
    public readonly void Validate()
    {
        if (Priority is < Priority.Low or > Priority.Max)
        {
            throw new ArgumentException(
                $"The priority {(int)Priority} is none of Low, Normal, High and Max.", "options");
        }

        if (MailboxLimit < 0)
        {
            throw new ArgumentException($"A mailbox cannot be limited to {MailboxLimit} messages.", "options");
        }

        if (Heap.MinimumBytes < 0 || Heap.MaximumBytes < 0)
        {
            throw new ArgumentException("The limits of a heap are 0 or more bytes.", "options");
        }

        if (Heap.MinimumBytes > (long)Machine.TotalMemory)
        {
            // Refused before anybody is asked to make room for it.
            throw new ArgumentException(
                $"A heap of at least {Heap.MinimumBytes} bytes is more than the machine has.", "options");
        }

        if (Core < 0 || Core > Cores.Count)
        {
            throw new ArgumentException($"There is no core {Core}: the machine runs {Cores.Count}.", "options");
        }

        if (Name == Atom.Undefined)
        {
            throw new ArgumentException("The name undefined cannot be registered.", "options");
        }
    }

    // No process alone may hold what is for all under a budget.
    private void Limit(int budget)
    {
        for (; budget != 0; budget = Pool<Budgets.BudgetRecord>.At(budget).Outer)
        {
            ref Budgets.BudgetRecord record = ref Pool<Budgets.BudgetRecord>.At(budget);
            if (record.MostBytes != 0 && (Heap.MaximumBytes == 0 || Heap.MaximumBytes > record.MostBytes))
            {
                Heap = new HeapOptions(
                    Math.Min(Heap.MinimumBytes, record.MostBytes), record.MostBytes, HeapLimitAction.Kill);
                ReportsHeap = true;
            }

            if (record.MostMessages != 0 && (MailboxLimit == 0 || MailboxLimit > record.MostMessages))
            {
                MailboxLimit = record.MostMessages;
            }
        }
    }

    /// <summary>Enters the plan into a fresh record.</summary>
    public readonly void Apply(ref ProcessRecord child)
    {
        child.Priority = Priority;
        child.Effective = Priority;
        child.MailboxLimit = MailboxLimit;
        child.BoundTo = (byte)Core;
        child.MaximumHeap = Heap.MaximumBytes;
        child.MaximumHeapAction = Heap.Action;
        if (ReportsHeap)
        {
            child.Set(ProcessFlags.ReportHeap);
        }
    }
}
