// What processes send each other. A message is a signal too; the others change something at the receiver and are gone.
// One record serves them all: in an inbox it is linked to the next, in a mailbox to both neighbours.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Signals;

/// <summary>The kinds of signals. OTP: Erlang Reference Manual, Processes, "Signals".</summary>
internal enum SignalKind : byte
{
    /// <summary>A message of a process: the payload is it.</summary>
    Message,

    /// <summary>
    /// A <see cref="DownMessage"/>: the payload is the reason. Checked against the monitor when it arrives.
    /// </summary>
    Down,

    /// <summary>
    /// A request that is to be answered (<see cref="CallMessage"/>): the payload is the request, and the sender
    /// monitors the receiver by the reference.
    /// </summary>
    Call,

    /// <summary>The answer to one (<see cref="ReplyMessage"/>). Arrives only while somebody waits for it.</summary>
    Reply,

    /// <summary>An <see cref="ExitMessage"/> in a mailbox.</summary>
    ExitMessage,

    /// <summary>A <see cref="TimeoutMessage"/>: the payload is the message in it.</summary>
    Timeout,

    /// <summary>An <see cref="InterruptMessage"/>: Value is the line.</summary>
    Interrupt,

    /// <summary>A <see cref="SpawnReply"/>.</summary>
    SpawnReply,

    /// <summary>A <see cref="CancelTimerReply"/>.</summary>
    CancelTimerReply,

    /// <summary>A <see cref="ReadTimerReply"/>.</summary>
    ReadTimerReply,

    /// <summary>A <see cref="GarbageCollectReply"/>.</summary>
    CollectionReply,

    /// <summary>A <see cref="Tables.TableTransfer"/>: the payload is the giver's data.</summary>
    TableTransfer,

    /// <summary>The answer to an inquiry: Value is a snapshot's slot, 0 if the process had ended.</summary>
    InfoReply,

    /// <summary>The last kind that lands in mailboxes.</summary>
    LastMessage = InfoReply,

    /// <summary>exit/2.</summary>
    Exit,

    /// <summary>A linked process ended.</summary>
    LinkExit,

    /// <summary>Somebody links to the receiver.</summary>
    Link,

    /// <summary>The sender removed its link; Value is the number to be acknowledged.</summary>
    Unlink,

    /// <summary>Answers <see cref="Unlink"/>.</summary>
    UnlinkAck,

    /// <summary>Somebody monitors the receiver.</summary>
    Monitor,

    /// <summary>And no longer does.</summary>
    Demonitor,

    /// <summary>An inquiry about the receiver.</summary>
    InfoRequest,

    /// <summary>The receiver is to collect its heap.</summary>
    CollectionRequest,

    /// <summary>The receiver is to stop.</summary>
    Suspend,

    /// <summary>And to go on.</summary>
    Resume,

    /// <summary>Its mailbox has reached its limit.</summary>
    MailboxLimit,

    /// <summary>The machine's memory is exhausted, and it has the most.</summary>
    MemoryLimit,

    /// <summary>The memory of a budget, <see cref="Signal.Value"/>, is exhausted, and it has the most.</summary>
    BudgetLimit,
}

/// <summary>Facts of a signal.</summary>
[Flags]
internal enum SignalFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Goes before ordinary messages (EEP 76).</summary>
    Priority = 1,

    /// <summary>Arrives only while the alias <see cref="Signal.Reference"/> is one.</summary>
    ByAlias = 2,

    /// <summary>The sender, which the receiver monitored by the reference, has forgotten that already.</summary>
    Settled = 4,

    /// <summary>A receive looked at it and passed it over.</summary>
    Seen = 8,

    /// <summary>The payload is the message that stands for it, made at an earlier look.</summary>
    Kept = 16,
}

/// <summary>A signal.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Signal
{
    /// <summary>See <see cref="SignalKind"/>.</summary>
    public SignalKind Kind;

    /// <summary>See <see cref="SignalFlags"/>.</summary>
    public SignalFlags Flags;

    /// <summary>The priority of the asking process, for requests.</summary>
    public Priority Priority;

    /// <summary>Later neighbour in an inbox or a mailbox.</summary>
    public int Next;

    /// <summary>Earlier neighbour in a mailbox.</summary>
    public int Previous;

    /// <summary>Who sent it.</summary>
    public Pid From;

    /// <summary>The monitor, alias, timer or request it is about.</summary>
    public Ref Reference;

    /// <summary>Message or reason.</summary>
    public Parcel Payload;

    /// <summary>Bytes of the payload, as the mailbox's account has them.</summary>
    public long Bytes;

    /// <summary>Number of an unlink, milliseconds left, slot of a snapshot, interrupt line.</summary>
    public long Value;

    /// <summary>The name that was monitored.</summary>
    public Atom Name;
}
