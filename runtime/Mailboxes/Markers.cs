// What makes the wait for an answer independent of a mailbox's length: a message that holds a reference cannot have
// come before the reference was made. So a process remembers, for its two latest references, which message was the last
// one then, and a receive that names the reference begins behind it. OTP calls it the receive marker.
//
// Priority messages come in at the front, out of order: one that arrives moves every marker to the very beginning of
// what it stands before, because the answer may be it.
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>The running process's markers. Preemption off.</summary>
internal static class Markers
{
    /// <summary>Remembers the mailbox's end for a reference just made.</summary>
    public static void Set(ref ProcessRecord self, ulong unique)
    {
        (self.MarkedB, self.MarkerB) = (self.MarkedA, self.MarkerA);
        (self.MarkedA, self.MarkerA) = (unique, self.LastMessage);
    }

    /// <summary>The message behind which a receive for the reference begins; 0: at the first.</summary>
    public static int After(ref ProcessRecord self, ulong unique)
    {
        if (unique == 0)
        {
            return 0;
        }

        return self.MarkedA == unique ? self.MarkerA : self.MarkedB == unique ? self.MarkerB : 0;
    }

    /// <summary>A message leaves the mailbox.</summary>
    public static void NoteRemoval(ref ProcessRecord self, int slot, int previous)
    {
        if (self.MarkerA == slot)
        {
            self.MarkerA = previous;
        }

        if (self.MarkerB == slot)
        {
            self.MarkerB = previous;
        }
    }

    /// <summary>A message was put in before others: markers no longer know what came later.</summary>
    public static void NotePriority(ref ProcessRecord self)
    {
        (self.MarkedA, self.MarkerA) = (0, 0);
        (self.MarkedB, self.MarkerB) = (0, 0);
    }
}
