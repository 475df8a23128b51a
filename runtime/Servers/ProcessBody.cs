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
    /// <summary>Runs the process's code and says why it ended. A server that has nothing to do parks in here.</summary>
    public static ExitReason Run(object? root)
    {
        Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber).Clear(ProcessFlags.Parked);
        try
        {
            switch (root)
            {
                case Server server:
                    Serve(server);
                    break;
                case Hibernation hibernation:
                    WakeUp(hibernation);
                    break;
                case Action body:
                    body();
                    break;
                case Kernel image:
                    Machine.PowerOff(image.Start());
                    break;
            }

            return ExitReason.Normal;
        }
        catch (ProcessExitException exit)
        {
            return exit.Reason;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Failing.ReasonOf(exception);
        }
    }

    /// <summary>Ends the running process, which has left all its code, with a reason.</summary>
    [DoesNotReturn]
    public static void End(ExitReason reason)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        if (ProcessContexts.TryTakeFailure(out ProcessFailure failure))
        {
            Preemption.Disable();
            Failing.Note(ref self, failure);
            Termination.Run(ref self);
        }

        Failing.Report(ref self, ProcessTable.PidOf(number), reason);
        Parcel packed = Termination.Repack(reason);
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
    /// Drops the stack; the continuation runs when there is a message, at once if there is one already.
    /// </summary>
    [DoesNotReturn]
    public static void Hibernate(ref ProcessRecord self, Pid pid, Hibernation hibernation)
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

    private static void Serve(Server server)
    {
        int number = ProcessContexts.CurrentNumber;
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(number);
        if (!self.Has(ProcessFlags.Started))
        {
            self.Set(ProcessFlags.Started);
            server.OnStart();
        }

        while (true)
        {
            if (Receiving.TryTakeFirst(ref self, out object? message))
            {
                server.OnMessage(message);
                continue;
            }

            ProcessContexts.RunFinalizers();
            CollectionRequests.Serve(ref self, ProcessTable.PidOf(number));
            Preemption.Disable();
            if (Receiving.IsIdle(ref self, ProcessTable.PidOf(number)))
            {
                ParkUntilMessage(ref self, server);
            }

            Preemption.Enable();
        }
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
