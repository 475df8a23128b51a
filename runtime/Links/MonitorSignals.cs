// Monitors: one process learns, once, that another ended. The owner keeps a reference record, the monitored process a
// watcher record; a DOWN counts only while the owner's record is there, which is what makes demonitor final.
// OTP: erlang:monitor/2, demonitor/2.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Links;

/// <summary>The running process's monitors, and those of others on it. Preemption off.</summary>
internal static class MonitorSignals
{
    // Messages that are looked at before others get a chance to run.
    private const int LooksAtOnce = 256;

    /// <summary>Starts a monitor whose reference record is made already.</summary>
    public static void Monitor(Pid pid, Pid target, Ref reference)
    {
        int signal = SignalSlots.Rent(SignalKind.Monitor);
        ref Signal monitor = ref Pool<Signal>.At(signal);
        monitor.From = pid;
        monitor.Reference = reference;
        if (!Outbox.TrySend(target, signal))
        {
            SignalSlots.Return(signal);
            SendDown(target, pid, reference, NodeState.Current.NoProcess);
        }
    }

    /// <summary>Enters a monitor of a process that has not run yet at its side.</summary>
    public static void Tie(Pid pid, ref ProcessRecord child, Ref reference) =>
        AddWatcher(ref child, pid, reference);

    /// <summary>Ends a monitor. False: there is none, or its DOWN is already in the mailbox.</summary>
    public static bool Demonitor(ref ProcessRecord self, Pid pid, Ref reference)
    {
        int slot = References.Find(reference, pid);
        if (slot == 0 || !Pool<ReferenceRecord>.At(slot).IsMonitor)
        {
            return false;
        }

        Pid target = Pool<ReferenceRecord>.At(slot).Target;
        References.EndMonitor(ref self, slot);
        Outbox.Post(SignalKind.Demonitor, pid, target, reference);
        return true;
    }

    /// <summary>Takes a monitor's DOWN out of the mailbox. False: it is not there.</summary>
    public static bool TryFlush(ref ProcessRecord self, Ref reference)
    {
        int previous = Markers.After(ref self, reference.Unique);
        int looks = 1;
        for (int slot; (slot = Mailbox.After(ref self, previous)) != 0; previous = slot, looks++)
        {
            ref Signal message = ref Pool<Signal>.At(slot);
            if (message.Kind == SignalKind.Down && message.Reference == reference)
            {
                Mailbox.Remove(ref self, slot, previous);
                self.MustLookAnew = true; // a receive that this is in the midst of may have come to it
                SignalSlots.ReturnWithPayload(slot);
                return true;
            }

            if (looks % LooksAtOnce == 0)
            {
                Scheduler.GiveWay(); // the mailbox is the process's own, and stays as it is
            }
        }

        return false;
    }

    /// <summary>Somebody monitors this process.</summary>
    public static void AcceptMonitor(ref ProcessRecord self, Pid pid, ref Signal signal) =>
        AddWatcher(ref self, signal.From, signal.Reference);

    /// <summary>And no longer does.</summary>
    public static void AcceptDemonitor(ref ProcessRecord self, ref Signal signal) =>
        Forget(ref self, signal.Reference);

    /// <summary>This process is monitored by the reference no more. False: it was not.</summary>
    public static bool Forget(ref ProcessRecord self, Ref reference)
    {
        int slot = self.Watchers.Find(reference.Key);
        if (slot != 0)
        {
            self.Watchers.Remove(slot);
            Pool<WatcherRecord>.Return(slot);
        }

        return slot != 0;
    }

    /// <summary>Whether a DOWN counts: the monitor is still there. It ends with it.</summary>
    public static bool AcceptDown(ref ProcessRecord self, Pid pid, ref Signal signal)
    {
        int slot = References.Find(signal.Reference, pid);
        if (slot == 0 || !Pool<ReferenceRecord>.At(slot).IsMonitor)
        {
            return false;
        }

        ref ReferenceRecord record = ref Pool<ReferenceRecord>.At(slot);
        signal.Name = record.Name;
        signal.From = record.Target;
        References.EndMonitor(ref self, slot);
        return true;
    }

    /// <summary>Tells a watcher of an end. The reason is the signal's.</summary>
    public static void SendDown(Pid from, Pid to, Ref reference, Parcel reason) =>
        Outbox.Post(SignalKind.Down, from, to, reference, reason);

    /// <summary>Takes the first watcher out and tells it of the end. The reason is the signal's.</summary>
    public static void EndFirstWatcher(ref ProcessRecord self, Pid pid, Parcel reason)
    {
        int slot = self.Watchers.First();
        WatcherRecord watcher = Pool<WatcherRecord>.At(slot);
        self.Watchers.Remove(slot);
        Pool<WatcherRecord>.Return(slot);
        SendDown(pid, watcher.Watcher, watcher.Reference, reason);
    }

    private static void AddWatcher(ref ProcessRecord self, Pid watcher, Ref reference)
    {
        int slot = SystemPool<WatcherRecord>.Rent();
        ref WatcherRecord record = ref Pool<WatcherRecord>.At(slot);
        record = default;
        record.Watcher = watcher;
        record.Reference = reference;
        self.Watchers.Insert(slot);
    }
}
