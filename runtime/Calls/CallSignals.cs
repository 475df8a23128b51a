// Requests and answers, the ground of every behaviour's call. The envelope of a request is its signal: who asks and the
// tag stand in the signal's record, so that what travels is the request itself. The same signal enters the caller's
// monitor at the receiver, and the answer takes it away again there: a call that is answered by who was asked costs two
// signals in place of OTP's four (monitor, request, answer, demonitor), and what either side can observe is the same.
//
// The tag is a monitor and an alias for one message, as in OTP 24 and later. So an answer that comes when nobody waits
// any more is dropped on arrival, and an end without an answer is told like that of any monitored process.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Calls;

/// <summary>Sending of requests and answers by the running process. Preemption on.</summary>
internal static class CallSignals
{
    /// <summary>
    /// Sends a request to a process. When that is not there, the answer is its end with reason noproc.
    /// </summary>
    /// <param name="to">Whom to ask.</param>
    /// <param name="request">What; copied.</param>
    /// <returns>The tag, which is a monitor.</returns>
    public static Ref Send(Pid to, object? request)
    {
        RunningContext me = ProcessTable.Running;
        int number = me.Number;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        Pid pid = ProcessTable.PidOf(number);
        int slot = Sending.Pack(me, request, Signal.WordsBesideSender);
        Ref tag = Monitor(ref self, pid, to);
        if (tag.IsNone)
        {
            SignalSlots.ReturnWithPayload(slot);
            me.Release();
            throw new OutOfMemoryException("No memory for a monitor.");
        }

        ref Signal call = ref Pool<Signal>.At(slot);
        call.From = pid;
        call.Reference = tag;
        if (!Sending.TryPost(me, to, SignalKind.Call, SignalFlags.None, slot))
        {
            SignalSlots.ReturnWithPayload(slot);
            MonitorSignals.SendDown(to, pid, tag, NodeState.Current.NoProcess);
        }

        me.Release();
        return tag;
    }

    /// <summary>Answers a request, whoever was asked. Nothing happens when nobody waits for the answer.</summary>
    /// <param name="to">Who asked.</param>
    /// <param name="tag">What <see cref="Send"/> returned there.</param>
    /// <param name="value">The answer; copied.</param>
    public static void Reply(Pid to, Ref tag, object? value)
    {
        RunningContext me = ProcessTable.Running;
        int slot = Sending.Pack(me, value, SmallParcel.MostWords);
        Pool<Signal>.At(slot).Reference = tag;
        bool isSettled = MonitorSignals.Forget(ref Pool<ProcessRecord>.At(me.Number), tag);
        Sending.Post(me, to, SignalKind.Reply, isSettled ? SignalFlags.Settled : SignalFlags.None, slot);
    }

    /// <summary>
    /// Ends the wait for an answer: one that comes later is dropped.
    /// </summary>
    /// <returns>False: the answer, or the end, is in the mailbox already.</returns>
    public static bool Abandon(Ref tag)
    {
        int number = ProcessTable.Self;
        Preemption.Disable();
        bool isOpen = MonitorSignals.Demonitor(
            ref Pool<ProcessRecord>.At(number), ProcessTable.PidOf(number), tag);
        Preemption.Enable();
        return isOpen;
    }

    private static Ref Monitor(ref ProcessRecord self, Pid pid, Pid to)
    {
        Ref tag = References.TryCreate(ref self, pid, out int slot);
        if (slot != 0)
        {
            ref ReferenceRecord monitor = ref Pool<ReferenceRecord>.At(slot);
            monitor.Target = to;
            monitor.IsMonitor = true;
            monitor.Alias = AliasMode.ReplyDemonitor;
            Markers.Set(ref self, tag.Unique);
        }

        return tag;
    }
}
