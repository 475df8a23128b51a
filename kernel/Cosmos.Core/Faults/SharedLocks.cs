// Whether a process is inside a lock that others wait for. Ending a process forgets its frames, and with them the
// promise to leave the locks it is in: one on an object of its own goes with its heap, but one on a shared object
// (CoreLib's caches, type loader, class constructors) would stay locked for ever. So whoever wants to end a process
// that is in the midst of its code asks here, and waits for the next tick when the answer is yes. A yes too much
// costs a tick; a no too much could cost the machine.
//
// What is looked at is the stack, word by word, registers included: whoever must leave a lock has the object, or the
// object's lock word, in its hands until it has done so. An object found so is asked for its owner:
//   - a lock word in the object's header (CoreLib's ObjectHeader) names the thread number of its owner;
//   - a header with a sync index leads to a System.Threading.Lock;
//   - a Lock is held by us when it names us, and may be ours when it is locked and names nobody yet.
// Who is on the way into a lock or out of it can not be told by the lock: LockPassages asks the frames.
// Objects in the image itself may be named by an instruction instead of a register, so all of them are looked at. A
// word that only looks like a reference can make us say yes, until it is overwritten.
//
// A process without a thread number never took a lock of either kind. What this does not see: CoreLib's lock-free
// structures in the two or three instructions between claiming a place and filling it.
//
// Source: dotnet/runtime release/10.0, Threading/Lock.cs, Threading/ObjectHeader.cs, Threading/SyncTable.cs.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.NativeAot;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>Finds locks on shared objects that a process holds.</summary>
internal static unsafe class SharedLocks
{
    // CoreLib's object header, the four bytes in front of the method table pointer.
    private const uint HeaderHasHash = 1 << 26;
    private const uint HeaderHasIndex = 1 << 27;
    private const uint HeaderIndex = HeaderHasHash - 1;
    private const uint HeaderThread = 0xFFFF;

    // Lock._state.
    private const uint LockLocked = 1 << 0;

    private const nint WordBytes = sizeof(ulong);

    // How much longer than a look the pause after it is.
    private const int PauseFactor = 8;

    private static PerCore<Look> s_looks;
    private static PerCore<Look> s_looksAtWaits;

    private static MethodTable* s_lockType;
    private static nint s_ownerOffset;
    private static nint s_stateOffset;
    private static int* s_unusedIndex;

    /// <summary>The last one on a core that found a lock.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Look
    {
        public ContextBlock* Holder;
        public long Next;
    }

    /// <summary>
    /// Learns where CoreLib keeps what is read here, and has its locks initialise what they share. Once, when the
    /// runtime is up, in a context of the kernel's.
    /// </summary>
    public static void Initialize()
    {
        ThreadNumbers.Initialize();
        LockPassages.Initialize();
        CrashReports.Initialize();
        var probe = new Lock();
        nint instance = Unsafe.As<Lock, nint>(ref probe); // Safety: a context of the kernel's: its objects never move
        s_lockType = *(MethodTable**)instance;
        s_ownerOffset = (nint)Unsafe.AsPointer(ref Owner(probe)) - instance;
        s_stateOffset = (nint)Unsafe.AsPointer(ref State(probe)) - instance;
        s_unusedIndex = (int*)Unsafe.AsPointer(ref UnusedIndex(null)); // Safety: a static without references
        WaitInVain(probe);
    }

    /// <summary>Whether the running process holds a lock on a shared object. Preemption off.</summary>
    public static bool AreHeld()
    {
        ThrowContext here; // callee-saved registers are not on the stack unless somebody needed them
        Capture(&here);
        ContextBlock* context = Context.CurrentBlock;
        return ThreadNumbers.Of(context) != 0
            && (LockPassages.IsInOne(context, &here) || AreHeld(context, (byte*)&here));
    }

    /// <summary>
    /// As <see cref="AreHeld()"/>, for who waits for the lock to be left and asks at every occasion: a deep stack takes
    /// long to look through, so after a yes the process gets to run several times as long as the look took before the
    /// answer can change. Who waits for a lock asks at every turn, and the answer is yes: those looks have pauses of
    /// their own, or they would leave none to the ticks, which alone meet a process outside.
    /// </summary>
    public static bool MayBeHeld()
    {
        ContextBlock* context = Context.CurrentBlock;
        if (ThreadNumbers.Of(context) == 0)
        {
            return false; // without a look at the clock: most processes that end never had a number
        }

        ref Look last = ref context->IsWaiting != 0 ? ref s_looksAtWaits[context->Core] : ref s_looks[context->Core];
        long began = Platform.MonotonicNanoseconds();
        if (context == last.Holder && began < last.Next)
        {
            return true;
        }

        bool areHeld = AreHeld();
        long ended = Platform.MonotonicNanoseconds();
        last.Holder = areHeld ? context : null;
        last.Next = ended + (PauseFactor * (ended - began));
        return areHeld;
    }

    /// <summary>Whether a process that was stopped by a fault holds a lock on a shared object.</summary>
    /// <param name="context">The process.</param>
    /// <param name="state">Its registers.</param>
    public static bool AreHeld(ContextBlock* context, CpuState* state)
    {
        uint thread = ThreadNumbers.Of(context);
        if (thread == 0)
        {
            return false;
        }

        if (LockPassages.IsInOne(context, state))
        {
            return true;
        }

        for (ulong* register = (ulong*)state; register <= &state->Rax; register++)
        {
            if (IsHeldThrough((nint)(*register), thread))
            {
                return true;
            }
        }

        var stackPointer = (byte*)state->Rsp;
        return AreHeld(context, stackPointer < context->StackHigh ? stackPointer : null);
    }

    /// <summary>Whether a process holds such a lock of which nothing is known but its stack.</summary>
    public static bool AreHeldBy(ContextBlock* context)
        => ThreadNumbers.Of(context) != 0
            && (LockPassages.MayBeInOne(context) || AreHeld(context, (byte*)null));

    private static bool AreHeld(ContextBlock* context, byte* stackPointer)
    {
        uint thread = ThreadNumbers.Of(context);
        if (thread == 0)
        {
            return false;
        }

        if (CrashReports.IsReporting(context))
        {
            return true;
        }

        byte* present = context->StackCommitted != null ? context->StackCommitted : context->StackLow;
        byte* lowest = stackPointer > present ? stackPointer : present;
        var word = (nint*)((nint)lowest & -WordBytes);
        for (; word < context->StackHigh; word++)
        {
            if (IsHeldThrough(*word, thread))
            {
                return true;
            }
        }

        return IsAnyOfImageHeld(thread);
    }

    // A word may be the object, its header word in the course of an interlocked operation, or a field of a Lock.
    private static bool IsHeldThrough(nint word, uint thread)
    {
        if (!SharedMemory.Contains(word))
        {
            return false;
        }

        nint aligned = (word + (WordBytes - 1)) & -WordBytes;
        if (IsObject(aligned) && Ownership.IsShared(aligned) && IsHeld(aligned, thread))
        {
            return true;
        }

        for (nint instance = word & -WordBytes; instance >= word - s_stateOffset - WordBytes; instance -= WordBytes)
        {
            if (SharedMemory.Contains(instance) && *(MethodTable**)instance == s_lockType
                && Ownership.IsShared(instance) && IsLockHeld(instance, thread))
            {
                return true;
            }
        }

        return false;
    }

    // Enough to tell an object from chance: what stands first is an address, and not one of an object.
    private static bool IsObject(nint instance)
    {
        if (!SharedMemory.Contains(instance) || !SharedMemory.Contains(instance - WordBytes))
        {
            return false;
        }

        nint type = *(nint*)instance;
        return type != 0 && (type & (WordBytes - 1)) == 0 && !HeapSpace.Contains(type);
    }

    private static bool IsHeld(nint instance, uint thread)
    {
        uint header = ((uint*)instance)[-1];
        if ((header & (HeaderHasHash | HeaderHasIndex)) == 0)
        {
            return (header & HeaderThread) == thread;
        }

        uint index = header & HeaderIndex;
        if ((header & HeaderHasHash) != 0 || index == 0 || index >= (uint)*s_unusedIndex)
        {
            return false;
        }

        Lock? monitor = GetLockObject(null, (int)index);
        return monitor != null && IsLockHeld(Unsafe.As<Lock, nint>(ref monitor!), thread);
    }

    private static bool IsLockHeld(nint instance, uint thread)
    {
        uint owner = *(uint*)(instance + s_ownerOffset);
        uint state = *(uint*)(instance + s_stateOffset);
        return owner == thread || (owner == 0 && (state & LockLocked) != 0);
    }

    private static bool IsAnyOfImageHeld(uint thread)
    {
        nint end = SharedMemory.FrozenEnd;
        for (nint instance = SharedMemory.FirstFrozen; instance < end && *(nint*)instance != 0;)
        {
            if (IsHeld(instance, thread) || (*(MethodTable**)instance == s_lockType && IsLockHeld(instance, thread)))
            {
                return true;
            }

            instance += (nint)ObjectLayout.SizeOf(instance);
        }

        return false;
    }

    // The first contended wait initialises statics that all locks share, under a flag and not under a lock: it shall
    // not be a process that may be ended meanwhile. A lock that claims to be a stranger's is contended.
    private static void WaitInVain(Lock probe)
    {
        const uint Nobody = uint.MaxValue;
        const int ShortestWaitMs = 1;
        Owner(probe) = Nobody;
        State(probe) = LockLocked;
        if (probe.TryEnter(ShortestWaitMs))
        {
            Fatal.Stop("A lock of CoreLib could be entered that somebody holds: its layout is not the known one"u8);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_owningThreadId")]
    private static extern ref uint Owner(Lock instance);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_state")]
    private static extern ref uint State(Lock instance);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetLockObject")]
    private static extern Lock GetLockObject(
        [UnsafeAccessorType("System.Threading.SyncTable, System.Private.CoreLib")] object? type, int syncIndex);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "s_unusedEntryIndex")]
    private static extern ref int UnusedIndex(
        [UnsafeAccessorType("System.Threading.SyncTable, System.Private.CoreLib")] object? type);

    [DllImport("*", EntryPoint = "cosmos_capture_site"), SuppressGCTransition]
    private static extern void Capture(ThrowContext* site);
}
