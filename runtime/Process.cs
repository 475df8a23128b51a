// The process API: OTP's BIFs for processes as C#. One static class, because these are things a process does as such,
// wherever its code is; its members stand by subject in the files beside this one.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Servers;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime;

/// <summary>
/// What a process can do. Every member belongs into a process: outside of one it throws InvalidOperationException.
/// </summary>
public static partial class Process
{
    /// <summary>The running process. OTP: self/0.</summary>
    public static Pid Self => ProcessTable.PidOf(ProcessTable.Self);

    private static ref ProcessRecord Record => ref Pool<ProcessRecord>.At(ProcessTable.Self);

    /// <summary>A reference that nobody else has. OTP: make_ref/0.</summary>
    /// <remarks>A receive that names it does not look at messages that came before it was made.</remarks>
    public static Ref MakeRef()
    {
        ref ProcessRecord self = ref Record;
        Preemption.Disable();
        ulong unique = NodeState.NextUnique();
        Mailboxes.Markers.Set(ref self, unique);
        Preemption.Enable();
        return new Ref(unique);
    }

    /// <summary>Lets other processes of the same priority run. OTP: yield/0.</summary>
    public static void Yield()
    {
        ref ProcessRecord self = ref Record;
        Preemption.Disable();
        Scheduler.Yield();
        SignalHandler.OnResumed(ref self, Self);
        Preemption.Enable();
    }

    /// <summary>
    /// Drops everything on the stack, makes the heap as small as it can be and waits; when there is a message,
    /// <paramref name="continuation"/> runs as if it had been spawned. OTP: hibernate/3.
    /// </summary>
    /// <param name="continuation">What goes on; not copied. Usually a receive.</param>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Hibernate(Action continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        ref ProcessRecord self = ref Record;
        Pid pid = Self;
        var hibernation = (Hibernation)ProcessContexts.Compact(new Hibernation(continuation));
        Preemption.Disable();
        ProcessBody.Hibernate(ref self, pid, hibernation);
    }

    /// <summary>Collects the heap of the running process. OTP: garbage_collect/0.</summary>
    public static void GarbageCollect()
    {
        _ = ProcessTable.Self;
        ProcessContexts.Collect();
    }

    /// <summary>Has another process collect its heap and waits until it has. OTP: garbage_collect/1.</summary>
    /// <returns>False when there is no such process.</returns>
    public static bool GarbageCollect(Pid pid)
    {
        if (pid == Self)
        {
            GarbageCollect();
            return true;
        }

        Ref request = GarbageCollectAsync(pid);
        return Receive<GarbageCollectReply>(request, reply => reply.Request == request).Done;
    }

    /// <summary>Has another process collect its heap. OTP: garbage_collect/2 with async.</summary>
    /// <returns>What the <see cref="GarbageCollectReply"/> will name.</returns>
    public static Ref GarbageCollectAsync(Pid pid)
    {
        Ref request = MakeRef();
        Request(pid, SignalKind.CollectionRequest, request, answersWhenGone: true);
        return request;
    }

    /// <summary>Stops another process until <see cref="Resume"/> was called as often. OTP: suspend_process/1.</summary>
    /// <remarks>When this returns the process does not run any more. A process cannot suspend itself.</remarks>
    public static void Suspend(Pid pid)
    {
        if (pid == Self)
        {
            throw new ArgumentException("A process cannot suspend itself.", nameof(pid));
        }

        if (!ProcessTable.IsAlive(pid))
        {
            throw new ArgumentException($"{pid} is not alive and cannot be suspended.", nameof(pid));
        }

        Request(pid, SignalKind.Suspend, default, answersWhenGone: false);
        _ = Info(pid); // answered after the suspension took effect
    }

    /// <summary>Takes one suspension back. OTP: resume_process/1.</summary>
    public static void Resume(Pid pid) => Request(pid, SignalKind.Resume, default, answersWhenGone: false);

    private static void Request(Pid pid, SignalKind kind, Ref reference, bool answersWhenGone)
    {
        Pid self = Self;
        Preemption.Disable();
        int slot = SignalSlots.Rent(kind);
        ref Signal signal = ref Pool<Signal>.At(slot);
        signal.From = self;
        signal.Reference = reference;
        signal.Priority = Record.Priority;
        if (Outbox.TrySend(pid, slot))
        {
            Boost.Begin(pid, Record.Priority);
        }
        else
        {
            if (answersWhenGone && kind == SignalKind.CollectionRequest)
            {
                CollectionRequests.Answer(pid, ref signal, isDone: false);
            }
            else if (answersWhenGone)
            {
                Inquiries.AnswerNothing(pid, ref signal);
            }

            SignalSlots.Return(slot);
        }

        Preemption.Enable();
    }
}
