// What a signal in a mailbox looks like to the program.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Tables;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>Signals as messages. Preemption on: objects are made.</summary>
internal static class Messages
{
    /// <summary>
    /// The message, which stays in the mailbox. One of the runtime's own is made anew at the first look; who looks
    /// again gets one that is kept beside the payload, so that looking often costs no more than for other messages.
    /// </summary>
    public static object? Examine(ref Signal signal)
    {
        object? payload = signal.Payload.Examine();
        if (IsWhole(signal))
        {
            return payload;
        }

        object? message = Build(signal, payload);
        if ((signal.Flags & SignalFlags.Seen) == 0)
        {
            signal.Flags |= SignalFlags.Seen;
            return message;
        }

        if (Parcel.TryPack(message, out Parcel kept, out _) != ParcelRefusal.None)
        {
            return message;
        }

        Preemption.Disable();
        kept.Detach();
        signal.Payload.Discard();
        signal.Payload = kept;
        signal.Flags |= SignalFlags.Kept;
        Preemption.Enable();
        return kept.Examine();
    }

    /// <summary>Whether the payload is the message.</summary>
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
