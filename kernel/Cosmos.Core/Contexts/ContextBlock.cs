// The block that FS points at: what the running context needs at every instruction, reached by one FS-relative load.
// It is the thread control block of the ELF TLS ABI (variant II, System V ABI AMD64 supplement §3.4.2): its first word
// holds its own address, and the thread-local variables of the image lie just below it. Everything that belongs to one
// flow of control is here - the allocation window, the exceptions in flight, the stack's bounds - so that a switch of
// contexts is a switch of FS base and RSP and nothing else.
//
// A process's block begins with a cache line. What a send, a receive and a switch touch lies in the first two lines:
// among many processes each line is one that has left the cache since its process last ran.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Contexts;

/// <summary>The control block of one context. Lives outside every managed heap; never moves.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x1C0)]
internal unsafe struct ContextBlock
{
    /// <summary>Address of this block; the ELF TLS ABI wants it at FS:0.</summary>
    [FieldOffset(0x00)] public ContextBlock* Self;

    /// <summary>Next free byte of the allocation window; objects are bumped from here.</summary>
    [FieldOffset(0x08)] public byte* AllocationPointer;

    /// <summary>End of the allocation window; the memory between is zero.</summary>
    [FieldOffset(0x10)] public byte* AllocationLimit;

    /// <summary>RSP while the context is not running.</summary>
    [FieldOffset(0x18)] public byte* SavedStackPointer;

    /// <summary>While above zero the context is not preempted.</summary>
    [FieldOffset(0x20)] public uint PreemptionDepth;

    /// <summary>Not zero: the core is wanted; to be looked at when the depth comes back to zero.</summary>
    [FieldOffset(0x24)] public uint PreemptionPending;

    /// <summary>
    /// The value that compilers for Linux put above a stack buffer and check on return; the ABI wants it at FS:0x28,
    /// and musl's mathematics was compiled so.
    /// </summary>
    [FieldOffset(0x28)] public ulong StackCanary;

    /// <summary>One past the highest byte of the stack.</summary>
    [FieldOffset(0x30)] public byte* StackHigh;

    /// <summary>The runtime's number of the process; 0 for the kernel's own contexts.</summary>
    [FieldOffset(0x38)] public int Number;

    /// <summary>The core that runs the context, or ran it last; from 1, 0 before its first switch.</summary>
    [FieldOffset(0x3C)] public ushort Core;

    /// <summary>
    /// Not zero: a core runs the context, or has not left its stack yet. Whoever switches to it waits until it has.
    /// </summary>
    [FieldOffset(0x3E)] public byte IsRunning;

    /// <summary>Not zero: the heap has something to do before the process waits; see Upkeep.</summary>
    [FieldOffset(0x3F)] public byte UpkeepDue;

    /// <summary>First byte of the main heap block; a store at an address at or above it needs no check.</summary>
    [FieldOffset(0x40)] public byte* HeapLow;

    /// <summary>Bytes from there on that belong to this context for certain.</summary>
    [FieldOffset(0x48)] public nuint HeapBytes;

    /// <summary>Whose objects it allocates.</summary>
    [FieldOffset(0x50)] public ContextKind Kind;

    /// <summary>Not zero: there is a <see cref="Pending"/> failure.</summary>
    [FieldOffset(0x54)] public uint HasPending;

    /// <summary>Not zero: the context waits for something, and gives way meanwhile.</summary>
    [FieldOffset(0x58)] public byte IsWaiting;

    /// <summary>A block that a message is being copied into; freed with the context.</summary>
    [FieldOffset(0x60)] public Heaps.HeapBlock* Packing;

    /// <summary>Innermost exception being dispatched (CoreLib's ExInfo, on the stack), or null.</summary>
    [FieldOffset(0x68)] public byte* ExceptionHead;

    /// <summary>Chain of frames whose slots CoreLib registered as roots (GCFrameRegistration).</summary>
    [FieldOffset(0x70)] public GcFrameRegistration* RegisteredFrames;

    /// <summary>Root of the inlined thread statics (a slot in the TLS area), or null before their first use.</summary>
    [FieldOffset(0x78)] public void** InlinedThreadStatics;

    /// <summary>Thread statics of types that were built at run time: a reference to object[][].</summary>
    [FieldOffset(0x80)] public void* DynamicThreadStatics;

    /// <summary>Identity of the context, never reused; CoreLib sees it as the thread id.</summary>
    [FieldOffset(0x88)] public ulong Id;

    /// <summary>Bytes handed out in windows that are already used up.</summary>
    [FieldOffset(0x90)] public ulong AllocatedBefore;

    /// <summary>First byte of the current window, for the allocation count.</summary>
    [FieldOffset(0x98)] public byte* WindowStart;

    /// <summary>Root: what a parked context keeps, and what a new one is given.</summary>
    [FieldOffset(0xA0)] public nint Root;

    /// <summary>Root: the runtime's object of this process.</summary>
    [FieldOffset(0xA8)] public nint Local;

    /// <summary>
    /// Lowest byte of the stack that ordinary code may use; below it lies the guard, or a process's reserve
    /// (<see cref="StackPool"/>). Null, as <see cref="StackHigh"/> is, while a process has no stack.
    /// </summary>
    [FieldOffset(0xB0)] public byte* StackLow;

    /// <summary>Lowest byte of a process's stack that has memory; null for the kernel's own contexts.</summary>
    [FieldOffset(0xB8)] public byte* StackCommitted;

    /// <summary>The heap.</summary>
    [FieldOffset(0xC0)] public Heaps.ProcessHeap Heap;

    /// <summary>
    /// Memory that is being found for something large; freed with the context. See Memory/LargeMemory.
    /// </summary>
    [FieldOffset(0x178)] public Memory.LargeMemory.Stretch* Making;

    /// <summary>Method that a new context starts with.</summary>
    [FieldOffset(0x180)] public delegate*<nint, void> Entry;

    /// <summary>Argument of <see cref="Entry"/>.</summary>
    [FieldOffset(0x188)] public nint Argument;

    /// <summary>Where the interrupt found the process, on the way into a preemption.</summary>
    [FieldOffset(0x190)] public ulong InterruptedAt;

    /// <summary>Win32's last-error code, which CoreLib's P/Invokes read after a call.</summary>
    [FieldOffset(0x198)] public uint LastError;

    /// <summary>Depth of fault handling; a fault at depth 1 or more goes straight to the epitaph.</summary>
    [FieldOffset(0x19C)] public uint FaultDepth;

    /// <summary>A failure that happens when the process has left its locks; see Faults/SharedLocks.</summary>
    [FieldOffset(0x1A0)] public Abi.ProcessFailure Pending;
}

/// <summary>Whose objects a context allocates.</summary>
internal enum ContextKind
{
    /// <summary>The kernel's: shared objects, which are never collected or moved.</summary>
    System = 0,

    /// <summary>A process: its own heap.</summary>
    Process = 1,
}

/// <summary>CoreLib's GCFrameRegistration: a run of slots on the stack that hold references.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
internal unsafe struct GcFrameRegistration
{
    /// <summary>The frame registered before this one.</summary>
    [FieldOffset(0x08)] public GcFrameRegistration* Next;

    /// <summary>First slot.</summary>
    [FieldOffset(0x10)] public void** Slots;

    /// <summary>Number of slots.</summary>
    [FieldOffset(0x18)] public uint Count;
}
