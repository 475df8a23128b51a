// How processes learn of each other's ends: exit signals, links, monitors, aliases, and the flags that decide what a
// signal does. What an operation changes in another process it asks for by a signal; only its own record it writes.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>
    /// Whether exit signals become <see cref="ExitMessage"/>s instead of ending the process.
    /// OTP: process_flag(trap_exit, Boolean).
    /// </summary>
    public static bool TrapExit
    {
        get => Record.Has(ProcessFlags.TrapExit);
        set
        {
            if (value)
            {
                Record.Set(ProcessFlags.TrapExit);
            }
            else
            {
                Record.Clear(ProcessFlags.TrapExit);
            }
        }
    }

    /// <summary>The running process's priority. OTP: process_flag(priority, Level).</summary>
    public static Priority Priority
    {
        get => Record.Priority;
        set
        {
            if (value is < Priority.Low or > Priority.Max)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "Low, Normal, High or Max.");
            }

            ref ProcessRecord self = ref Record;
            Preemption.Disable();
            self.Priority = value;
            Scheduler.SetOwnPriority(ref self, value);
            Preemption.Enable();
        }
    }

    /// <summary>Ends the running process: exit/1. Can be caught; finally blocks run.</summary>
    [DoesNotReturn]
    public static void Exit(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        throw new ProcessExitException(reason);
    }

    /// <summary>
    /// Sends an exit signal: exit/2. <see cref="ExitReason.Kill"/> ends any process; its own included.
    /// </summary>
    /// <param name="pid">Who is to end. One that is not there any more is no error.</param>
    /// <param name="reason">Why. Normal does nothing to another process that does not trap exits.</param>
    public static void Exit(Pid pid, ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Pid self = Self;
        Parcel parcel = Packing.Pack(reason);
        Preemption.Disable();
        int slot = SignalSlots.Rent(SignalKind.Exit);
        ref Signal signal = ref Pool<Signal>.At(slot);
        signal.From = self;
        signal.Payload = parcel;
        if (Outbox.TrySend(pid, slot))
        {
            // Who is to end does so at the sender's priority: an unimportant process must not outlive its kill.
            Boost.Begin(pid, Record.Effective);
        }
        else
        {
            SignalSlots.ReturnWithPayload(slot);
        }

        if (pid == self)
        {
            SignalHandler.OnResumed(ref Record, self);
        }

        Preemption.Enable();
    }

    /// <summary>
    /// Ties the running process to another: when one ends by an error the other gets an exit signal. OTP: link/1.
    /// Linking to a process that is not there sends this one an exit signal with noproc.
    /// </summary>
    public static void Link(Pid pid)
    {
        Pid self = Self;
        if (pid == self)
        {
            return;
        }

        Preemption.Disable();
        LinkSignals.Link(ref Record, self, pid);
        SignalHandler.OnResumed(ref Record, self);
        Preemption.Enable();
    }

    /// <summary>Removes the link, if there is one: after this no exit signal comes through it. OTP: unlink/1.</summary>
    public static void Unlink(Pid pid)
    {
        Pid self = Self;
        Preemption.Disable();
        LinkSignals.Unlink(ref Record, self, pid);
        Preemption.Enable();
    }

    /// <summary>
    /// Watches a process: one <see cref="DownMessage"/> comes when it ends, or at once. OTP: monitor/2.
    /// </summary>
    /// <param name="target">A pid or a registered name. A name that nobody has gives noproc.</param>
    /// <param name="alias">Whether the reference can be sent to as well, and until when. OTP: monitor/3.</param>
    /// <returns>The monitor.</returns>
    public static Ref Monitor(Target target, AliasMode alias = AliasMode.None)
    {
        if (target.Pid.IsNone && target.Name.IsNone)
        {
            throw new ArgumentException("A monitor needs a pid or a name.", nameof(target));
        }

        Pid self = Self;
        Pid watched = target.Pid.IsNone ? WhereIs(target.Name) ?? default : target.Pid;
        Preemption.Disable();
        ref ProcessRecord record = ref Record;
        Ref reference = References.TryCreate(ref record, self, out int slot);
        if (slot != 0)
        {
            ref ReferenceRecord monitor = ref Pool<ReferenceRecord>.At(slot);
            monitor.Target = watched;
            monitor.Name = target.Pid.IsNone ? target.Name : default;
            monitor.IsMonitor = watched != self; // who monitors itself will never know of its end
            monitor.Alias = monitor.IsMonitor ? alias : AliasMode.None; // OTP 25: nor does it get an alias
            Mailboxes.Markers.Set(ref record, reference.Unique);
            if (monitor.IsMonitor)
            {
                MonitorSignals.Monitor(self, watched, reference);
            }
            else
            {
                References.RemoveIfUnused(ref record, slot);
            }
        }

        Preemption.Enable();
        return slot != 0 ? reference : throw new OutOfMemoryException("No memory for a monitor.");
    }

    /// <summary>Ends a monitor: no DOWN comes after this, though one may be in the mailbox. OTP: demonitor/2.</summary>
    /// <param name="monitor">One that this process made; others are ignored.</param>
    /// <param name="flush">Takes its DOWN out of the mailbox, if it came already.</param>
    /// <param name="info">With it, the answer tells whether there was a monitor; without, it is always true.</param>
    /// <returns>
    /// With <paramref name="info"/>: false when there was no such monitor any more.
    /// </returns>
    public static bool Demonitor(Ref monitor, bool flush = false, bool info = false)
    {
        Pid self = Self;
        ref ProcessRecord record = ref Record;
        Preemption.Disable();
        bool wasThere = MonitorSignals.Demonitor(ref record, self, monitor);
        if (flush && !wasThere)
        {
            // Its DOWN, if there was one, has been accepted: it is in the mailbox.
            MonitorSignals.TryFlush(ref record, monitor);
        }

        Preemption.Enable();
        return !info || wasThere;
    }

    /// <summary>Makes an address of the running process that can be taken back. OTP: alias/1.</summary>
    /// <param name="mode">Explicit or Reply.</param>
    /// <param name="isPriority">Messages by <see cref="SendPriority"/> go before others. OTP: EEP 76.</param>
    public static Ref Alias(AliasMode mode = AliasMode.Explicit, bool isPriority = false)
    {
        if (mode is not (AliasMode.Explicit or AliasMode.Reply))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "An alias of its own is Explicit or Reply.");
        }

        Pid self = Self;
        Preemption.Disable();
        ref ProcessRecord record = ref Record;
        Ref reference = References.TryCreate(ref record, self, out int slot);
        if (slot != 0)
        {
            ref ReferenceRecord alias = ref Pool<ReferenceRecord>.At(slot);
            alias.Alias = mode;
            alias.IsPriority = isPriority;
            Mailboxes.Markers.Set(ref record, reference.Unique);
        }

        Preemption.Enable();
        return slot != 0 ? reference : throw new OutOfMemoryException("No memory for an alias.");
    }

    /// <summary>Takes an alias back: what comes through it is dropped. OTP: unalias/1.</summary>
    /// <returns>False when it was none of this process's.</returns>
    public static bool Unalias(Ref alias)
    {
        Pid self = Self;
        ref ProcessRecord record = ref Record;
        Preemption.Disable();
        int slot = References.Find(alias, self);
        bool isAlias = slot != 0 && Pool<ReferenceRecord>.At(slot).Alias != AliasMode.None;
        if (isAlias)
        {
            References.EndAlias(ref record, slot);
        }

        Preemption.Enable();
        return isAlias;
    }
}
