// The messages a process has not received yet, in the order they came: a list of signals in its record. Only the
// process itself touches it. What a receive passed over stays where it is. The list leads one way: whoever takes a
// message out came along it and knows the one before.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>The running process's mailbox. Preemption off.</summary>
internal static class Mailbox
{
    /// <summary>The message behind another; of 0, the first. 0: there is none. Preemption on or off.</summary>
    public static int After(ref ProcessRecord self, int slot) =>
        slot == 0 ? self.FirstMessage : Pool<Signal>.At(slot).Next;

    /// <summary>Puts a message at the end, or behind the other priority messages at the front (EEP 76).</summary>
    public static void Append(ref ProcessRecord self, int slot)
    {
        ref Signal message = ref Pool<Signal>.At(slot);
        bool isUrgent = (message.Flags & SignalFlags.Priority) != 0;
        int previous = isUrgent ? self.LastPriority : self.LastMessage;
        message.Next = After(ref self, previous);
        if (previous == 0)
        {
            self.FirstMessage = slot;
        }
        else
        {
            Pool<Signal>.At(previous).Next = slot;
        }

        if (message.Next == 0)
        {
            self.LastMessage = slot;
        }

        if (isUrgent)
        {
            self.LastPriority = slot;
            Markers.NotePriority(ref self);
            self.MustLookAnew = true;
        }

        self.MessageCount++;
    }

    /// <summary>
    /// Puts plain messages at the end that hang together already, when nothing that came before them is still to be
    /// handled.
    /// </summary>
    /// <param name="self">The process.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last.</param>
    /// <param name="messagesIn">All messages that have come in by then.</param>
    public static void AppendAll(ref ProcessRecord self, int first, int last, ulong messagesIn)
    {
        if (self.LastMessage == 0)
        {
            self.FirstMessage = first;
        }
        else
        {
            Pool<Signal>.At(self.LastMessage).Next = first;
        }

        self.LastMessage = last;
        self.MessageCount = (int)(messagesIn - self.MessagesOut);
    }

    /// <summary>Takes a message out, wherever it is. The slot is the caller's.</summary>
    /// <param name="self">The process.</param>
    /// <param name="slot">The message.</param>
    /// <param name="previous">
    /// The one before it when it was found, 0 for none; since then priority messages may have come in between.
    /// </param>
    public static void Remove(ref ProcessRecord self, int slot, int previous) =>
        Remove(ref self, slot, previous, ref Pool<Signal>.At(slot));

    /// <summary>The same, for who has the message at hand.</summary>
    public static void Remove(ref ProcessRecord self, int slot, int previous, ref Signal message)
    {
        for (int next; (next = After(ref self, previous)) != slot; previous = next)
        {
        }

        int following = message.Next;
        if (previous == 0)
        {
            self.FirstMessage = following;
        }
        else
        {
            Pool<Signal>.At(previous).Next = following;
        }

        if (following == 0)
        {
            self.LastMessage = previous;
        }
        else
        {
            Pool<Signal>.Prefetch(following); // who takes one takes the next one soon
        }

        if (self.LastPriority == slot)
        {
            self.LastPriority = previous;
        }

        Markers.NoteRemoval(ref self, slot, previous);
        self.MessageCount--;
        self.MessagesOut++;
        if (message.Small.IsNone)
        {
            self.BytesOut += (ulong)message.Bytes;
        }
    }
}
