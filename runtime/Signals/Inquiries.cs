// Asking a process about itself. The question is a signal like others, so the answer tells of the time after everything
// the asker sent before. The process that is asked writes numbers; the asker makes objects of them.
//
// Who has a hundred thousand links gives the core away between the parts of its answer. The answer is true of one
// moment all the same: nobody but the process itself changes its links and monitors, and it does nothing else
// meanwhile.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;

namespace Cosmos.Runtime.Signals;

/// <summary>Inquiries and their answers.</summary>
internal static class Inquiries
{
    // Parts of an answer that are written, read or freed before others get a chance to run.
    private const int PartsAtOnce = 64;

    /// <summary>Answers with what the running process is. Preemption off.</summary>
    public static void Answer(ref ProcessRecord self, Pid pid, ref Signal request) =>
        Send(pid, ref request, Take(ref self, pid, isSelf: false));

    /// <summary>Answers that there is no such process. Preemption off.</summary>
    public static void AnswerNothing(Pid pid, ref Signal request) => Send(pid, ref request, 0);

    /// <summary>The running process as it is, in a chain of slots. Preemption off.</summary>
    public static int Take(ref ProcessRecord self, Pid pid, bool isSelf)
    {
        int first = SystemPool<InfoSnapshot>.Rent();
        ref InfoSnapshot head = ref Pool<InfoSnapshot>.At(first);
        head = default;
        head.Pid = pid;
        head.Name = self.Name;
        head.Status = self.Suspensions != 0 ? ProcessStatus.Suspended
            : self.IsInWait || self.Has(ProcessFlags.Hibernating) ? ProcessStatus.Waiting
            : isSelf ? ProcessStatus.Running : ProcessStatus.Runnable;
        head.Priority = self.Priority;
        head.TrapsExits = self.Has(ProcessFlags.TrapExit);
        head.ReportsHeap = self.Has(ProcessFlags.ReportHeap);
        head.Heap = ProcessContexts.Statistics(self.Context);
        head.MailboxLength = self.MessageCount;
        head.Reductions = self.Reductions;
        head.Function = ProcessContexts.CurrentInstruction(self.Context);
        if (self.Has(ProcessFlags.Parked))
        {
            head.Heap = head.Heap with { StackBytes = 0 };
            head.Function = 0;
        }

        head.MaximumHeap = self.MaximumHeap;
        head.MaximumHeapAction = self.MaximumHeapAction;

        var chain = new Chain(first);
        AddLinks(ref self, ref chain);
        AddWatchers(ref self, ref chain);
        AddMonitors(ref self, pid, ref chain);
        return first;
    }

    /// <summary>Frees a chain. Preemption off.</summary>
    public static void Free(int slot)
    {
        for (int parts = 1; slot != 0; parts++)
        {
            int next = Pool<InfoSnapshot>.At(slot).Next;
            Pool<InfoSnapshot>.Return(slot);
            slot = next;
            if (parts % PartsAtOnce == 0)
            {
                Scheduler.GiveWay();
            }
        }
    }

    /// <summary>The objects that a chain stands for; null for none. Preemption on.</summary>
    public static ProcessInfo? Read(int first)
    {
        if (first == 0)
        {
            return null;
        }

        var links = new List<Pid>();
        var watchers = new List<Pid>();
        var monitors = new List<Target>();
        InfoSnapshot head = Pool<InfoSnapshot>.At(first);
        for (int slot = head.Next; slot != 0; slot = Pool<InfoSnapshot>.At(slot).Next)
        {
            InfoSnapshot part = Pool<InfoSnapshot>.At(slot);
            switch (part.Part)
            {
                case InfoPart.Link:
                    links.Add(part.Pid);
                    break;
                case InfoPart.Watcher:
                    watchers.Add(part.Pid);
                    break;
                default:
                    monitors.Add(part.Name.IsNone ? part.Pid : part.Name);
                    break;
            }
        }

        return new ProcessInfo(
            head.Pid, head.Name, head.Status, head.Heap.SizeBytes, head.Heap.UsedBytes, head.Heap.StackBytes,
            head.Heap.ControlBytes, head.MailboxLength, [.. links], [.. monitors], [.. watchers], head.Reductions,
            head.Priority, head.TrapsExits,
            head.Function == 0 ? null : ProcessContexts.NameOf(head.Function),
            head.Heap.Collections, HeapLimits.Read(head.MaximumHeap, head.MaximumHeapAction, head.ReportsHeap));
    }

    private static void AddLinks(ref ProcessRecord self, ref Chain chain)
    {
        for (int slot = self.Links.First(); slot != 0;)
        {
            ref LinkRecord link = ref Pool<LinkRecord>.At(slot);
            if (link.UnlinkNumber == 0)
            {
                chain.Add(InfoPart.Link, link.Other, default);
            }

            slot = self.Links.After(link.Other.Key);
        }
    }

    private static void AddWatchers(ref ProcessRecord self, ref Chain chain)
    {
        for (int slot = self.Watchers.First(); slot != 0;)
        {
            ref WatcherRecord watcher = ref Pool<WatcherRecord>.At(slot);
            chain.Add(InfoPart.Watcher, watcher.Watcher, default);
            slot = self.Watchers.After(watcher.Reference.Key);
        }
    }

    private static void AddMonitors(ref ProcessRecord self, Pid pid, ref Chain chain)
    {
        for (int slot = self.References; slot != 0; slot = Pool<ReferenceRecord>.At(slot).Next)
        {
            ref ReferenceRecord reference = ref Pool<ReferenceRecord>.At(slot);
            if (reference.IsMonitor && reference.Target != pid)
            {
                chain.Add(InfoPart.Monitor, reference.Target, reference.Name);
            }
            else
            {
                chain.PassOver();
            }
        }
    }

    // An asker that is gone drops the answer, and the chain with it.
    private static void Send(Pid pid, ref Signal request, int snapshot) =>
        Outbox.Post(SignalKind.InfoReply, pid, request.From, request.Reference, value: snapshot);

    // An answer that is being written: its last slot, and how much was done since others could run.
    private struct Chain(int first)
    {
        private int _last = first;
        private int _parts;

        public void Add(InfoPart part, Pid pid, Atom name)
        {
            int slot = SystemPool<InfoSnapshot>.Rent();
            ref InfoSnapshot entry = ref Pool<InfoSnapshot>.At(slot);
            entry = default;
            entry.Part = part;
            entry.Pid = pid;
            entry.Name = name;
            Pool<InfoSnapshot>.At(_last).Next = slot;
            _last = slot;
            PassOver();
        }

        public void PassOver()
        {
            if (++_parts % PartsAtOnce == 0)
            {
                Scheduler.GiveWay();
            }
        }
    }
}
