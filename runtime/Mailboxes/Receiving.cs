// Receive: look through the mailbox from the oldest message on, take the first that fits, wait for more when none does.
// Messages passed over stay where they are and are not looked at again by this receive.
//
// A message lies outside the heap until it is taken, so looking at its type costs no copy; what a match of the
// program's may look into is made the process's own first. Most receives take the oldest message, or wait for one on an
// empty mailbox and then take that: for them there is a way without detours.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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
    /// <summary>Receives the first message.</summary>
    /// <param name="timeoutNs">How long to wait; long.MaxValue: for ever.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when the time ran out.</returns>
    public static bool TryReceive(long timeoutNs, out object? message)
    {
        RunningContext me = ProcessTable.Running;
        ref ProcessRecord self = ref Begin(me);
        int slot = AwaitFirst(me, ref self, timeoutNs);
        message = slot == 0 ? null : Taking.Take(me, ref self, slot, 0);
        End(ref self, timeoutNs);
        return slot != 0;
    }

    /// <summary>Receives the first message of a type.</summary>
    public static bool TryReceive<T>(long timeoutNs, out T? message)
    {
        RunningContext me = ProcessTable.Running;
        ref ProcessRecord self = ref Begin(me);
        int slot = AwaitFirst(me, ref self, timeoutNs);
        if (slot == 0)
        {
            message = default;
            return false;
        }

        if (typeof(T).IsValueType && Taking.TryTakeValue(me, ref self, out message))
        {
            End(ref self, timeoutNs);
            return true;
        }

        ref Signal signal = ref Pool<Signal>.At(slot);
        if (!signal.Small.IsNone && signal.Kind == SignalKind.Message && signal.Small.Peek() is T)
        {
            message = (T)Taking.TakePayload(me, ref self, slot, 0)!;
            End(ref self, timeoutNs);
            return true;
        }

        SmallParcel.Learn<T>();
        bool isThere = TrySelect(me, ref self, default(OfType<T>), default, timeoutNs, out object? found);
        message = isThere ? (T)found! : default;
        return isThere;
    }

    /// <summary>Receives the first message that fits.</summary>
    /// <param name="match">What fits.</param>
    /// <param name="marker">A reference without which no message fits, or none.</param>
    /// <param name="timeoutNs">How long to wait; long.MaxValue: for ever.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when the time ran out.</returns>
    public static bool TryReceive<TMatch>(in TMatch match, Ref marker, long timeoutNs, out object? message)
        where TMatch : struct, IMatch
    {
        RunningContext me = ProcessTable.Running;
        return TrySelect(me, ref Begin(me), match, marker, timeoutNs, out message);
    }

    /// <summary>Hands the first message to a server: a request apart from who asks.</summary>
    /// <returns>The server that goes on; null: none does.</returns>
    public static Server? HandFirst(
        RunningContext me, ref ProcessRecord self, int first, Server server, ref Ending ending)
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
            object? message = Taking.Take(me, ref self, first, 0);
            ending.Message = message;
            return server.Proceed(message);
        }

        Pid caller = signal.From;
        Ref tag = signal.Reference;
        object? request = Taking.TakePayload(me, ref self, first, 0);
        ending.Message = request;
        return server.Proceed(request, caller, tag);
    }

    /// <summary>The first message, if there is one already; else 0.</summary>
    public static int First(RunningContext me, ref ProcessRecord self)
    {
        int slot = self.FirstMessage;
        if (slot == 0)
        {
            me.Hold();
            slot = Inbox.TakeFirst(ref self);
            me.Release();
        }

        return slot;
    }

    /// <summary>Waits for the answer to an inquiry; null: the process was not there.</summary>
    public static ProcessInfo? ReceiveInfo(Ref request)
    {
        RunningContext me = ProcessTable.Running;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(me.Number);
        int last = Markers.After(ref self, request.Unique);
        while (true)
        {
            for (int slot = Mailbox.After(ref self, last); slot != 0; slot = Mailbox.After(ref self, last))
            {
                ref Signal signal = ref Pool<Signal>.At(slot);
                if (signal.Kind == SignalKind.InfoReply && signal.Reference == request)
                {
                    ProcessInfo? info = Inquiries.Read((int)signal.Value);
                    me.Hold();
                    Mailbox.Remove(ref self, slot, last);
                    SignalSlots.ReturnWithPayload(slot);
                    me.Release();
                    return info;
                }

                last = slot;
            }

            self.MustLookAnew = false;
            _ = TryAwaitMore(me, ref self, last, long.MaxValue);
            if (self.MustLookAnew)
            {
                last = Markers.After(ref self, request.Unique);
            }
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

    // One frame less on the stack of who waits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ProcessRecord Begin(RunningContext me)
    {
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(me.Number);
        if (self.IsReceiving)
        {
            RefuseNested();
        }

        return ref self;
    }

    [DoesNotReturn]
    private static void RefuseNested() => throw new InvalidOperationException(
        "A receive was begun inside the match of another; match by the message alone.");

    private static void End(ref ProcessRecord self, long timeoutNs)
    {
        if (timeoutNs != long.MaxValue)
        {
            ReceiveTimers.Cancel(ref self);
        }
    }

    private static bool TrySelect<TMatch>(
        RunningContext me, ref ProcessRecord self, in TMatch match, Ref marker, long timeoutNs, out object? message)
        where TMatch : struct, IMatch
    {
        self.IsReceiving = true;
        self.MustLookAnew = false;
        try
        {
            int last = Markers.After(ref self, marker.Unique);
            while (!TryFind(me, ref self, match, ref last, out message))
            {
                if (!TryAwaitMore(me, ref self, last, timeoutNs))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            self.IsReceiving = false;
            ReceiveTimers.Cancel(ref self);
        }
    }

    // Looks through the messages behind the last one that was looked at.
    private static bool TryFind<TMatch>(
        RunningContext me, ref ProcessRecord self, in TMatch match, ref int last, out object? message)
        where TMatch : struct, IMatch
    {
        while (true)
        {
            if (self.MustLookAnew)
            {
                self.MustLookAnew = false;
                last = 0;
            }

            int slot = Mailbox.After(ref self, last);
            if (slot == 0)
            {
                message = null;
                return false;
            }

            message = LookAt<TMatch>(me, slot, out bool isShown);
            bool fits = match.Fits(message);
            if (self.MustLookAnew)
            {
                continue; // what was looked at may not even be there any more
            }

            if (fits)
            {
                message = isShown
                    ? Taking.Accept(me, ref self, slot, last, message)
                    : Taking.Take(me, ref self, slot, last);
                return true;
            }

            last = slot;
        }
    }

    // Whether it was shown, so that the process may have kept it: then it is what is taken.
    private static object? LookAt<TMatch>(RunningContext me, int slot, out bool isShown)
        where TMatch : struct, IMatch
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        isShown = !TMatch.IsByType || !Messages.IsWhole(signal);
        return isShown ? Messages.Examine(me, ref signal)
            : signal.Small.IsNone ? signal.Payload.Peek() : signal.Small.Peek();
    }

    // The first message; waits for one where there is none, and as long as there is nothing else to do, without
    // detours. 0: the time ran out.
    private static int AwaitFirst(RunningContext me, ref ProcessRecord self, long timeoutNs)
    {
        int slot = self.FirstMessage;
        if (slot != 0)
        {
            return slot;
        }

        me.Hold();
        while ((slot = Inbox.TakeFirst(ref self)) == 0
            && timeoutNs == long.MaxValue && self.IsQuiet && !me.NeedsUpkeep)
        {
            if (Scheduler.TryRest(ref self, ProcessState.Waiting))
            {
                Scheduler.Leave(me);
            }
        }

        me.Release();
        return slot != 0 ? slot : AwaitFirstOrTimeout(me, ref self, timeoutNs);
    }

    private static int AwaitFirstOrTimeout(RunningContext me, ref ProcessRecord self, long timeoutNs)
    {
        do
        {
            self.MustLookAnew = false;
            if (!TryAwaitMore(me, ref self, 0, timeoutNs))
            {
                return 0;
            }
        }
        while (self.FirstMessage == 0);
        return self.FirstMessage;
    }

    /// <summary>
    /// Waits until the mailbox holds something behind a message, or messages moved. False: the time ran out first.
    /// </summary>
    public static bool TryAwaitMore(RunningContext me, ref ProcessRecord self, int last, long timeoutNs)
    {
        int number = me.Number;
        Pid pid = ProcessTable.PidOf(number);
        ProcessContexts.RunFinalizers();
        CollectionRequests.Serve(ref self, pid);
        me.Hold();
        self.IsInWait = true;
        while (true)
        {
            HandleAll(me, ref self, pid);

            // First whether it must look anew: then the last one may not be there any more.
            if (self.MustLookAnew || Mailbox.After(ref self, last) != 0)
            {
                return Found(me, ref self, true);
            }

            if (timeoutNs == 0 || self.Has(ProcessFlags.TimedOut))
            {
                return Found(me, ref self, false);
            }

            if (self.CollectionRequests != 0)
            {
                me.Release();
                CollectionRequests.Serve(ref self, pid);
                me.Hold();
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

    private static void HandleAll(RunningContext me, ref ProcessRecord self, Pid pid)
    {
        if (self.IsQuiet && !Inbox.TakeAll(ref self))
        {
            return;
        }

        SignalHandler.OnResumed(ref self, pid);
        while (SignalHandler.Handle(ref self, pid))
        {
            me.Release();
            me.Hold();
        }
    }

    private static bool Found(RunningContext me, ref ProcessRecord self, bool isThere)
    {
        self.IsInWait = false;
        if (!isThere)
        {
            self.Clear(ProcessFlags.TimedOut);
        }

        me.Release();
        return isThere;
    }
}
