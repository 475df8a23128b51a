// What processes send each other. A message is a signal too; the others change something at the receiver and are gone.
// One record serves them all, linked to the next one in an inbox as in a mailbox.
//
// A small message lies in the record itself (SmallParcel), where other signals have their fields.
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

/// <summary>
/// A signal: three cache lines, of which a message of up to six words touches the first alone.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0xC0)]
internal struct Signal
{
    /// <summary>The most words of a small message beside which <see cref="From"/> has room.</summary>
    public const int WordsBesideSender = SmallParcel.MostWords - 2;

    /// <summary>See <see cref="SignalKind"/>.</summary>
    [FieldOffset(0x00)] public SignalKind Kind;

    /// <summary>See <see cref="SignalFlags"/>.</summary>
    [FieldOffset(0x01)] public SignalFlags Flags;

    /// <summary>The priority of the asking process, for requests.</summary>
    [FieldOffset(0x02)] public Priority Priority;

    /// <summary>Later neighbour in an inbox or a mailbox.</summary>
    [FieldOffset(0x04)] public int Next;

    /// <summary>
    /// The message, request or answer, if it is a small one: then, of the rest, only the reference is there, and the
    /// sender where <see cref="WordsBesideSender"/> were kept.
    /// </summary>
    [FieldOffset(0x08)] public SmallParcel Small;

    /// <summary>Message or reason, if it is no small one.</summary>
    [FieldOffset(0x10)] public Parcel Payload;

    /// <summary>Bytes of the payload, as the mailbox's account has them.</summary>
    [FieldOffset(0x20)] public long Bytes;

    /// <summary>Number of an unlink, milliseconds left, slot of a snapshot, interrupt line.</summary>
    [FieldOffset(0x28)] public long Value;

    /// <summary>The name that was monitored.</summary>
    [FieldOffset(0x30)] public Atom Name;

    /// <summary>Who sent it. Messages and answers do not say.</summary>
    [FieldOffset(0xA0)] public Pid From;

    /// <summary>The monitor, alias, timer or request it is about.</summary>
    [FieldOffset(0xB0)] public Ref Reference;

    /// <summary>Whether it is nothing but a message for the mailbox: to nobody's alias, of no priority.</summary>
    public readonly bool IsPlain => Kind == SignalKind.Message && Flags == SignalFlags.None;

    /// <summary>What the mailbox's account has for it, beside its record.</summary>
    public readonly long BytesOfPayload => Small.IsNone ? Bytes : 0;
}
