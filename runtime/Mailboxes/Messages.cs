// What a signal in a mailbox looks like to the program.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Tables;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>Signals as messages. Preemption on: objects are made.</summary>
internal static class Messages
{
    /// <summary>
    /// The message, which stays in the mailbox. One of the runtime's own is made at the first look, a small one copied;
    /// who looks again gets one that is kept in place of the payload, so that looking often costs no more than for
    /// other messages.
    /// </summary>
    public static object? Examine(RunningContext me, ref Signal signal)
    {
        object? message = Payload(me, ref signal);
        if (!IsWhole(signal))
        {
            message = Build(signal, message);
        }
        else if (signal.Small.IsNone)
        {
            return message;
        }

        if ((signal.Flags & SignalFlags.Seen) == 0)
        {
            signal.Flags |= SignalFlags.Seen;
            return message;
        }

        if (Parcel.TryPack(message, out Parcel kept, out _) != ParcelRefusal.None)
        {
            return message;
        }

        me.Hold();
        kept.Detach();
        if (signal.Small.IsNone)
        {
            signal.Payload.Discard();
        }
        else
        {
            signal.Small.Clear();
            signal.Bytes = 0;
        }

        signal.Payload = kept;
        signal.Flags |= SignalFlags.Kept;
        me.Release();
        return kept.Examine();
    }

    /// <summary>What the signal holds, made the process's own; it stays in the mailbox all the same.</summary>
    public static object? Payload(RunningContext me, ref Signal signal) =>
        signal.Small.IsNone ? signal.Payload.Examine() : Taking.Copy(me, ref signal);

    /// <summary>Whether what the signal holds is the message.</summary>
    public static bool IsWhole(in Signal signal) =>
        signal.Kind == SignalKind.Message || (signal.Flags & SignalFlags.Kept) != 0;

    /// <summary>A message of the runtime's own.</summary>
    public static object? Build(in Signal signal, object? payload) => signal.Kind switch
    {
        SignalKind.Message => payload,
        SignalKind.Down => new DownMessage(
            signal.Reference, signal.Name.IsNone ? signal.From : signal.Name, (ExitReason)payload!),
        SignalKind.Call => new CallMessage(signal.From, signal.Reference, payload),
        SignalKind.Reply => new ReplyMessage(signal.Reference, payload),
        SignalKind.ExitMessage => new ExitMessage(signal.From, (ExitReason)payload!),
        SignalKind.Interrupt => new InterruptMessage(Devices.InterruptSignals.IrqOf((int)signal.Value)),
        SignalKind.Timeout => new TimeoutMessage(signal.Reference, payload),
        SignalKind.SpawnReply => new SpawnReply(signal.Reference, signal.From, (ExitReason?)payload),
        SignalKind.CancelTimerReply => new CancelTimerReply(signal.Reference, Left(signal.Value)),
        SignalKind.ReadTimerReply => new ReadTimerReply(signal.Reference, Left(signal.Value)),
        SignalKind.CollectionReply => new GarbageCollectReply(signal.Reference, signal.Value != 0),
        SignalKind.TableTransfer => new TableTransfer(new TableId(signal.Reference), signal.From, payload),
        _ => payload,
    };

    private static long? Left(long value) => value < 0 ? null : value;
}
