// What a subtree may use up. The limits are for everything that a supervisor starts, and for everything that they start
// in turn, wherever that hangs; the supervisor itself is not counted, because it is the one that has to go on.
namespace Cosmos.Runtime.Supervision;

/// <summary>
/// Limits of a supervisor's subtree. A breach ends the process that caused it, and never one of another subtree. Not in
/// OTP.
/// </summary>
public sealed record Budget
{
    /// <summary>
    /// Processes that there may be at once; 0: any number. Who wants one more exits with the reason process_budget,
    /// unless it catches that; a supervisor that wants to start a child gets it as the start's error.
    /// </summary>
    public int Processes { get; init; }

    /// <summary>
    /// Bytes that they may hold together, heaps and waiting messages; 0: any number. No process alone may hold more
    /// (<see cref="SpawnOptions.MaxHeap"/>); the sum is looked at once a second, and while it is too large the largest
    /// of them that is no supervisor is ended, with the reason memory_budget.
    /// </summary>
    public long MemoryBytes { get; init; }

    /// <summary>
    /// Messages that may wait at each of them (<see cref="SpawnOptions.MailboxLimit"/>); one more ends the receiver,
    /// with the reason mailbox_limit. 0: any number.
    /// </summary>
    public int Mailbox { get; init; }
}

/// <summary>A budget, and what of it is used.</summary>
/// <param name="Budget">The limits.</param>
/// <param name="Processes">Processes that there are.</param>
/// <param name="MemoryBytes">Bytes that they held when they were last counted.</param>
public sealed record BudgetUse(Budget Budget, int Processes, long MemoryBytes);
