// Where signals arrive: a first-in-first-out list in the receiver's record under a lock of a few instructions. One list
// for messages and everything else is what keeps the order between two processes; one lock per receiver is what lets
// many senders in. The lock also decides whether a process is still there: its serial number changes under it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;

namespace Cosmos.Runtime.Signals;

/// <summary>Putting signals in and taking them out.</summary>
internal static class Inbox
{
    /// <summary>
    /// Delivers a small message to the process that a pid names, and wakes it. Preemption off. As
    /// <see cref="TryPush"/>, for the case that is most frequent by far.
    /// </summary>
    /// <param name="me">The running context.</param>
    /// <param name="to">Whom.</param>
    /// <param name="slot">The message.</param>
    /// <param name="message">The same.</param>
    public static bool TryPushSmall(RunningContext me, Pid to, int slot, ref Signal message)
    {
        if (!to.IsLocal)
        {
            return false;
        }

        int number = (int)to.Id;
        ref ProcessRecord target = ref Pool<ProcessRecord>.AtOrNone(number);
        message.Next = 0;
        target.InboxLatch.Take();
        if (!IsThere(ref target, to.Serial))
        {
            target.InboxLatch.Open();
            return false;
        }

        Link(ref target, slot);
        target.IsInboxMixed |= !message.IsPlain;
        bool isOverLimit = CountIn(ref target);
        bool isReady = Scheduler.TryRouse(ref target, isControl: false);
        target.InboxLatch.Open();
        if (isReady)
        {
            Scheduler.MakeReady(me.Core, number, ref target);
        }

        if (isOverLimit)
        {
            PushLimit(number, to.Serial);
        }

        return true;
    }

    /// <summary>
    /// Delivers a signal to the process that a number and generation name, and wakes it. Preemption off.
    /// </summary>
    /// <returns>False when there is no such process; the signal is the caller's still.</returns>
    public static bool TryPush(int number, uint serial, int slot)
    {
        ref ProcessRecord target = ref Pool<ProcessRecord>.At(number);
        ref Signal signal = ref Pool<Signal>.At(slot);
        signal.Next = 0;
        bool isMessage = signal.Kind <= SignalKind.LastMessage;
        bool isOverLimit = false;
        int runsOn = 0;
        target.InboxLatch.Take();
        if (!IsThere(ref target, serial))
        {
            target.InboxLatch.Open();
            return false;
        }

        Link(ref target, slot);
        target.IsInboxMixed |= !signal.IsPlain;
        signal.Payload.Detach();
        if (isMessage)
        {
            signal.Bytes = signal.Payload.Bytes;
            target.BytesIn += (ulong)signal.Bytes;
            isOverLimit = CountIn(ref target);
        }
        else
        {
            target.Set(ProcessFlags.ControlPending);
            runsOn = target.State == ProcessState.Running ? target.RunsOn : 0;
        }

        bool isReady = Scheduler.TryRouse(ref target, isControl: !isMessage);
        target.InboxLatch.Open();
        if (isReady)
        {
            Scheduler.MakeReady(number, ref target);
        }
        else if (runsOn != 0 && runsOn != Cores.Current)
        {
            Cores.Wake(runsOn); // it is in the middle of its code
        }

        if (isOverLimit)
        {
            PushLimit(number, serial);
        }

        return true;
    }

    /// <summary>
    /// Moves everything that came in to the running process's list of arrived signals; or to its mailbox, where nothing
    /// but plain messages came and none of what came before is left. Preemption off.
    /// </summary>
    /// <returns>Whether the list holds anything.</returns>
    public static bool TakeAll(ref ProcessRecord self)
    {
        if (self.InboxFirst == 0)
        {
            return self.ArrivedFirst != 0;
        }

        self.InboxLatch.Take();
        (int first, int last) = (self.InboxFirst, self.InboxLast);
        (self.InboxFirst, self.InboxLast) = (0, 0);
        bool isMixed = self.IsInboxMixed;
        self.IsInboxMixed = false;
        ulong messagesIn = self.MessagesIn;
        self.InboxLatch.Open();
        if (self.ArrivedFirst == 0)
        {
            if (!isMixed)
            {
                Mailbox.AppendAll(ref self, first, last, messagesIn);
                return false;
            }

            self.ArrivedFirst = first;
        }
        else
        {
            Pool<Signal>.At(self.ArrivedLast).Next = first;
        }

        self.ArrivedLast = last;
        return true;
    }

    /// <summary>
    /// The first message of the mailbox. Where that is empty, what came in is moved there, if it is nothing but plain
    /// messages. Preemption off.
    /// </summary>
    /// <returns>0: there is none, or more than messages came.</returns>
    public static int TakeFirst(ref ProcessRecord self)
    {
        if (self.FirstMessage == 0 && self.InboxFirst != 0 && !self.IsInboxMixed)
        {
            TakeAll(ref self);
        }

        return self.FirstMessage;
    }

    /// <summary>
    /// From here on nothing comes in: the process's pid names nobody. What came before is in the list of arrived
    /// signals. Preemption off.
    /// </summary>
    public static void Close(ref ProcessRecord self)
    {
        if (!self.Has(ProcessFlags.Closed))
        {
            self.InboxLatch.Take();
            self.Serial++;
            ProcessTable.NoteSerial(self.Serial);
            self.Set(ProcessFlags.Closed);
            self.InboxLatch.Open();
        }

        TakeAll(ref self);
    }

    /// <summary>Counts a signal of the running process's that has become a message of its mailbox.</summary>
    public static void CountMessage(ref ProcessRecord self, ref Signal signal)
    {
        signal.Bytes = signal.Payload.Bytes;
        self.InboxLatch.Take();
        self.MessagesIn++;
        self.BytesIn += (ulong)signal.Bytes;
        self.InboxLatch.Open();
    }

    private static bool IsThere(ref ProcessRecord target, uint serial) =>
        target.Serial == serial && target.State != ProcessState.Free && !target.Has(ProcessFlags.Closed);

    private static void Link(ref ProcessRecord target, int slot)
    {
        if (target.InboxLast == 0)
        {
            target.InboxFirst = slot;
        }
        else
        {
            Pool<Signal>.At(target.InboxLast).Next = slot;
        }

        target.InboxLast = slot;
    }

    // Whether this message is the first one beyond the limit.
    private static bool CountIn(ref ProcessRecord target)
    {
        target.MessagesIn++;
        return target.MailboxLimit != 0
            && target.MessagesIn - target.MessagesOut == (ulong)target.MailboxLimit + 1;
    }

    // The mailbox grew beyond its limit by this message: the process is told once, in order.
    private static void PushLimit(int number, uint serial)
    {
        int slot = SignalSlots.Rent(SignalKind.MailboxLimit);
        if (!TryPush(number, serial, slot))
        {
            SignalSlots.Return(slot);
        }
    }
}
