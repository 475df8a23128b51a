// The stacks of processes. A stack is a slot of address space of which only the upper end has memory; a fault below it
// commits more (Grow). A process holds one only while it runs, waits inside of something, or was preempted, so slots go
// round: the last one returned is the next one taken, with its pages still in the processor's caches.
//
//   slot:  guard page | reserve | lent part | ordinary part, growing downwards | StackHead
//
// Ordinary code may not come below the reserve: that is a stack overflow, and ends the process. The reserve is for the
// kernel: what it does with preemption off, and the way into a preemption, always find room, however deep the process
// is. A fault in it with preemption on is an overflow even where an earlier use left memory there.
//
// The size is a matter of addresses, not of memory. 256 KiB, because library code that recurses asks for 128 KiB of
// room before it goes on (RuntimeHelpers.EnsureSufficientExecutionStack), and a limit that runaway recursion reaches
// soon is a kindness to the machine's memory.
//
// Free stacks are kept by the core whose process left them (Magazine), more of them by all cores in common, all with
// their first pages; beyond that their memory goes back and only a number is kept, under a latch. Whoever gives its own
// stack back stands on it until its core has switched; until then no other core gets it, because what was added to a
// magazine last leaves it last.
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
    /// <summary>Bytes of address space of one stack.</summary>
    public const nuint SlotBytes = 256 * 1024;

    /// <summary>Bytes above the guard page that only code with preemption off may use.</summary>
    public const nuint ReserveBytes = 16 * 1024;

    /// <summary>
    /// Bytes above the reserve for a process whose stack is full while it is in a lock that others wait for: enough to
    /// leave it (<see cref="TryLend"/>).
    /// </summary>
    public const nuint LentBytes = 32 * 1024;

    /// <summary>What a new stack has: a page for the first frames, and one for what they call.</summary>
    public const nuint InitialBytes = 2 * (nuint)PageSize.Bytes;

    // What a stack keeps of the memory that it grew to, while it is handed on; and how many of a batch keep it.
    private const nuint KeptBytes = 64 * 1024;
    private const int KeptOfBatch = 4;

    // Stacks that change places at a time, and how many all cores keep in common. Beyond them a slot is given back to
    // the last byte.
    private const int BatchStacks = 16;
    private const int CommonBatches = 16;

    // A fault commits at least as much as is there already, so that deep recursion faults rarely, but no more than
    // this.
    private const nuint GrowthStep = 32 * 1024;

    // More stacks than the largest machine has memory for; halved until the platform has the addresses.
    private const uint MostSlots = 1 << 20;
    private const uint FewestSlots = 1 << 10;

    // The list of slots without any memory: for each, the number of the next. Committed in steps.
    private const nuint ListStep = 64 * 1024;
    private const uint None = uint.MaxValue;

    private static PerCore<CoreStacks> s_cores;
    private static Depot s_common;

    // The last one; see TryTakeLast.
    private static nint s_last;

    // Under the latch, from here on.
    private static CoreLatch s_latch;
    private static byte* s_slots;
    private static uint s_capacity;
    private static uint s_fresh;
    private static uint* s_cold;
    private static uint s_coldCommitted;
    private static uint s_coldHead;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CoreStacks
    {
        public Magazine Warm;
        public int InUse;
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

    /// <summary>Gives <paramref name="context"/> a stack. False: the machine's memory is exhausted.</summary>
    public static bool TryTake(ContextBlock* context)
    {
        ref Magazine warm = ref s_cores[Cores.Current].Warm;
        StackHead* head = TakeWarm(ref warm);
        if (head != null && Volatile.Read(ref s_last) == 0
            && Interlocked.CompareExchange(ref s_last, (nint)head, 0) == 0)
        {
            head = TakeWarm(ref warm);
        }

        if (head == null)
        {
            return TryMake(context);
        }

        Platform.SettleMemory(head->Change);
        Attach(context, (byte*)(head + 1), head->Committed);
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

        Platform.SettleMemory(head->Change);
        Attach(context, (byte*)(head + 1), head->Committed);
        return true;
    }

    /// <summary>
    /// Takes the stack of <paramref name="context"/> back. It may be standing on the top of it until it switches away.
    /// </summary>
    public static void Return(ContextBlock* context)
    {
        ref Magazine warm = ref s_cores[Cores.Current].Warm;
        ulong change = Trim(context, warm.Loose < KeptOfBatch ? KeptBytes : InitialBytes);
        StackHead* head = StackHead.Of(context->StackHigh);
        head->Change = change;
        head->Committed = context->StackCommitted;
        Detach(context);
        if (warm.Add((byte*)head, StackHead.LinkOffset, BatchStacks))
        {
            byte* batch = warm.Stow();
            if (batch != null && s_common.Batches < CommonBatches)
            {
                s_common.Add(batch, StackHead.BatchLinkOffset);
            }
            else if (batch != null)
            {
                Cool((StackHead*)batch);
            }
        }
    }

    /// <summary>Hands the stack of the running context, which is empty, to one that has none.</summary>
    public static void HandOver(ContextBlock* from, ContextBlock* to)
    {
        Platform.SettleMemory(Trim(from, KeptBytes));
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
        byte* lowestOfAll = LowestOf(context->StackHigh);
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
        byte* low = LowestOf(context->StackHigh) + ReserveBytes;
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

    private static StackHead* TakeWarm(ref Magazine warm)
    {
        byte* head = warm.TryTakeAny(StackHead.LinkOffset, BatchStacks);
        if (head == null && (head = s_common.TryTake(StackHead.BatchLinkOffset)) != null)
        {
            warm.Load(head, BatchStacks);
            head = warm.TryTake(StackHead.LinkOffset);
        }

        return (StackHead*)head;
    }

    // A batch too many is warm: its memory goes back to the last byte.
    private static void Cool(StackHead* head)
    {
        while (head != null)
        {
            StackHead* next = head->Next;
            byte* high = (byte*)(head + 1);
            Platform.DecommitStack(head->Committed, (nuint)(high - head->Committed));
            s_latch.Enter();
            AddCold((uint)((nuint)(high - s_slots) / SlotBytes) - 1);
            s_latch.Leave();
            head = next;
        }
    }

    private static void AddCold(uint slot)
    {
        s_cold[slot] = s_coldHead;
        s_coldHead = slot;
    }

    private static bool TryMake(ContextBlock* context)
    {
        return (s_slots != null || TryStart(context)) && TryCommit(context);
    }

    // The first stack of all is the last one. The boot core is alone still.
    private static bool TryStart(ContextBlock* context)
    {
        if (!TryReserve() || !TryCommit(context))
        {
            return false;
        }

        StackHead* head = StackHead.Of(context->StackHigh);
        head->Change = 0;
        head->Committed = context->StackCommitted;
        Detach(context);
        s_last = (nint)head;
        return true;
    }

    private static bool TryCommit(ContextBlock* context)
    {
        s_latch.Enter();
        bool isFresh = s_coldHead == None;
        uint slot = isFresh ? s_fresh : s_coldHead;
        bool isThere = !isFresh || (slot != s_capacity && TryExtendList(slot));
        if (isThere && isFresh)
        {
            s_fresh++;
        }
        else if (isThere)
        {
            s_coldHead = s_cold[slot];
        }

        s_latch.Leave();
        if (!isThere)
        {
            return false;
        }

        // A slot that cannot even be prepared is lost: addresses, no memory.
        byte* high = s_slots + ((nuint)(slot + 1) * SlotBytes);
        if (isFresh && !Platform.PrepareStack(high - SlotBytes, SlotBytes))
        {
            return false;
        }

        if (!Platform.CommitStack(high - InitialBytes, InitialBytes))
        {
            s_latch.Enter();
            AddCold(slot);
            s_latch.Leave();
            return false;
        }

        Attach(context, high, high - InitialBytes);
        return true;
    }

    private static bool TryReserve()
    {
        for (uint slots = MostSlots; slots >= FewestSlots; slots /= 2)
        {
            s_slots = (byte*)Platform.ReserveStacks(slots * SlotBytes);
            if (s_slots != null)
            {
                s_capacity = slots;
                break;
            }
        }

        s_coldHead = None;
        s_cold = s_slots == null ? null : (uint*)Platform.ReserveMemory(s_capacity * sizeof(uint));
        return s_cold != null;
    }

    private static bool TryExtendList(uint slot)
    {
        if (slot >= s_coldCommitted)
        {
            if (!Platform.CommitMemory(s_cold + s_coldCommitted, ListStep, MemoryAccess.ReadWrite))
            {
                return false;
            }

            s_coldCommitted += (uint)(ListStep / sizeof(uint));
        }

        return true;
    }

    private static void Attach(ContextBlock* context, byte* high, byte* committed)
    {
        context->StackHigh = high;
        context->StackLow = LowestOf(high) + ReserveBytes + LentBytes;
        context->StackCommitted = committed;
        s_cores[Cores.Current].InUse++;
    }

    // The first byte above the guard page.
    private static byte* LowestOf(byte* high) => high - SlotBytes + PageSize.Bytes;

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
