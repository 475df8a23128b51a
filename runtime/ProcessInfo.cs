// What one process may know of another. OTP: process_info/2, all at once.
namespace Cosmos.Runtime;

/// <summary>What a process is doing. OTP: process_info(Pid, status).</summary>
public enum ProcessStatus
{
    /// <summary>It runs: it asks about itself.</summary>
    Running,

    /// <summary>It would run if it had a core.</summary>
    Runnable,

    /// <summary>It waits in a receive, or hibernates.</summary>
    Waiting,

    /// <summary>It is suspended.</summary>
    Suspended,
}

/// <summary>A process as it was when it answered.</summary>
/// <param name="Pid">Who.</param>
/// <param name="Name">Its registered name; none when it has none.</param>
/// <param name="Status">What it was doing.</param>
/// <param name="HeapBytes">Bytes its heap has.</param>
/// <param name="UsedBytes">Bytes of them in objects, dead ones included.</param>
/// <param name="StackBytes">Bytes of its stack; 0 when it has none.</param>
/// <param name="ControlBytes">Bytes of its control block.</param>
/// <param name="MailboxLength">Messages in its mailbox.</param>
/// <param name="Links">The processes it is linked to.</param>
/// <param name="Monitors">What it monitors.</param>
/// <param name="MonitoredBy">Who monitors it.</param>
/// <param name="Reductions">Work done: operations of the runtime, and 4000 for each slice it used up.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="TrapExit">Whether it traps exits.</param>
/// <param name="CurrentFunction">The method it is in; null when it has no stack.</param>
/// <param name="Collections">Collections of its heap so far.</param>
/// <param name="MaxHeap">The limit of its heap, or null.</param>
public sealed record ProcessInfo(
    Pid Pid,
    Atom Name,
    ProcessStatus Status,
    long HeapBytes,
    long UsedBytes,
    long StackBytes,
    long ControlBytes,
    int MailboxLength,
    Pid[] Links,
    Target[] Monitors,
    Pid[] MonitoredBy,
    ulong Reductions,
    Priority Priority,
    bool TrapExit,
    string? CurrentFunction,
    long Collections,
    MaxHeapSize? MaxHeap);
