// The wait for an answer: a receive that looks for one reference in the signals' records, without a predicate, and so
// without making anything of the messages it passes over.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>How the wait for an answer ended.</summary>
internal enum AnswerKind
{
    /// <summary>Nothing came in time.</summary>
    None,

    /// <summary>The answer came.</summary>
    Reply,

    /// <summary>Who was asked ended without one; the value is the reason.</summary>
    Down,
}

/// <summary>Waiting for answers. Preemption on.</summary>
internal static class Answers
{
    /// <summary>
    /// Waits for the answer to a request; when the time runs out the request is abandoned, so that no answer is left
    /// and none will come.
    /// </summary>
    /// <param name="tag">What <see cref="CallSignals.Send"/> returned.</param>
    /// <param name="timeoutNs">How long; long.MaxValue: for ever.</param>
    /// <param name="value">The answer, or the reason of the end.</param>
    public static AnswerKind Await(Ref tag, long timeoutNs, out object? value)
    {
        AnswerKind kind = Receive(tag, tag, timeoutNs, out value);
        if (kind == AnswerKind.None && !CallSignals.Abandon(tag))
        {
            kind = Receive(tag, tag, 0, out value); // it came between the two, and OTP takes it
        }

        return kind;
    }

    /// <summary>Waits for an answer or the end that a monitor tells. Nothing is abandoned.</summary>
    /// <param name="tag">An alias of the running process's, the older one of the two references.</param>
    /// <param name="monitor">A monitor of the running process's; may be the same.</param>
    /// <param name="timeoutNs">How long; 0: looks at what is there; long.MaxValue: for ever.</param>
    /// <param name="value">The answer, or the reason of the end.</param>
    public static AnswerKind Receive(Ref tag, Ref monitor, long timeoutNs, out object? value)
    {
        RunningContext me = ProcessTable.Running;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(me.Number);
        if (self.IsReceiving)
        {
            throw new InvalidOperationException("A call was begun inside the match of a receive.");
        }

        int last = Markers.After(ref self, tag.Unique);
        self.MustLookAnew = false;
        while (true)
        {
            for (int slot = Mailbox.After(ref self, last); slot != 0; slot = Mailbox.After(ref self, last))
            {
                AnswerKind kind = Judge(ref Pool<Signal>.At(slot), tag, monitor);
                if (kind != AnswerKind.None)
                {
                    ReceiveTimers.Cancel(ref self);
                    value = Take(me, ref self, slot, last);
                    return kind;
                }

                last = slot;
            }

            if (!Receiving.TryAwaitMore(me, ref self, last, timeoutNs))
            {
                ReceiveTimers.Cancel(ref self);
                value = null;
                return AnswerKind.None;
            }

            if (self.MustLookAnew)
            {
                self.MustLookAnew = false;
                last = 0;
            }
        }
    }

    private static AnswerKind Judge(ref Signal signal, Ref tag, Ref monitor) => signal.Kind switch
    {
        SignalKind.Reply => signal.Reference == tag ? AnswerKind.Reply : AnswerKind.None,
        SignalKind.Down => signal.Reference == monitor ? AnswerKind.Down : AnswerKind.None,
        _ => AnswerKind.None,
    };

    private static object? Take(RunningContext me, ref ProcessRecord self, int slot, int previous)
    {
        // A receive that passed over it may have put the message in its payload's place.
        bool isKept = (Pool<Signal>.At(slot).Flags & SignalFlags.Kept) != 0;
        object? payload = Taking.TakePayload(me, ref self, slot, previous);
        return !isKept ? payload : payload is ReplyMessage reply ? reply.Value : ((DownMessage)payload!).Reason;
    }
}
