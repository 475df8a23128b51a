// Links: each of two processes is told when the other ends. Both ends keep a record and tell each other of changes by
// signals, so an end can be out of date; the numbered unlink with its acknowledgement is what makes "after unlink no
// exit signal" true all the same. OTP: erl_dist_protocol, "Link Protocol", which its local links follow too.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Links;

/// <summary>The running process's links. Preemption off.</summary>
internal static class LinkSignals
{
    /// <summary>Links to another process. A second link to the same one is the first.</summary>
    public static void Link(ref ProcessRecord self, Pid pid, Pid other)
    {
        int slot = self.Links.Find(other.Key);
        if (slot != 0 && Pool<LinkRecord>.At(slot).UnlinkNumber == 0)
        {
            return;
        }

        if (slot == 0)
        {
            slot = Add(ref self, other);
        }

        Pool<LinkRecord>.At(slot).UnlinkNumber = 0;
        int signal = SignalSlots.Rent(SignalKind.Link);
        Pool<Signal>.At(signal).From = pid;
        if (!Outbox.TrySend(other, signal))
        {
            SignalSlots.Return(signal);
            SendExit(other, pid, NodeState.Current.NoProcess);
        }
    }

    /// <summary>Removes the link; from here on no exit signal comes through it.</summary>
    public static void Unlink(ref ProcessRecord self, Pid pid, Pid other)
    {
        int slot = self.Links.Find(other.Key);
        if (slot == 0 || Pool<LinkRecord>.At(slot).UnlinkNumber != 0)
        {
            return;
        }

        ref LinkRecord link = ref Pool<LinkRecord>.At(slot);
        link.UnlinkNumber = (long)NodeState.NextUnique();
        int signal = SignalSlots.Rent(SignalKind.Unlink);
        ref Signal unlink = ref Pool<Signal>.At(signal);
        unlink.From = pid;
        unlink.Value = link.UnlinkNumber;
        if (!Outbox.TrySend(other, signal))
        {
            SignalSlots.Return(signal);
            Remove(ref self, slot);
        }
    }

    /// <summary>Whether there is a link to another process, so that an exit signal of it is still to come.</summary>
    public static bool IsLinked(ref ProcessRecord self, Pid other)
    {
        int slot = self.Links.Find(other.Key);
        return slot != 0 && Pool<LinkRecord>.At(slot).UnlinkNumber == 0;
    }

    /// <summary>Enters both ends of a link between a process and one that has not run yet.</summary>
    public static void Tie(ref ProcessRecord self, Pid pid, ref ProcessRecord child, Pid childPid)
    {
        Add(ref self, childPid);
        Add(ref child, pid);
    }

    /// <summary>A process linked to this one.</summary>
    public static void AcceptLink(ref ProcessRecord self, Pid pid, ref Signal signal)
    {
        // A record that is being unlinked stays so: the other end will see that unlink after this link.
        if (self.Links.Find(signal.From.Key) == 0)
        {
            Add(ref self, signal.From);
        }
    }

    /// <summary>The other end unlinked.</summary>
    public static void AcceptUnlink(ref ProcessRecord self, Pid pid, ref Signal signal)
    {
        int slot = self.Links.Find(signal.From.Key);
        if (slot != 0 && Pool<LinkRecord>.At(slot).UnlinkNumber == 0)
        {
            Remove(ref self, slot);
        }

        SendAcknowledgement(pid, signal.From, signal.Value);
    }

    /// <summary>The other end has seen this one's unlink.</summary>
    public static void AcceptAcknowledgement(ref ProcessRecord self, ref Signal signal)
    {
        int slot = self.Links.Find(signal.From.Key);
        if (slot != 0 && Pool<LinkRecord>.At(slot).UnlinkNumber == signal.Value)
        {
            Remove(ref self, slot);
        }
    }

    /// <summary>Whether an exit signal through a link counts: there is such a link, and it was not unlinked.</summary>
    public static bool AcceptExit(ref ProcessRecord self, ref Signal signal)
    {
        int slot = self.Links.Find(signal.From.Key);
        if (slot == 0)
        {
            return false;
        }

        bool counts = Pool<LinkRecord>.At(slot).UnlinkNumber == 0;
        Remove(ref self, slot);
        return counts;
    }

    /// <summary>Tells a linked process of an end. The reason is the signal's.</summary>
    public static void SendExit(Pid from, Pid to, Parcel reason) =>
        Outbox.Post(SignalKind.LinkExit, from, to, payload: reason);

    /// <summary>Acknowledges an unlink.</summary>
    public static void SendAcknowledgement(Pid from, Pid to, long number) =>
        Outbox.Post(SignalKind.UnlinkAck, from, to, value: number);

    /// <summary>Whether there is a link, and whether the first one was not unlinked.</summary>
    public static bool HasAny(ref ProcessRecord self, out bool isActive)
    {
        int slot = self.Links.First();
        isActive = slot != 0 && Pool<LinkRecord>.At(slot).UnlinkNumber == 0;
        return slot != 0;
    }

    /// <summary>Takes the first link out, and tells the other end if it was not unlinked.</summary>
    /// <param name="self">The running process.</param>
    /// <param name="pid">Its pid.</param>
    /// <param name="reason">Why it ends; the signal's.</param>
    public static void EndFirst(ref ProcessRecord self, Pid pid, Parcel reason)
    {
        int slot = self.Links.First();
        Pid other = Pool<LinkRecord>.At(slot).Other;
        bool isActive = Pool<LinkRecord>.At(slot).UnlinkNumber == 0;
        Remove(ref self, slot);
        if (isActive)
        {
            SendExit(pid, other, reason);
        }
    }

    private static int Add(ref ProcessRecord self, Pid other)
    {
        int slot = SystemPool<LinkRecord>.Rent();
        ref LinkRecord link = ref Pool<LinkRecord>.At(slot);
        link = default;
        link.Other = other;
        self.Links.Insert(slot);
        return slot;
    }

    private static void Remove(ref ProcessRecord self, int slot)
    {
        self.Links.Remove(slot);
        Pool<LinkRecord>.Return(slot);
    }
}
