// From a process's first instruction to its reason. This is the process boundary, the one place where exceptions are
// caught: whatever nobody handled becomes an exit reason.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Servers;

/// <summary>The running process's code. Preemption on.</summary>
internal static class ProcessBody
{
    /// <summary>Runs the process's code and says how it ended. A server that has nothing to do parks in here.</summary>
    public static Ending Run(object? root)
    {
        Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber).Clear(ProcessFlags.Parked);
        Ending ending = new() { Root = root, Reason = ExitReason.Normal };
        Execute(ref ending, isOver: false);
        if (ending.Root is Server)
        {
            Execute(ref ending, isOver: true);
        }

        return ending;
    }

    /// <summary>Ends the running process, which has left all its code.</summary>
    [DoesNotReturn]
    public static void End(Ending ending)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        if (ProcessContexts.TryTakeFailure(out ProcessFailure failure))
        {
            Preemption.Disable();
            Failing.Note(ref self, failure);
            Termination.Run(ref self);
        }

        Failing.Report(ref self, ProcessTable.PidOf(number), ending);
        Parcel packed = Termination.Repack(ending.Reason);
        Preemption.Disable();
        self.Reason = packed;
        packed.Detach();
        Termination.Run(ref self);
    }

    /// <summary>
    /// Waits for a message without keeping a stack, then goes on with <paramref name="root"/>. Returns when something
    /// has come meanwhile.
    /// </summary>
    public static void ParkUntilMessage(ref ProcessRecord self, object root)
    {
        self.IsInWait = true;
        self.Set(ProcessFlags.Parked);
        if (Scheduler.TryRest(ref self, ProcessState.Waiting))
        {
            Scheduler.LeaveParked(root);
        }

        self.IsInWait = false;
        self.Clear(ProcessFlags.Parked);
    }

    /// <summary>
    /// Drops the stack; a hibernation or a server goes on when there is a message, at once if there is one already.
    /// </summary>
    [DoesNotReturn]
    public static void Hibernate(ref ProcessRecord self, Pid pid, object hibernation)
    {
        self.Set(ProcessFlags.Hibernating);
        if (Receiving.IsIdle(ref self, pid))
        {
            ParkUntilMessage(ref self, hibernation);
        }

        self.State = ProcessState.Runnable;
        Scheduler.MakeReady((int)pid.Id, ref self);
        Scheduler.LeaveParked(hibernation);
    }

    /// <summary>Drops everything on the stack; the running process is a server from here on.</summary>
    [DoesNotReturn]
    public static void Become(Server server)
    {
        int number = ProcessTable.Self;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        self.Clear(ProcessFlags.Started);
        Preemption.Disable();
        self.State = ProcessState.Runnable;
        Scheduler.MakeReady(number, ref self);
        Scheduler.LeaveParked(server);
    }

    [ProcessBoundary("the process's own: what nobody handled becomes its exit reason")]
    private static void Execute(ref Ending ending, bool isOver)
    {
        try
        {
            switch (ending.Root)
            {
                case Server server when isOver:
                    server.OnEnd(ref ending);
                    break;
                case Server:
                    Serve(ref ending);
                    break;
                case Hibernation hibernation:
                    WakeUp(hibernation);
                    break;
                case Action body:
                    body();
                    break;
                case Cosmos.Core.Kernel image:
                    Machine.PowerOff(image.Start());
                    break;
            }
        }
        catch (ProcessExitException exit)
        {
            ending.Reason = exit.Reason;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            ending.Reason = Failing.ReasonOf(exception);
        }
    }

    private static void Serve(ref Ending ending)
    {
        RunningContext me = RunningContext.Current;
        int number = me.Number;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        var server = (Server)ending.Root!;
        Server? next = server;
        if (!self.Has(ProcessFlags.Started))
        {
            self.Set(ProcessFlags.Started);
            next = server.Begin();
        }

        while (true)
        {
            while (next != server)
            {
                if (next is null)
                {
                    ending.Reason = server.OwnReason;
                    return;
                }

                server = next;
                ending.Root = next;
                next = server.Begin();
            }

            int first = Receiving.First(me, ref self);
            next = first != 0
                ? Receiving.HandFirst(me, ref self, first, server, ref ending)
                : Rest(ref self, number, server, ref ending);
        }
    }

    // Waits until there is something to do. Without a stack, unless something comes meanwhile.
    private static Server? Rest(ref ProcessRecord self, int number, Server server, ref Ending ending)
    {
        ending.IsHandling = false;
        ending.Message = null;
        Pid pid = ProcessTable.PidOf(number);
        ProcessContexts.RunFinalizers();
        CollectionRequests.Serve(ref self, pid);
        if (server.IsToHibernate && !self.Has(ProcessFlags.Hibernating))
        {
            // From here on no object of this frame is good any more: the process goes on with an empty stack.
            object kept = ProcessContexts.Compact(server);
            Preemption.Disable();
            Hibernate(ref self, pid, kept);
        }

        bool isTimedOut = false;
        Preemption.Disable();
        if (Receiving.IsIdle(ref self, pid))
        {
            if (server.WaitNs == 0 || self.Has(ProcessFlags.TimedOut))
            {
                isTimedOut = true;
            }
            else
            {
                if (server.WaitNs != long.MaxValue)
                {
                    Timers.ReceiveTimers.StartOnce(ref self, number, server.WaitNs);
                }

                ParkUntilMessage(ref self, server);
            }
        }

        Preemption.Enable();
        if (!isTimedOut)
        {
            return server;
        }

        Timers.ReceiveTimers.Cancel(ref self);
        return server.OnTimeout();
    }

    private static void WakeUp(Hibernation hibernation)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        Preemption.Disable();
        while (self.FirstMessage == 0 && Receiving.IsIdle(ref self, ProcessTable.PidOf(number)))
        {
            ParkUntilMessage(ref self, hibernation);
        }

        Preemption.Enable();
        self.Clear(ProcessFlags.Hibernating);
        hibernation.Continuation();
    }
}
