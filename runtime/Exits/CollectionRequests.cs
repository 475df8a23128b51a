// Collections of a process's heap that others asked for. Only the process itself can collect, and only where its code
// stands at a call: so a request is kept until it receives or an allocation collects; one that computes without either
// answers when it next does one of them. OTP: erlang:garbage_collect/1,2.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Exits;

/// <summary>Requests for collections of the running process's heap.</summary>
internal static class CollectionRequests
{
    /// <summary>Keeps a request. Preemption off.</summary>
    public static void Accept(ref ProcessRecord self, int slot)
    {
        ref Signal request = ref Pool<Signal>.At(slot);
        request.Next = self.CollectionRequests;
        request.Value = ProcessContexts.Collections;
        self.CollectionRequests = slot;
        ProcessContexts.CollectSoon();
    }

    /// <summary>Collects, if somebody asked, and answers. Preemption on.</summary>
    public static void Serve(ref ProcessRecord self, Pid pid)
    {
        if (self.CollectionRequests == 0)
        {
            return;
        }

        ProcessContexts.Collect();
        Preemption.Disable();
        AnswerAll(ref self, pid, isDone: true);
        Preemption.Enable();
    }

    /// <summary>
    /// Answers, if the process has collected since it was asked last: an allocation did it meanwhile. Until then it
    /// keeps the priority that it was lent, but not for ever: it may never allocate. Preemption off.
    /// </summary>
    public static void AnswerIfDone(ref ProcessRecord self, Pid pid)
    {
        if (self.CollectionRequests == 0 || self.Has(ProcessFlags.Exiting))
        {
            return;
        }

        if (ProcessContexts.Collections > Pool<Signal>.At(self.CollectionRequests).Value)
        {
            AnswerAll(ref self, pid, isDone: true);
        }
        else if (self.Has(ProcessFlags.SlowToCollect))
        {
            Boost.End(pid, ref self);
        }
        else
        {
            self.Set(ProcessFlags.SlowToCollect);
        }
    }

    /// <summary>Answers all requests. Preemption off.</summary>
    public static void AnswerAll(ref ProcessRecord self, Pid pid, bool isDone)
    {
        while (self.CollectionRequests != 0)
        {
            int slot = self.CollectionRequests;
            ref Signal request = ref Pool<Signal>.At(slot);
            self.CollectionRequests = request.Next;
            Answer(pid, ref request, isDone);
            SignalSlots.Return(slot);
        }

        self.Clear(ProcessFlags.SlowToCollect);
        if (!self.Has(ProcessFlags.Exiting))
        {
            Boost.End(pid, ref self); // who ends does so at the priority that it was lent
        }
    }

    /// <summary>Answers one request. Preemption off.</summary>
    public static void Answer(Pid pid, ref Signal request, bool isDone) =>
        Outbox.Post(SignalKind.CollectionReply, pid, request.From, request.Reference, value: isDone ? 1 : 0);
}
