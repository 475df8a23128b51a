// GCHandles, weak references and dependent handles: slots outside all heaps that hold references. CoreLib reads a
// handle by dereferencing it, in line, so the reference is a slot's first word and a free slot's first word is null.
//
// A handle belongs to the process that made it and hangs off its heap, which the collector shows it for; it ends with
// the process. What the kernel's own contexts make belongs to nobody: it refers to shared objects, which neither move
// nor die, so every kind of handle is the same to it. The two meet where a shared object holds the number of a handle:
//   - a WeakReference becomes shared: its handle becomes nobody's and its target shared as well (OnDonated), because
//     everybody reads it in line;
//   - a strong handle, and a weak one to a description of a type, is nobody's from the start, its target shared: the
//     number may be anywhere, and is read in line (Handles.Descriptions.cs);
//   - a table of CoreLib (ConditionalWeakTable) is shared and holds dependent handles of many processes: each sees its
//     own only, and a handle whose process ended is an empty one until CoreLib frees it;
//   - a handle that is made without a target may be a class constructor's, which keeps its number in a static (as the
//     type loader does): when its process ends it is emptied and becomes nobody's.
// So memory of slots is never used for anything else: a number that somebody still has leads to a slot. And a slot of a
// dependent handle becomes one again and nothing else, for a key of the same class: a process that writes the number of
// its own into a shared table stores no reference and so donates nothing; when it has ended, whoever copies that table
// may free the number, and the number is still in the table. Another table's key of another class, which it would lead
// to by then, would be taken for one of this table's: who trims arrays of a pool wrote into whatever that was.
//
// Free slots are kept by cores (Magazine); the list of a process's handles changes on the process's own core only.
using System.Runtime;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Collection;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot;

/// <summary>The handles of all processes. Not for interrupt handlers.</summary>
internal static unsafe partial class Handles
{
    // Address space for sixteen million handles, fewer where there is less; memory comes in steps.
    private const nuint MostBytes = 1 << 30;
    private const nuint LeastBytes = 1 << 20;
    private const nuint Step = 64 * 1024;

    private const int SlotBytes = 64;

    private const int BatchSlots = 32;
    private const int FreeLink = 0x18;
    private const int FreeBatchLink = 0x20;

    private static PerCore<CoreSlots> s_cores;
    private static Depot s_depot;
    private static CoreLatch s_latch;
    private static byte* s_slots;
    private static nuint s_reserved;
    private static nuint s_committed;
    private static nuint s_cut;

    /// <summary>Whether the collector keeps a handle's target alive, and when it forgets it.</summary>
    private enum HandleKind : ushort
    {
        /// <summary>Forgets a target that nothing else refers to, before its finalizer.</summary>
        Weak = 0,

        /// <summary>Forgets it when it is really gone.</summary>
        WeakTrackResurrection = 1,

        /// <summary>Keeps it.</summary>
        Normal = 2,

        /// <summary>Keeps it, where it is.</summary>
        Pinned = 3,

        /// <summary>Keeps a second object for as long as the first lives, which it does not keep.</summary>
        Dependent = 6,
    }

    /// <summary>One handle.</summary>
    [StructLayout(LayoutKind.Explicit, Size = SlotBytes)]
    private struct Slot
    {
        [FieldOffset(0x00)] public nint Target;
        [FieldOffset(0x08)] public nint Secondary;
        [FieldOffset(0x10)] public ContextBlock* Owner;
        [FieldOffset(FreeLink)] public Slot* Next;
        [FieldOffset(FreeBatchLink)] public Slot* Previous;
        [FieldOffset(0x28)] public HandleKind Kind;

        /// <summary>Not zero: made without a target, perhaps by a class constructor, for whoever comes.</summary>
        [FieldOffset(0x2A)] public ushort IsBlank;

        /// <summary>Not zero: the running collection has shown what depends on the target.</summary>
        [FieldOffset(0x2C)] public uint IsShown;

        /// <summary>Begins and ends of uses: tells who reads the slot that it is another handle by now.</summary>
        [FieldOffset(0x30)] public uint Uses;

        /// <summary>Of a dependent handle, also a free one: the class of the keys that it is for.</summary>
        [FieldOffset(0x38)] public MethodTable* KeyClass;
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct CoreSlots
    {
        public Magazine Free;
        public long InUse;
    }

    /// <summary>Handles allocated and not freed.</summary>
    public static nuint Count
    {
        get
        {
            long sum = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                sum += Volatile.Read(ref s_cores[core].InUse);
            }

            return (nuint)sum;
        }
    }

    /// <summary>Bytes of memory behind slots that are no handles. It stays: a slot is one for good.</summary>
    public static nuint IdleBytes => nuint.Max(Volatile.Read(ref s_committed), Count * SlotBytes) - (Count * SlotBytes);

    /// <summary>
    /// A process ends: its handles are freed. Dependent and blank ones are emptied and wait for CoreLib when a shared
    /// table or a static may have their numbers.
    /// </summary>
    public static void ReleaseAll(ContextBlock* context)
    {
        bool mayBeShared = HasDonated(&context->Heap);
        while (context->Heap.Handles != null)
        {
            var slot = (Slot*)context->Heap.Handles;
            Preemption.Disable();
            Empty(slot);
            Unlink(slot);
            if (!mayBeShared || (slot->Kind != HandleKind.Dependent && slot->IsBlank == 0))
            {
                Return(slot);
            }

            Preemption.Enable();
        }
    }

    /// <summary>
    /// An object becomes shared: handles whose numbers it holds become nobody's, and what they refer to shared.
    /// Dependent ones stay their process's, which alone is shown them. Preemption off.
    /// </summary>
    /// <param name="instance">The object.</param>
    /// <param name="visit">Called with each place that refers to what must become shared.</param>
    /// <param name="state">Whatever the visitor needs.</param>
    public static void OnDonated(nint instance, delegate*<nint*, void*, void> visit, void* state)
    {
        // Every word is looked at that could be a number: a WeakReference tags it in its low bits, and any class may
        // have a GCHandle. A number that only looks like one makes an object shared that need not be.
        MethodTable* type = *(MethodTable**)instance;
        nuint size = type->HasComponentSize ? 0 : type->BaseSize;
        nuint word = (nuint)sizeof(nint);
        for (nuint offset = word; offset + (2 * word) <= size; offset += word)
        {
            Slot* slot = SlotAt(*(nint*)(instance + (nint)offset));
            if (slot != null && slot->Owner == Context.CurrentBlock && slot->Kind != HandleKind.Dependent)
            {
                Unlink(slot);
                visit(&slot->Target, state);
            }
        }
    }

    [RuntimeExport("RhpHandleAlloc")]
    private static nint Allocate(nint target, int kind) => Take(target, 0, (HandleKind)kind);

    [RuntimeExport("RhpHandleAllocDependent")]
    private static nint AllocateDependent(nint primary, nint secondary)
        => Take(primary, secondary, HandleKind.Dependent);

    [RuntimeExport("RhHandleFree")]
    private static void Free(Slot* handle)
    {
        if (handle == null)
        {
            return;
        }

        // A table that a process copied out of a shared one frees what it found in it; that stays the other's.
        ContextBlock* context = Context.CurrentBlock;
        Preemption.Disable();
        bool isForeign = handle->Owner != context && context->Kind == ContextKind.Process;
        if (handle->Kind != HandleKind.Dependent || !isForeign)
        {
            Empty(handle);
            Unlink(handle);
            Return(handle);
        }

        Preemption.Enable();
    }

    [RuntimeExport("RhHandleSet")]
    private static nint Set(Slot* handle, nint target)
    {
        ShareForOthers(handle, target);
        handle->Target = target;
        return (nint)handle;
    }

    [RuntimeExport("RhHandleSetDependentSecondary")]
    private static void SetSecondary(Slot* handle, nint secondary)
    {
        ShareForOthers(handle, secondary);
        handle->Secondary = secondary;
    }

    // The slot may be made another's handle meanwhile, on another core. Whoever makes one enters the owner before the
    // target, and whoever ends one takes the target out before the owner: so what was read between two looks at the
    // owner that found the same, with the slot in the same use, was that owner's.
    [RuntimeExport("RhHandleGetDependent")]
    private static nint GetDependent(Slot* handle, nint* secondary)
    {
        nint self = (nint)Context.CurrentBlock;
        while (true)
        {
            uint uses = Volatile.Read(ref handle->Uses);
            nint owner = Volatile.Read(ref *(nint*)&handle->Owner);
            nint primary = Volatile.Read(ref handle->Target);
            nint second = Volatile.Read(ref handle->Secondary);
            bool isForeign = owner != 0 && owner != self;
            if (!isForeign && (Volatile.Read(ref *(nint*)&handle->Owner) != owner
                || Volatile.Read(ref handle->Uses) != uses))
            {
                continue;
            }

            primary = isForeign ? 0 : primary;
            *secondary = primary == 0 ? 0 : second;
            return primary;
        }
    }

    private static nint Take(nint target, nint secondary, HandleKind kind)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (s_isLearning && target != 0)
        {
            Learn(target);
        }

        bool isOwned = context->Kind == ContextKind.Process && kind switch
        {
            HandleKind.Normal => false,
            HandleKind.Weak or HandleKind.WeakTrackResurrection => target == 0 || !IsDescription(target),
            _ => true,
        };
        if (!isOwned && target != 0 && Ownership.IsPrivateTo(context, target))
        {
            Donation.Donate(context, target);
        }

        Preemption.Disable();
        MethodTable* keyClass = target == 0 ? null : *(MethodTable**)target;
        Slot* slot = TakeFree(kind, keyClass);
        if (slot != null)
        {
            slot->Kind = kind;
            slot->KeyClass = keyClass;
            slot->IsBlank = (ushort)(target == 0 ? 1 : 0);
            slot->IsShown = 0;
            slot->Uses++;
            if (isOwned)
            {
                Link(slot, context);
            }

            Volatile.Write(ref slot->Secondary, secondary);
            Volatile.Write(ref slot->Target, target);
        }

        Preemption.Enable();
        return (nint)slot; // CoreLib turns 0 into OutOfMemoryException
    }

    // A slot that is not the running process's own may hold shared objects only.
    private static void ShareForOthers(Slot* handle, nint target)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (handle->Owner != context && context->Kind == ContextKind.Process
            && target != 0 && Ownership.IsPrivateTo(context, target))
        {
            Donation.Donate(context, target);
        }
    }

    // Nobody may see what it referred to without seeing whose it is.
    private static void Empty(Slot* slot)
    {
        Volatile.Write(ref slot->Uses, slot->Uses + 1);
        Volatile.Write(ref slot->Target, 0);
        Volatile.Write(ref slot->Secondary, 0);
    }

    private static Slot* SlotAt(nint number)
    {
        nuint offset = (nuint)number - (nuint)s_slots;
        return offset < s_committed ? (Slot*)(s_slots + (offset & ~(nuint)(SlotBytes - 1))) : null;
    }

    private static void Link(Slot* slot, ContextBlock* context)
    {
        var first = (Slot*)context->Heap.Handles;
        Volatile.Write(ref *(nint*)&slot->Owner, (nint)context);
        slot->Next = first;
        slot->Previous = null;
        if (first != null)
        {
            first->Previous = slot;
        }

        context->Heap.Handles = slot;
    }

    // No effect on a slot that is nobody's.
    private static void Unlink(Slot* slot)
    {
        ContextBlock* owner = slot->Owner;
        if (owner == null)
        {
            return;
        }

        if (slot->Previous != null)
        {
            slot->Previous->Next = slot->Next;
        }
        else
        {
            owner->Heap.Handles = slot->Next;
        }

        if (slot->Next != null)
        {
            slot->Next->Previous = slot->Previous;
        }

        Volatile.Write(ref *(nint*)&slot->Owner, 0);
    }

    private static bool HasDonated(ProcessHeap* heap)
        => (heap->Flags & Collector.HasDonated) != 0 || (heap->Main != null && heap->Main->Donated != null)
            || HasDonated(heap->Others) || HasDonated(heap->Vacated)
            || HasDonated(heap->Examined) || HasDonated(heap->Touched);

    private static bool HasDonated(HeapBlock* block)
    {
        while (block != null && block->Donated == null)
        {
            block = block->Next;
        }

        return block != null;
    }
}
