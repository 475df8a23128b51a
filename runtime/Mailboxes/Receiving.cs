// Receive: look through the mailbox from the oldest message on, take the first that fits, wait for more when none does.
// Messages passed over stay where they are and are not looked at again by this receive.
//
// A message lies outside the heap until it is taken, so looking at it costs no copy. The runtime's own messages -
// exits, downs, timeouts - are made into objects when they are looked at.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Servers;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>The running process's receives. Preemption on, unless a member says otherwise.</summary>
internal static class Receiving
{
    /// <summary>Receives the first message that fits.</summary>
    /// <param name="match">What fits; null: everything.</param>
    /// <param name="marker">A reference without which no message fits, or none.</param>
    /// <param name="timeoutNs">How long to wait; long.MaxValue: for ever.</param>
    /// <param name="message">The message.</param>
    /// <param name="byType">The match asks for the message's type alone, and so keeps nothing of it.</param>
    /// <returns>False when the time ran out.</returns>
    public static bool TryReceive(
        Predicate<object?>? match, Ref marker, long timeoutNs, out object? message, bool byType = false)
    {
        int number = ProcessTable.Self;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        if (self.IsReceiving)
        {
            throw new InvalidOperationException(
                "A receive was begun inside the match of another; match by the message alone.");
        }

        if (match is null)
        {
            return TryReceiveAny(ref self, number, timeoutNs, out message);
        }

        self.IsReceiving = true;
        self.HasPriorityArrived = false;
        try
        {
            return TrySelect(ref self, number, match, byType, marker, timeoutNs, out message);
        }
        finally
        {
            self.IsReceiving = false;
            ReceiveTimers.Cancel(ref self);
        }
    }

    /// <summary>Takes the first message if there is one already.</summary>
    public static bool TryTakeFirst(ref ProcessRecord self, out object? message)
    {
        int slot = self.FirstMessage;
        message = slot == 0 ? null : Take(ref self, slot);
        return slot != 0;
    }

    /// <summary>Hands the first message to a server: a request apart from who asks.</summary>
    /// <returns>The server that goes on; null: none does.</returns>
    public static Server? HandFirst(ref ProcessRecord self, int first, Server server, ref Ending ending)
    {
        ReceiveTimers.Cancel(ref self);
        ref Signal signal = ref Pool<Signal>.At(first);
        ending.IsHandling = true;
        if (self.Has(ProcessFlags.Hibernating))
        {
            self.Clear(ProcessFlags.Hibernating);
        }

        if (signal.Kind != SignalKind.Call || (signal.Flags & SignalFlags.Kept) != 0)
        {
            object? message = Take(ref self, first);
            ending.Message = message;
            return server.Proceed(message);
        }

        Pid caller = signal.From;
        Ref tag = signal.Reference;
        object? request = TakePayload(ref self, first, out _);
        ending.Message = request;
        return server.Proceed(request, caller, tag);
    }

    /// <summary>Takes a message out of the mailbox; what of it travelled becomes part of the heap.</summary>
    /// <param name="self">The running process.</param>
    /// <param name="slot">The message.</param>
    /// <param name="isKept">The payload is the message itself, although it is one of the runtime's own.</param>
    public static object? TakePayload(ref ProcessRecord self, int slot, out bool isKept)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        isKept = (signal.Flags & SignalFlags.Kept) != 0;
        signal.Payload.PrepareTake();
        Preemption.Disable();
        object? payload = signal.Payload.Take();
        Mailbox.Remove(ref self, slot);
        SignalSlots.Return(slot);
        Preemption.Enable();
        self.Reductions++;
        return payload;
    }

    /// <summary>Waits for the answer to an inquiry; null: the process was not there.</summary>
    public static ProcessInfo? ReceiveInfo(Ref request)
    {
        int number = ProcessTable.Self;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        int last = Markers.After(ref self, request.Unique);
        while (true)
        {
            for (int slot = Following(ref self, last); slot != 0; slot = Following(ref self, last))
            {
                ref Signal signal = ref Pool<Signal>.At(slot);
                if (signal.Kind == SignalKind.InfoReply && signal.Reference == request)
                {
                    ProcessInfo? info = Inquiries.Read((int)signal.Value);
                    Preemption.Disable();
                    Mailbox.Remove(ref self, slot);
                    SignalSlots.ReturnWithPayload(slot);
                    Preemption.Enable();
                    return info;
                }

                last = slot;
            }

            _ = WaitForMore(ref self, number, last, long.MaxValue);
        }
    }

    /// <summary>
    /// Handles what came in; true when that left the mailbox empty and nothing else to do but wait. Preemption off.
    /// </summary>
    public static bool IsIdle(ref ProcessRecord self, Pid pid)
    {
        SignalHandler.OnResumed(ref self, pid);
        return !SignalHandler.Handle(ref self, pid) && self.FirstMessage == 0 && self.CollectionRequests == 0;
    }

    private static bool TryReceiveAny(ref ProcessRecord self, int number, long timeoutNs, out object? message)
    {
        if (TryTakeFirst(ref self, out message))
        {
            return true;
        }

        // What is at the front is taken anyhow; a mark of an earlier message would keep this one from waiting.
        self.HasPriorityArrived = false;
        while (WaitForMore(ref self, number, 0, timeoutNs))
        {
            if (TryTakeFirst(ref self, out message))
            {
                ReceiveTimers.Cancel(ref self);
                return true;
            }
        }

        ReceiveTimers.Cancel(ref self);
        return false;
    }

    private static bool TrySelect(
        ref ProcessRecord self,
        int number,
        Predicate<object?> match,
        bool byType,
        Ref marker,
        long timeoutNs,
        out object? message)
    {
        int last = Markers.After(ref self, marker.Unique);
        while (true)
        {
            for (int slot = Following(ref self, last); slot != 0; slot = Following(ref self, last))
            {
                ref Signal signal = ref Pool<Signal>.At(slot);
                message = byType && Messages.IsWhole(signal) ? signal.Payload.Peek() : Messages.Examine(ref signal);
                if (match(message))
                {
                    message = Take(ref self, slot);
                    return true;
                }

                last = slot;
            }

            if (!WaitForMore(ref self, number, last, timeoutNs))
            {
                message = null;
                return false;
            }

            // A priority message came in at the front, before what was looked at.
            if (self.HasPriorityArrived)
            {
                self.HasPriorityArrived = false;
                last = 0;
            }
        }
    }

    /// <summary>The message behind another one; the first, behind 0; 0: there is none.</summary>
    public static int Following(ref ProcessRecord self, int slot) =>
        slot == 0 ? self.FirstMessage : Pool<Signal>.At(slot).Next;

    // In one step for others: what is killed in between has the message in its mailbox or in its heap, never in both.
    private static object? Take(ref ProcessRecord self, int slot) =>
        Messages.IsWhole(Pool<Signal>.At(slot)) ? TakePayload(ref self, slot, out _) : TakeAndBuild(ref self, slot);

    private static object? TakeAndBuild(ref ProcessRecord self, int slot)
    {
        Preemption.Disable();
        Signal signal = Pool<Signal>.At(slot);
        object? payload = signal.Payload.Take();
        Mailbox.Remove(ref self, slot);
        SignalSlots.Return(slot);
        Preemption.Enable();
        self.Reductions++;
        return Messages.Build(signal, payload);
    }

    /// <summary>Waits until the mailbox holds something behind a message. False: the time ran out first.</summary>
    public static bool WaitForMore(ref ProcessRecord self, int number, int last, long timeoutNs)
    {
        Pid pid = ProcessTable.PidOf(number);
        ProcessContexts.RunFinalizers();
        CollectionRequests.Serve(ref self, pid);
        Preemption.Disable();
        self.IsInWait = true;
        while (true)
        {
            SignalHandler.OnResumed(ref self, pid);
            while (SignalHandler.Handle(ref self, pid))
            {
                Preemption.Enable();
                Preemption.Disable();
            }

            if (Following(ref self, last) != 0 || self.HasPriorityArrived)
            {
                return Found(ref self, true);
            }

            if (timeoutNs == 0 || self.Has(ProcessFlags.TimedOut))
            {
                return Found(ref self, false);
            }

            if (self.CollectionRequests != 0)
            {
                Preemption.Enable();
                CollectionRequests.Serve(ref self, pid);
                Preemption.Disable();
                continue;
            }

            if (timeoutNs != long.MaxValue)
            {
                ReceiveTimers.StartOnce(ref self, number, timeoutNs);
            }

            if (Scheduler.TryRest(ref self, ProcessState.Waiting))
            {
                Scheduler.Leave();
            }
        }
    }

    private static bool Found(ref ProcessRecord self, bool isThere)
    {
        self.IsInWait = false;
        if (!isThere)
        {
            self.Clear(ProcessFlags.TimedOut);
        }

        Preemption.Enable();
        return isThere;
    }
}
