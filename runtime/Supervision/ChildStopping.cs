// The stop of one child. A monitor tells of its end, not the link: a child may have unlinked itself, and must not make
// its supervisor wait for ever. What the link tells is taken away, and is the better reason, because a child that had
// ended before it was told to is known to the monitor as noproc alone.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Supervision;

/// <summary>Stops children of the running process. OTP: shutdown/1, unlink_flush/2.</summary>
internal static class ChildStopping
{
    /// <summary>Stops a child and waits for its end.</summary>
    /// <param name="pid">The child.</param>
    /// <param name="how">How; not the default.</param>
    /// <param name="isPermanent">Whether it is not to end by itself at all.</param>
    /// <returns>Null, or the reason with which it ended against the order.</returns>
    public static ExitReason? Stop(Pid pid, Shutdown how, bool isPermanent)
    {
        Ref end = Process.Monitor(pid);
        Process.Exit(pid, how.IsBrutal ? ExitReason.Kill : ExitReason.Shutdown);
        long timeoutNs = how.IsBrutal ? long.MaxValue : how.Nanoseconds;
        if (Answers.Receive(end, end, timeoutNs, out object? value) == AnswerKind.None)
        {
            Process.Exit(pid, ExitReason.Kill);
            Answers.Receive(end, end, long.MaxValue, out value);
        }

        ExitReason reason = TakeExit(pid, end, (ExitReason)value!);
        return IsExpected(reason, how, isPermanent) ? null : reason;
    }

    /// <summary>Whether a child that was told to end may end with a reason.</summary>
    public static bool IsExpected(ExitReason reason, Shutdown how, bool isPermanent)
    {
        bool isAsTold = how.IsBrutal
            ? reason.Kind == Atom.Killed
            : reason.Kind == Atom.Shutdown && reason.Detail is null;
        return isAsTold || (reason.IsOrderly && !isPermanent);
    }

    /// <summary>
    /// Takes the exit signal of a process that is known to have ended out of the mailbox.
    /// </summary>
    /// <param name="pid">The process.</param>
    /// <param name="end">The monitor that told.</param>
    /// <param name="told">The reason that it told.</param>
    /// <returns>The reason that the exit signal has; if there is none, what the monitor told.</returns>
    private static ExitReason TakeExit(Pid pid, Ref end, ExitReason told)
    {
        // From one sender the exit signal comes first; so it has come when the reason is the sender's own. But noproc
        // is answered in place of one that has ended or is ending, and then a link that is still there will tell.
        bool isSeen = told.Kind != Atom.NoProcess;
        TimeSpan patience = !isSeen && IsLinkedTo(pid) ? Timeout.InfiniteTimeSpan : TimeSpan.Zero;
        Ref marker = isSeen ? end : default;
        return Process.TryReceive<ExitMessage>(marker, patience, out ExitMessage? exit, message => message.From == pid)
            ? exit.Reason
            : told;
    }

    private static bool IsLinkedTo(Pid pid)
    {
        Preemption.Disable();
        bool isLinked = LinkSignals.IsLinked(ref Pool<ProcessRecord>.At(ProcessTable.Self), pid);
        Preemption.Enable();
        return isLinked;
    }
}
