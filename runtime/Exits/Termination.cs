// The end of a process, in its own context, on an empty stack: nothing of its code runs any more, no finally block, no
// finalizer. First it stops being there for others - name, inbox, tables - then everyone who asked to know is told,
// then what it has is given back. Every step is short and preemption is on between them, so a process with a hundred
// thousand links ends without holding its core.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Budgets;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Tables;

namespace Cosmos.Runtime.Exits;

/// <summary>Ending the running process.</summary>
internal static class Termination
{
    private const int RowsAtOnce = 16;

    /// <summary>
    /// Ends the running process from inside a signal's handling: drops its frames and goes on with
    /// <see cref="Run"/>. Preemption off. The reason is consumed.
    /// </summary>
    [DoesNotReturn]
    public static void Die(ref ProcessRecord self, Parcel reason)
    {
        self.Reason = reason;
        self.Set(ProcessFlags.Exiting);
        ProcessContexts.AbandonStack();
    }

    /// <summary>
    /// Ends the running process with the reason in its record. On its empty stack, preemption off once. Whatever has
    /// been done already stays done: a process whose core was lost while it ended goes through this again.
    /// </summary>
    [DoesNotReturn]
    public static void Run(ref ProcessRecord self)
    {
        Pid pid = ProcessTable.PidOf(ProcessContexts.CurrentNumber, ref self);
        self.Set(ProcessFlags.Exiting);
        _ = ProcessContexts.TryTakeFailure(out _); // it ends already
        if (pid == NodeState.Current.Init)
        {
            Machine.Fail($"the first process, which runs the image, ended: {self.Reason.Examine()}");
        }

        Step();
        CloseToOthers(ref self, pid);
        TellOthers(ref self, pid);
        LetGoOfRows(ref self);
        CollectionRequests.AnswerAll(ref self, pid, isDone: false);
        Inquiries.Free(self.OwnSnapshot);
        Empty(ref self);
        self.Reason.Discard();
        self.Reason = default;
        Preemption.Enable();
        ProcessContexts.ReleaseHeap();
        Preemption.Disable();
        ProcessTable.Free(ref self, (int)pid.Id);
        Scheduler.LeaveForGood();
    }

    /// <summary>
    /// A copy of a reason for one more receiver. A reason that cannot travel, or finds no memory, arrives as its name
    /// alone.
    /// </summary>
    public static Parcel Repack(object? reason)
    {
        if (Parcel.TryPack(reason, out Parcel parcel, out _) == ParcelRefusal.None)
        {
            return parcel;
        }

        Atom kind = ((ExitReason)reason!).Kind;
        return Parcel.TryPack(new ExitReason(kind), out parcel, out _) == ParcelRefusal.None
            ? parcel
            : NodeState.Current.Killed;
    }

    // Nobody finds it any more, and nothing comes from outside. Its name and its place in a budget are free before
    // anybody is told of its end: a supervisor starts the next one at once.
    private static void CloseToOthers(ref ProcessRecord self, Pid pid)
    {
        Registry.Close((int)pid.Id, ref self.Name);
        Charging.Leave(ref self);
        Inbox.Close(ref self);
        Step();
        if (self.Has(ProcessFlags.OwnsInterrupts))
        {
            Devices.InterruptSignals.CloseAllOf(pid);
        }

        // After its lines, and before anybody is told: whoever starts its successor finds the device free and quiet.
        while (self.Has(ProcessFlags.OwnsDevices) && Devices.DeviceClaims.TryLetGoOfOne(pid))
        {
            Step();
        }

        while (Timers.TimerService.CancelOne(ref self))
        {
            Step();
        }

        while (TableOwners.TryLeaveOne(ref self, pid))
        {
            Step();
        }
    }

    // Everyone who asked to know, and everyone who sent something that wants an answer.
    private static void TellOthers(ref ProcessRecord self, Pid pid)
    {
        object? reason = self.Reason.Examine();
        while (LinkSignals.HasAny(ref self, out bool isActive))
        {
            Parcel copy = isActive ? RepackAtEase(reason) : default;
            LinkSignals.EndFirst(ref self, pid, copy);
            Step();
        }

        while (self.Watchers.First() != 0)
        {
            Parcel copy = RepackAtEase(reason);
            MonitorSignals.EndFirstWatcher(ref self, pid, copy);
            Step();
        }

        while (self.References != 0)
        {
            EndReference(ref self, pid);
            Step();
        }

        while (SignalHandler.RefuseOne(ref self, pid))
        {
            Step();
        }
    }

    // A million rows take a second, and nobody needs to wait for that.
    private static void LetGoOfRows(ref ProcessRecord self)
    {
        HeldRows.LetGo(ref self);
        while (HeldRows.TryFreeKept(ref self, RowsAtOnce) || Dismantling.TryStep(ref self))
        {
            Step();
        }
    }

    // With preemption on, because a reason may be as large as any message; and before the link or watcher that it is
    // for is taken out: nobody else takes it, and if the core is lost meanwhile the next core finds it.
    private static Parcel RepackAtEase(object? reason)
    {
        Preemption.Enable();
        Parcel parcel = Repack(reason);
        Preemption.Disable();
        return parcel;
    }

    private static void EndReference(ref ProcessRecord self, Pid pid)
    {
        int slot = self.References;
        Ref reference = Pool<ReferenceRecord>.At(slot).ReferenceAt(slot);
        Pool<ReferenceRecord>.At(slot).Alias = AliasMode.None;
        if (!MonitorSignals.Demonitor(ref self, pid, reference))
        {
            References.RemoveIfUnused(ref self, slot);
        }
    }

    private static void Empty(ref ProcessRecord self)
    {
        while (self.FirstMessage != 0)
        {
            int slot = self.FirstMessage;
            Mailbox.Remove(ref self, slot, 0);
            SignalSlots.ReturnWithPayload(slot);
            Step();
        }
    }

    // A point at which others may have the core.
    private static void Step()
    {
        Preemption.Enable();
        Preemption.Disable();
    }
}
