// A budget as the runtime keeps it: limits, what is charged, and the list of those who are. Budgets lie in each other
// as supervisors do; a process is in the list of the innermost one, and counts in all.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Budgets;

/// <summary>A budget.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BudgetRecord
{
    /// <summary>Guards the list of members and the cursor.</summary>
    public Latch Latch;

    /// <summary>Those who are charged to it and to none inside of it: slots of <see cref="MemberRecord"/>.</summary>
    public ProcessQueue<MemberLinks> Members;

    /// <summary>The member that a census looks at next; who leaves the list moves it on.</summary>
    public int Cursor;

    /// <summary>The budget round it; 0: none.</summary>
    public int Outer;

    /// <summary>Who needs the record: members, budgets inside, and the supervisor that opened it.</summary>
    public int Holders;

    /// <summary>Processes charged to it, inside ones included.</summary>
    public int Processes;

    /// <summary>How many there may be; 0: any number.</summary>
    public int MostProcesses;

    /// <summary>Bytes that they may hold; 0: any number.</summary>
    public long MostBytes;

    /// <summary>Messages that may wait at each; 0: any number.</summary>
    public int MostMessages;

    /// <summary>Bytes that its members held at its last census.</summary>
    public long OwnBytes;

    /// <summary>The same, with the budgets inside.</summary>
    public long Bytes;

    /// <summary>Not zero: it was reported that no more processes fit, and there is still little room.</summary>
    public int IsReported;

    /// <summary>The supervisor that opened it.</summary>
    public Pid Owner;
}

/// <summary>A process's part in budgets. Only who has one pays for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct MemberRecord
{
    /// <summary>The process's number.</summary>
    public int Process;

    /// <summary>The budget that it is charged to; 0: none.</summary>
    public int Budget;

    /// <summary>The budget that it opened, which its children are charged to; 0: none.</summary>
    public int Opened;

    /// <summary>Neighbours in the list of its budget.</summary>
    public QueueLink Link;
}

/// <summary>Where members keep their links.</summary>
internal struct MemberLinks : IQueueLinks
{
    /// <inheritdoc/>
    public static ref QueueLink Of(int number) => ref Pool<MemberRecord>.At(number).Link;
}
