// What a process does with what came in. It happens in the process's own context, in order, so that nobody else ever
// changes its links, monitors or mailbox: when it receives, and before it goes on after it was preempted. Nothing here
// allocates on the process's heap: in the second case its own code stands at any instruction.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Budgets;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;

namespace Cosmos.Runtime.Signals;

/// <summary>Handling of signals by the running process. Preemption off.</summary>
internal static class SignalHandler
{
    // How many signals are handled before others get a chance to run.
    private const int Batch = 32;

    /// <summary>
    /// Handles what came in, up to a batch: messages go to the mailbox, the rest takes effect. Does not return when a
    /// signal ends the process.
    /// </summary>
    /// <returns>True when there may be more.</returns>
    public static bool Handle(ref ProcessRecord self, Pid pid)
    {
        if (self.Has(ProcessFlags.ControlPending))
        {
            self.Clear(ProcessFlags.ControlPending);
        }

        if (!Inbox.TakeAll(ref self))
        {
            return false;
        }

        for (int left = Batch; left > 0; left--)
        {
            int slot = self.ArrivedFirst;
            if (slot == 0)
            {
                return false;
            }

            ref Signal signal = ref Pool<Signal>.At(slot);
            self.ArrivedFirst = signal.Next;
            HandleOne(ref self, pid, slot, ref signal);
        }

        if (self.ArrivedFirst != 0)
        {
            self.Set(ProcessFlags.ControlPending);
            return true;
        }

        return false;
    }

    /// <summary>
    /// The running process goes on after it was away: what is no message takes effect now, and a suspended process
    /// stops. In its own code, wherever that stands.
    /// </summary>
    public static void OnResumed(ref ProcessRecord self, Pid pid) => GoOn(ref self, pid, hasFrames: true);

    /// <summary>
    /// As <see cref="OnResumed"/>, for a process at the beginning of its code: a new one, or one that gave its stack up
    /// to sleep. It has no frames, so there is no lock that one of them would leave, and nobody looks for one: with
    /// all objects of the image to be looked at, that was a tenth of what an exchange of such processes did.
    /// </summary>
    public static void OnBegun(ref ProcessRecord self, Pid pid) => GoOn(ref self, pid, hasFrames: false);

    private static void GoOn(ref ProcessRecord self, Pid pid, bool hasFrames)
    {
        while (!self.Has(ProcessFlags.Exiting))
        {
            if (self.Has(ProcessFlags.ControlPending))
            {
                if (hasFrames && ProcessContexts.HoldsSharedLock())
                {
                    Scheduler.LookAgain();
                    return;
                }

                if (Handle(ref self, pid))
                {
                    Scheduler.GiveWay();
                }
            }
            else if (self.Suspensions != 0)
            {
                if (Scheduler.TryRest(ref self, ProcessState.Suspended))
                {
                    Scheduler.Leave();
                }
            }
            else
            {
                if (self.CollectionRequests == 0)
                {
                    Boost.End(pid, ref self);
                }

                return;
            }
        }
    }

    /// <summary>Answers or drops what arrived after the end; the process is not there any more for others.</summary>
    /// <returns>False when nothing is left.</returns>
    public static bool RefuseOne(ref ProcessRecord self, Pid pid)
    {
        int slot = self.ArrivedFirst;
        if (slot == 0)
        {
            return false;
        }

        ref Signal signal = ref Pool<Signal>.At(slot);
        self.ArrivedFirst = signal.Next;
        switch (signal.Kind)
        {
            case SignalKind.Link:
                LinkSignals.SendExit(pid, signal.From, NodeState.Current.NoProcess);
                break;
            case SignalKind.Monitor or SignalKind.Call:
                MonitorSignals.SendDown(pid, signal.From, signal.Reference, NodeState.Current.NoProcess);
                break;
            case SignalKind.Unlink:
                LinkSignals.SendAcknowledgement(pid, signal.From, signal.Value);
                break;
            case SignalKind.InfoRequest:
                Inquiries.AnswerNothing(pid, ref signal);
                break;
            case SignalKind.CollectionRequest:
                CollectionRequests.Answer(pid, ref signal, isDone: false);
                break;
        }

        SignalSlots.ReturnWithPayload(slot);
        return true;
    }

    private static void HandleOne(ref ProcessRecord self, Pid pid, int slot, ref Signal signal)
    {
        switch (signal.Kind)
        {
            case SignalKind.Message:
                if ((signal.Flags & SignalFlags.ByAlias) != 0 && !AliasSignals.Accept(ref self, pid, ref signal))
                {
                    Drop(ref self, slot, ref signal);
                    return;
                }

                Mailbox.Append(ref self, slot);
                return;
            case SignalKind.Call:
                MonitorSignals.AcceptMonitor(ref self, pid, ref signal);
                Mailbox.Append(ref self, slot);
                return;
            case SignalKind.Reply:
                if (!AliasSignals.AcceptReply(ref self, pid, ref signal))
                {
                    Drop(ref self, slot, ref signal);
                    return;
                }

                Mailbox.Append(ref self, slot);
                return;
            case SignalKind.Down:
                if (!MonitorSignals.AcceptDown(ref self, pid, ref signal))
                {
                    Drop(ref self, slot, ref signal);
                    return;
                }

                Mailbox.Append(ref self, slot);
                return;
            case SignalKind.Exit:
                ExitSignals.Handle(ref self, pid, slot, ref signal, isLink: false);
                return;
            case SignalKind.LinkExit:
                if (!LinkSignals.AcceptExit(ref self, ref signal))
                {
                    SignalSlots.ReturnWithPayload(slot);
                    return;
                }

                ExitSignals.Handle(ref self, pid, slot, ref signal, isLink: true);
                return;
            case <= SignalKind.LastMessage:
                Mailbox.Append(ref self, slot);
                return;
        }

        HandleRequest(ref self, pid, slot, ref signal);
    }

    private static void HandleRequest(ref ProcessRecord self, Pid pid, int slot, ref Signal signal)
    {
        switch (signal.Kind)
        {
            case SignalKind.Link:
                LinkSignals.AcceptLink(ref self, pid, ref signal);
                break;
            case SignalKind.Unlink:
                LinkSignals.AcceptUnlink(ref self, pid, ref signal);
                break;
            case SignalKind.UnlinkAck:
                LinkSignals.AcceptAcknowledgement(ref self, ref signal);
                break;
            case SignalKind.Monitor:
                MonitorSignals.AcceptMonitor(ref self, pid, ref signal);
                break;
            case SignalKind.Demonitor:
                MonitorSignals.AcceptDemonitor(ref self, ref signal);
                break;
            case SignalKind.InfoRequest:
                Inquiries.Answer(ref self, pid, ref signal);
                break;
            case SignalKind.CollectionRequest:
                CollectionRequests.Accept(ref self, slot);
                return;
            case SignalKind.Suspend:
                self.Suspensions++;
                break;
            case SignalKind.Resume:
                self.Suspensions -= self.Suspensions > 0 ? 1 : 0;
                break;
            case SignalKind.MailboxLimit:
                SignalSlots.Return(slot);
                Termination.Die(ref self, NodeState.Current.MailboxLimit);
                break;
            case SignalKind.MemoryLimit:
                SignalSlots.Return(slot);
                Termination.Die(ref self, NodeState.Current.SystemLimit);
                break;
            case SignalKind.BudgetLimit when Charging.IsIn(self.Membership, (int)signal.Value):
                SignalSlots.Return(slot);
                Termination.Die(ref self, NodeState.Current.MemoryBudget);
                break;
        }

        SignalSlots.ReturnWithPayload(slot);
    }

    // A message that does not get into the mailbox counts as taken out of it.
    private static void Drop(ref ProcessRecord self, int slot, ref Signal signal)
    {
        self.MessagesOut++;
        self.BytesOut += (ulong)signal.BytesOfPayload;
        SignalSlots.ReturnWithPayload(slot);
    }
}
