// The stacks of processes. A stack is a slot of address space (StackSlots) of which only the upper end has memory; a
// fault below it commits more (Grow). A process holds one only while it runs, waits inside of something, or was
// preempted, so slots go round: the last one returned is the next one taken, with its pages still in the processor's
// caches.
//
// Free stacks are kept by the core whose process left them (Magazine), more of them by all cores in common (StackRuns),
// all with the memory that they have: who ends a process takes nothing away from anybody but what a stack grew to
// beyond the usual. Whoever gives its own stack back stands on it until its core has switched; until then no other core
// gets it, because what was added to a magazine last leaves it last.
//
// A fault in the reserve with preemption on is an overflow even where an earlier use left memory there.
//
// Everything is called with preemption off. Only Grow is called by fault handlers; it touches no list.
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>Slots for stacks.</summary>
internal static unsafe class StackPool
{
    // What a stack keeps of the memory that it grew to, while it is handed on or lies in the core's hand; and what the
    // others keep: what code that formats a text or lets a collection run needs.
    private const nuint HandedBytes = StackSlots.MostKept;
    private const nuint UsualBytes = 16 * 1024;
    private const int KeptOfBatch = 4;

    // Stacks that change places at a time.
    private const int BatchStacks = StackSlots.OfRun;

    // A fault commits at least as much as is there already, so that deep recursion faults rarely, but no more than
    // this.
    private const nuint GrowthStep = 32 * 1024;

    private static PerCore<CoreStacks> s_cores;
    private static bool s_isStarted;

    // The last one; see TryTakeLast.
    private static nint s_last;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CoreStacks
    {
        public Magazine Warm;
        public int InUse;
        public long IdleBytes;
    }

    /// <summary>Stacks that contexts hold.</summary>
    public static int InUse
    {
        get
        {
            int sum = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                sum += Volatile.Read(ref s_cores[core].InUse);
            }

            return sum;
        }
    }

    /// <summary>Bytes of memory of stacks that nobody holds, page tables that go with it included.</summary>
    public static nuint IdleBytes
    {
        get
        {
            long sum = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                sum += Volatile.Read(ref s_cores[core].IdleBytes);
            }

            return (nuint)long.Max(sum, 0) + (StackRuns.WholeCount * StackSlots.TableBytes);
        }
    }

    /// <summary>Gives <paramref name="context"/> a stack. False: the machine's memory is exhausted.</summary>
    public static bool TryTake(ContextBlock* context)
    {
        ref CoreStacks core = ref s_cores[Cores.Current];
        StackHead* head = TakeFree(ref core);
        if (head != null && Volatile.Read(ref s_last) == 0
            && Interlocked.CompareExchange(ref s_last, (nint)head, 0) == 0)
        {
            head = TakeFree(ref core);
        }

        if (head == null)
        {
            return false;
        }

        Hold(context, head);
        return true;
    }

    /// <summary>
    /// Gives <paramref name="context"/> the stack that is kept for the case that there is no memory for another one.
    /// False: somebody has it already. The next stack that comes back takes its place.
    /// </summary>
    public static bool TryTakeLast(ContextBlock* context)
    {
        var head = (StackHead*)Interlocked.Exchange(ref s_last, 0);
        if (head == null)
        {
            return false;
        }

        Hold(context, head);
        return true;
    }

    /// <summary>
    /// Takes the stack of <paramref name="context"/> back. It may be standing on the top of it until it switches away.
    /// </summary>
    public static void Return(ContextBlock* context)
    {
        ref CoreStacks core = ref s_cores[Cores.Current];
        ulong change = Trim(context, core.Warm.Loose < KeptOfBatch ? HandedBytes : UsualBytes);
        StackHead* head = StackHead.Of(context->StackHigh);
        head->Change = change;
        head->Committed = context->StackCommitted;
        core.IdleBytes += context->StackHigh - context->StackCommitted;
        Detach(context);
        if (core.Warm.Add((byte*)head, StackHead.LinkOffset, BatchStacks))
        {
            StackRuns.Add((StackHead*)core.Warm.Stow());
        }
    }

    /// <summary>Gives the running core's free stacks to all.</summary>
    public static void Flush()
    {
        ref Magazine warm = ref s_cores[Cores.Current].Warm;
        StackRuns.Add((StackHead*)warm.Stow());
        StackRuns.Add((StackHead*)warm.Stow());
    }

    /// <summary>
    /// Gives a piece of the memory of free stacks back, of those that no core keeps. False: there is none.
    /// </summary>
    public static bool TryGiveBack()
    {
        nuint bytes = StackRuns.GiveBack();
        s_cores[Cores.Current].IdleBytes -= (long)bytes;
        return bytes != 0;
    }

    /// <summary>Hands the stack of the running context, which is empty, to one that has none.</summary>
    public static void HandOver(ContextBlock* from, ContextBlock* to)
    {
        Platform.SettleMemory(Trim(from, HandedBytes));
        byte* high = from->StackHigh;
        byte* committed = from->StackCommitted;
        Detach(from);
        Attach(to, high, committed);
    }

    /// <summary>
    /// Serves a page fault at <paramref name="address"/>. Called by fault handlers on their own stack.
    /// </summary>
    /// <param name="context">The context that faulted; it does not run meanwhile.</param>
    /// <param name="address">The address accessed.</param>
    public static StackGrowth Grow(ContextBlock* context, ulong address)
    {
        byte* at = (byte*)PageSize.RoundDown(address);
        byte* committed = context->StackCommitted;
        byte* lowestOfAll = StackSlots.LowestOf(context->StackHigh);
        if (committed == null || at >= committed || at < lowestOfAll - (nuint)PageSize.Bytes)
        {
            return StackGrowth.NotOfStack;
        }

        byte* limit = context->PreemptionDepth == 0 ? context->StackLow : lowestOfAll;
        if (at < limit)
        {
            return StackGrowth.Overflow;
        }

        nuint present = (nuint)(context->StackHigh - committed);
        byte* ahead = committed - (present < GrowthStep ? present : GrowthStep);
        byte* lowest = ahead > context->StackLow ? ahead : context->StackLow;
        lowest = at < lowest ? at : lowest;
        if (!Platform.CommitStack(lowest, (nuint)(committed - lowest)))
        {
            return StackGrowth.OutOfMemory;
        }

        context->StackCommitted = lowest;
        return StackGrowth.Grown;
    }

    /// <summary>Lets a process use the bytes kept for leaving locks. False: it uses them already.</summary>
    public static bool TryLend(ContextBlock* context)
    {
        byte* low = StackSlots.LowestOf(context->StackHigh) + StackSlots.ReserveBytes;
        bool isFirst = context->StackLow != low;
        context->StackLow = low;
        return isFirst;
    }

    // Keeps the topmost bytes. The caller does not stand below them. Before the stack is used again, whoever has it
    // sees to it that no core remembers what was taken away: it is not committed but by faults. Returns the change; 0:
    // none.
    private static ulong Trim(ContextBlock* context, nuint bytes)
    {
        byte* kept = context->StackHigh - bytes;
        if (context->StackCommitted >= kept)
        {
            return 0;
        }

        Platform.DecommitStack(context->StackCommitted, (nuint)(kept - context->StackCommitted));
        context->StackCommitted = kept;
        return Platform.MemoryChanges;
    }

    private static StackHead* TakeFree(ref CoreStacks core)
    {
        byte* head = core.Warm.TryTakeAny(StackHead.LinkOffset, BatchStacks);
        return head != null ? (StackHead*)head : Refill(ref core);
    }

    // The core has none left.
    private static StackHead* Refill(ref CoreStacks core)
    {
        StackHead* first = StackRuns.TryTake(out int count);
        if (first == null && (s_isStarted || TryStart()))
        {
            first = TryMake(out count);
            core.IdleBytes += count * (long)StackSlots.InitialBytes;
        }

        core.Warm.Load((byte*)first, count);
        return (StackHead*)core.Warm.TryTake(StackHead.LinkOffset);
    }

    // What lies idle elsewhere goes first.
    private static StackHead* TryMake(out int count)
    {
        StackHead* first;
        while ((first = StackRuns.TryMake(out count)) == null && Reclaiming.TryStep())
        {
        }

        return first;
    }

    // The boot core is alone still.
    private static bool TryStart()
    {
        s_isStarted = StackRuns.TryReserve();
        return s_isStarted;
    }

    private static void Hold(ContextBlock* context, StackHead* head)
    {
        byte* high = (byte*)(head + 1);
        Platform.SettleMemory(head->Change);
        s_cores[Cores.Current].IdleBytes -= high - head->Committed;
        Attach(context, high, head->Committed);
    }

    private static void Attach(ContextBlock* context, byte* high, byte* committed)
    {
        context->StackHigh = high;
        context->StackLow = StackSlots.LowestOf(high) + StackSlots.ReserveBytes + StackSlots.LentBytes;
        context->StackCommitted = committed;
        s_cores[Cores.Current].InUse++;
    }

    private static void Detach(ContextBlock* context)
    {
        context->StackHigh = null;
        context->StackLow = null;
        context->StackCommitted = null;
        s_cores[Cores.Current].InUse--;
    }
}

/// <summary>What became of a fault.</summary>
internal enum StackGrowth
{
    /// <summary>The address is none of the running context's stack.</summary>
    NotOfStack,

    /// <summary>There is memory now.</summary>
    Grown,

    /// <summary>The stack has reached its limit.</summary>
    Overflow,

    /// <summary>The machine has no memory left.</summary>
    OutOfMemory,
}
