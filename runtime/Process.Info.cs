// Looking at processes. Another process answers for itself, by a signal, so what is told was true at one moment of it.
// Its end is an answer as well.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>The limit of the running process's heap; null: none. OTP: process_flag(max_heap_size, …).</summary>
    public static MaxHeapSize? MaxHeap
    {
        get
        {
            ref ProcessRecord self = ref Record;
            return HeapLimits.Read(self.MaximumHeap, self.MaximumHeapAction, self.Has(ProcessFlags.ReportHeap));
        }

        set
        {
            ref ProcessRecord self = ref Record;
            HeapOptions options = value is null ? default : HeapLimits.Of(value, 0);
            self.MaximumHeap = options.MaximumBytes;
            self.MaximumHeapAction = options.Action;
            if (value is { Report: true })
            {
                self.Set(ProcessFlags.ReportHeap);
            }
            else
            {
                self.Clear(ProcessFlags.ReportHeap);
            }

            ProcessContexts.SetLimit(options.MaximumBytes, options.Action);
        }
    }

    /// <summary>Whether a process is alive and not ending. OTP: is_process_alive/1.</summary>
    /// <remarks>Signals that the caller sent it before have been handled when this answers.</remarks>
    public static bool IsAlive(Pid pid) => pid == Self || Info(pid) is not null;

    /// <summary>All processes, the ending ones not among them. OTP: processes/0.</summary>
    public static Pid[] All()
    {
        _ = ProcessTable.Self;
        var all = new List<Pid>();
        for (int number = 1; number < Pool<ProcessRecord>.End; number++)
        {
            Preemption.Disable();
            Pid pid = ProcessTable.LivingAt(number);
            Preemption.Enable();
            if (!pid.IsNone)
            {
                all.Add(pid);
            }
        }

        return [.. all];
    }

    /// <summary>The node's memory: what is used, and what lies idle. OTP: erlang:memory/0.</summary>
    public static MemoryInfo Memory()
    {
        MemoryUse use = Machine.Memory;
        return new MemoryInfo(
            use.TotalBytes,
            use.UsedBytes,
            use.IdleBytes,
            use.FreeBytes,
            use.HeapBytes - use.SharedBytes,
            use.SharedBytes,
            Binary.LiveBytes);
    }

    /// <summary>Everything there is to know of a process; null: it is not there. OTP: process_info.</summary>
    public static ProcessInfo? Info(Pid pid)
    {
        ref ProcessRecord self = ref Record;
        Pid me = Self;
        if (pid == me)
        {
            Preemption.Disable();
            while (SignalHandler.Handle(ref self, me))
            {
                Scheduler.GiveWay();
            }

            // Kept in the record meanwhile: whoever is killed here leaves it to its end.
            self.OwnSnapshot = Inquiries.Take(ref self, me, isSelf: true);
            Preemption.Enable();
            ProcessInfo? own = Inquiries.Read(self.OwnSnapshot);
            Preemption.Disable();
            Inquiries.Free(self.OwnSnapshot);
            self.OwnSnapshot = 0;
            Preemption.Enable();
            return own;
        }

        Ref request = MakeRef();
        Request(pid, SignalKind.InfoRequest, request, answersWhenGone: true);
        return Receiving.ReceiveInfo(request);
    }
}
