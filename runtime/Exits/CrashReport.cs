// What is told of an end by an error: who it was, where it came from, why it ended, and what it was doing. OTP:
// proc_lib's crash report, with what a behaviour tells of its last message and state in the same report, because
// whoever reads one at night wants both.
using System.Collections.Immutable;
using System.Text;

namespace Cosmos.Runtime;

/// <summary>A process that was linked to one that crashed, and does not trap exits.</summary>
/// <param name="Pid">Who.</param>
/// <param name="Name">Its registered name, or none.</param>
/// <param name="Status">What it was doing.</param>
/// <param name="MailboxLength">Messages in its mailbox.</param>
/// <param name="CurrentFunction">The method it was in; null when it had no stack.</param>
public sealed record Neighbour(
    Pid Pid, Atom Name, ProcessStatus Status, int MailboxLength, string? CurrentFunction);

/// <summary>The end of a process by an error. OTP: crash_report.</summary>
/// <param name="Pid">Who.</param>
/// <param name="Name">Its registered name, or none.</param>
/// <param name="InitialCall">The class whose code it ran; null when that is not known.</param>
/// <param name="Ancestors">Its parent and that one's, the nearest first.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="StackTrace">Where, innermost frame first; null when that is not known.</param>
/// <param name="LastMessage">The message that it was handling, as text; null when it was handling none.</param>
/// <param name="State">The state of a behaviour, as text; null when there is none to tell.</param>
/// <param name="MailboxLength">Messages in its mailbox.</param>
/// <param name="Links">Who gets its exit signal.</param>
/// <param name="TrapExit">Whether it trapped exits.</param>
/// <param name="HeapBytes">Bytes of its heap.</param>
/// <param name="Reductions">Work it had done.</param>
/// <param name="Neighbours">Those of its links that its exit signal ends.</param>
public sealed record CrashReport(
    Pid Pid,
    Atom Name,
    string? InitialCall,
    ImmutableArray<ServerRef> Ancestors,
    ExitReason Reason,
    string? StackTrace,
    string? LastMessage,
    string? State,
    int MailboxLength,
    ImmutableArray<Pid> Links,
    bool TrapExit,
    long HeapBytes,
    ulong Reductions,
    ImmutableArray<Neighbour> Neighbours)
{
    /// <summary>As people read it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        AppendHead(text, Pid, Name, Reason, StackTrace);
        Append(text, "initial call", InitialCall);
        Append(text, "ancestors", Ancestors.IsDefaultOrEmpty ? null : string.Join(", ", Ancestors));
        Append(text, "last message", LastMessage);
        Append(text, "state", State);
        Append(text, "links", Links.IsDefaultOrEmpty ? null : string.Join(", ", Links));
        Append(text, "mailbox", MailboxLength == 0 ? null : $"{MailboxLength} messages");
        Append(text, "traps exits", TrapExit ? "yes" : null);
        Append(text, "heap", $"{HeapBytes} bytes");
        Append(text, "reductions", Reductions.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (Neighbour neighbour in Neighbours)
        {
            Append(
                text,
                "neighbour",
                $"{neighbour.Pid} {neighbour.Name} {neighbour.Status}, mailbox {neighbour.MailboxLength} "
                + neighbour.CurrentFunction);
        }

        return text.ToString();
    }

    /// <summary>The first line, and the stack.</summary>
    internal static void AppendHead(StringBuilder text, Pid pid, Atom name, ExitReason reason, string? where)
    {
        text.Append("=CRASH REPORT==== ").Append(pid);
        if (!name.IsNone)
        {
            text.Append(' ').Append(name);
        }

        text.Append(" ended: ").Append(reason).Append('\n');
        if (!string.IsNullOrEmpty(where))
        {
            text.Append(where);
            if (!where.EndsWith('\n'))
            {
                text.Append('\n');
            }
        }
    }

    private static void Append(StringBuilder text, string title, string? value)
    {
        if (value is not null)
        {
            text.Append("    ").Append(title).Append(": ").Append(value).Append('\n');
        }
    }
}
