// What a signal in a mailbox looks like to the program.
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>Signals as messages. Preemption on: objects are made.</summary>
internal static class Messages
{
    /// <summary>The message, which stays in the mailbox.</summary>
    public static object? Examine(ref Signal signal) => Build(signal, signal.Payload.Examine());

    /// <summary>A message of the runtime's own.</summary>
    public static object? Build(in Signal signal, object? payload) => signal.Kind switch
    {
        SignalKind.Message => payload,
        SignalKind.Down => new DownMessage(
            signal.Reference, signal.Name.IsNone ? signal.From : signal.Name, (ExitReason)payload!),
        SignalKind.ExitMessage => new ExitMessage(signal.From, (ExitReason)payload!),
        SignalKind.Timeout => new TimeoutMessage(signal.Reference, payload),
        SignalKind.SpawnReply => new SpawnReply(signal.Reference, signal.From, (ExitReason?)payload),
        SignalKind.CancelTimerReply => new CancelTimerReply(signal.Reference, Left(signal.Value)),
        SignalKind.ReadTimerReply => new ReadTimerReply(signal.Reference, Left(signal.Value)),
        SignalKind.CollectionReply => new GarbageCollectReply(signal.Reference, signal.Value != 0),
        _ => payload,
    };

    private static long? Left(long value) => value < 0 ? null : value;
}
