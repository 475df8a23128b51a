// What the runtime knows of a process, outside of every heap. Only the process itself changes its links, monitors and
// mailbox; others reach it through the inbox alone. The scheduler's fields belong to the core that the process is on.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Structures;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Processes;

/// <summary>Where in its life a process is.</summary>
internal enum ProcessState : byte
{
    /// <summary>No process has the record.</summary>
    Free,

    /// <summary>In a run queue.</summary>
    Runnable,

    /// <summary>On a core.</summary>
    Running,

    /// <summary>In a receive, until a signal or its timeout comes.</summary>
    Waiting,

    /// <summary>Suspended while it would run.</summary>
    Suspended,
}

/// <summary>Yes-or-no facts of a process.</summary>
[Flags]
internal enum ProcessFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Exit signals become messages.</summary>
    TrapExit = 1,

    /// <summary>The inbox holds a signal that is no message.</summary>
    ControlPending = 2,

    /// <summary>The timeout of its receive has come.</summary>
    TimedOut = 4,

    /// <summary>It is ending: signals are answered for it, and it can no more be ended.</summary>
    Exiting = 8,

    /// <summary>Its server has been started.</summary>
    Started = 16,

    /// <summary>Its pid names nobody any more: the serial number is the next process's.</summary>
    Closed = 32,

    /// <summary>Hibernating: a message is what it waits for.</summary>
    Hibernating = 64,

    /// <summary>Interrupts of devices are its messages.</summary>
    OwnsInterrupts = 128,

    /// <summary>It has claimed devices.</summary>
    OwnsDevices = 65536,

    /// <summary>A breach of its heap's limit is to be reported.</summary>
    ReportHeap = 256,

    /// <summary>A crash report is being written; a failure now writes none.</summary>
    Reporting = 512,

    /// <summary>Its priority is raised until it has handled what came.</summary>
    Boosted = 1024,

    /// <summary>It has no stack of its own: the one it handles signals on is borrowed for that.</summary>
    Parked = 8192,

    /// <summary>It was preempted since it was asked to collect, and has not done so yet.</summary>
    SlowToCollect = 16384,

    /// <summary>It supervises others: it is not ended for memory that its subtree holds.</summary>
    Supervises = 32768,
}

/// <summary>
/// A process. The first cache line is what others come for: its inbox, and its place in a run queue. The second is what
/// it needs itself to send and to receive. With many processes these two are what a message costs. The size is one of
/// whole lines, so that records begin with one.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 0x100)]
internal struct ProcessRecord
{
    /// <summary>The generation: the pid's serial number.</summary>
    public uint Serial;

    /// <summary>
    /// Guards the fields of the inbox, Serial, Timers and Tables; and State when a process comes to rest or is woken.
    /// </summary>
    public Latch InboxLatch;

    /// <summary>See <see cref="ProcessFlags"/>. Others set bits by an atomic or.</summary>
    public uint FlagBits;

    /// <summary>How often it is suspended.</summary>
    public int Suspensions;

    /// <summary>Inbox: the oldest signal that nobody looked at.</summary>
    public int InboxFirst;

    /// <summary>Inbox: the latest.</summary>
    public int InboxLast;

    /// <summary>Messages that ever came in; modulo 2^64.</summary>
    public ulong MessagesIn;

    /// <summary>See <see cref="SpawnOptions.MailboxLimit"/>.</summary>
    public int MailboxLimit;

    /// <summary>Inbox: it holds more than plain messages, and must be looked through.</summary>
    public bool IsInboxMixed;

    /// <summary>See <see cref="ProcessState"/>.</summary>
    public ProcessState State;

    /// <summary>The run queue it goes to: its priority, or more while it is boosted.</summary>
    public Priority Effective;

    /// <summary>The priority it is queued with. Under that core's latch.</summary>
    public Priority QueuedAs;

    /// <summary>Neighbours in a run queue.</summary>
    public QueueLink Link;

    /// <summary>The core in whose run queue it is; 0: in none. Under that core's latch.</summary>
    public byte QueuedOn;

    /// <summary>The core that runs it, or ran it last.</summary>
    public byte RunsOn;

    /// <summary>The only core that may run it; 0: any.</summary>
    public byte BoundTo;

    /// <summary>Turns that a process at low still lets pass.</summary>
    public byte TurnsToSkip;

    /// <summary>Its flow of control and heap.</summary>
    public ProcessContext Context;

    /// <summary>Mailbox: first message that was not received.</summary>
    public int FirstMessage;

    /// <summary>Mailbox: last message.</summary>
    public int LastMessage;

    /// <summary>Mailbox: last of the priority messages at its front; 0: none.</summary>
    public int LastPriority;

    /// <summary>Messages in the mailbox.</summary>
    public int MessageCount;

    /// <summary>Messages that it ever took out of its mailbox. Its own.</summary>
    public ulong MessagesOut;

    /// <summary>Work done, in operations of the runtime and in time slices.</summary>
    public ulong Reductions;

    /// <summary>The message that was last when it made its latest reference: see Mailboxes/Markers.</summary>
    public int MarkerA;

    /// <summary>And the reference before that.</summary>
    public int MarkerB;

    /// <summary>Signals taken out of the inbox and not handled: the oldest. Its own.</summary>
    public int ArrivedFirst;

    /// <summary>And the latest.</summary>
    public int ArrivedLast;

    /// <summary>The timer of its receive, or 0.</summary>
    public int ReceiveTimer;

    /// <summary>Who asked for a collection, as signals waiting to be answered.</summary>
    public int CollectionRequests;

    /// <summary>
    /// A receive is looking at its mailbox: another one must not begin inside. Its own, and so no flag, like the next
    /// two: a locked instruction each is what a receive would be made of.
    /// </summary>
    public bool IsReceiving;

    /// <summary>It waits in a receive, even while it handles signals. Its own.</summary>
    public bool IsInWait;

    /// <summary>
    /// Messages moved since its receive began: a priority message came in at the front, or one was struck out. Its own.
    /// </summary>
    public bool MustLookAnew;

    /// <summary>What its owner asked for.</summary>
    public Priority Priority;

    /// <summary>Its registered name, or none.</summary>
    public Atom Name;

    /// <summary>The latest reference that it made: its unique number; 0: none counts.</summary>
    public ulong MarkedA;

    /// <summary>And the one before.</summary>
    public ulong MarkedB;

    /// <summary>Bytes of all messages that came in, beside their records.</summary>
    public ulong BytesIn;

    /// <summary>Bytes of those that it took out of its mailbox. Its own.</summary>
    public ulong BytesOut;

    /// <summary>Its links.</summary>
    public Tree<LinkTree> Links;

    /// <summary>Monitors that others made of it.</summary>
    public Tree<WatcherTree> Watchers;

    /// <summary>First of the monitors and aliases that it made.</summary>
    public int References;

    /// <summary>The timers that are to send to it.</summary>
    public OwnedTimers<TimerNodes> Timers;

    /// <summary>Why it ends, once it does: packed.</summary>
    public Parcel Reason;

    /// <summary>Its parent.</summary>
    public Pid Parent;

    /// <summary>Its heap's limit in bytes; 0: none. Inherited by its children.</summary>
    public long MaximumHeap;

    /// <summary>What a breach does; see <see cref="MaxHeapSize"/>.</summary>
    public HeapLimitAction MaximumHeapAction;

    /// <summary>Its part in budgets, a slot of <see cref="Budgets.MemberRecord"/>; 0: none.</summary>
    public int Membership;

    /// <summary>What it is reading of itself; 0: nothing.</summary>
    public int OwnSnapshot;

    /// <summary>The first of the tables that it owns. Under InboxLatch.</summary>
    public int Tables;

    /// <summary>The first of the bodies of tables that it takes apart.</summary>
    public int OldTables;

    /// <summary>The row whose value it is copying; 0: none.</summary>
    public int RowBeingRead;

    /// <summary>The first of the rows that it has made and not put into a table yet.</summary>
    public int RowDrafts;

    /// <summary>Nothing but plain messages wants to be seen to, now or before it waits.</summary>
    public readonly bool IsQuiet =>
        !IsInboxMixed
        && (FlagBits & (uint)(ProcessFlags.ControlPending | ProcessFlags.TimedOut | ProcessFlags.Boosted)) == 0
        && Suspensions == 0 && ArrivedFirst == 0 && CollectionRequests == 0;

    /// <summary>Flags, typed.</summary>
    public readonly bool Has(ProcessFlags flag) => (FlagBits & (uint)flag) != 0;

    /// <summary>Sets flags. Atomic: others set ControlPending and TimedOut.</summary>
    public void Set(ProcessFlags flag) => Interlocked.Or(ref FlagBits, (uint)flag);

    /// <summary>Clears flags.</summary>
    public void Clear(ProcessFlags flag) => Interlocked.And(ref FlagBits, ~(uint)flag);
}
