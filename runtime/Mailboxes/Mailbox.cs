// The messages a process has not received yet, in the order they came: a doubly linked list of signals in its record.
// Only the process itself touches it. What a receive passed over stays where it is.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>The running process's mailbox. Preemption off.</summary>
internal static class Mailbox
{
    /// <summary>Puts a message at the end, or behind the other priority messages at the front (EEP 76).</summary>
    public static void Append(ref ProcessRecord self, int slot)
    {
        ref Signal message = ref Pool<Signal>.At(slot);
        bool isUrgent = (message.Flags & SignalFlags.Priority) != 0;
        InsertAfter(ref self, slot, ref message, isUrgent ? self.LastPriority : self.LastMessage);
        if (isUrgent)
        {
            self.LastPriority = slot;
            Markers.NotePriority(ref self);
            self.HasPriorityArrived = true;
        }

        self.MessageCount++;
    }

    /// <summary>Takes a message out, wherever it is. The slot is the caller's.</summary>
    public static void Remove(ref ProcessRecord self, int slot)
    {
        ref Signal message = ref Pool<Signal>.At(slot);
        if (message.Previous == 0)
        {
            self.FirstMessage = message.Next;
        }
        else
        {
            Pool<Signal>.At(message.Previous).Next = message.Next;
        }

        if (message.Next == 0)
        {
            self.LastMessage = message.Previous;
        }
        else
        {
            Pool<Signal>.At(message.Next).Previous = message.Previous;
        }

        if (self.LastPriority == slot)
        {
            self.LastPriority = message.Previous;
        }

        Markers.NoteRemoval(ref self, slot, message.Previous);
        self.MessageCount--;
        self.MessagesOut++;
        self.BytesOut += (ulong)message.Bytes;
    }

    private static void InsertAfter(ref ProcessRecord self, int slot, ref Signal message, int previous)
    {
        int next = previous == 0 ? self.FirstMessage : Pool<Signal>.At(previous).Next;
        message.Previous = previous;
        message.Next = next;
        if (previous == 0)
        {
            self.FirstMessage = slot;
        }
        else
        {
            Pool<Signal>.At(previous).Next = slot;
        }

        if (next == 0)
        {
            self.LastMessage = slot;
        }
        else
        {
            Pool<Signal>.At(next).Previous = slot;
        }
    }
}
