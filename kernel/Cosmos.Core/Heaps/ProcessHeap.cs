// The heap of one process: a main block that it allocates in, further blocks that came with messages or hold what must
// not move, and the limits that its owner gave. Part of the context block, so ending a context finds all of it.
//
// An object's address is that of its method table pointer, one word behind where its memory begins, and the allocation
// pointer is the next object's address. So both ends of the window are one word beyond the memory they stand for: the
// zeroed memory is [AllocationPointer - 8, AllocationLimit - 8), which may end where the block ends.
//
// A heap may have no main block: an idle process that got nothing private rents its first one when it first allocates.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Heaps;

/// <summary>A process's heap.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0xB8)]
internal unsafe partial struct ProcessHeap
{
    /// <summary>The block with the allocation window; null for the kernel's own contexts.</summary>
    [FieldOffset(0x00)] public HeapBlock* Main;

    /// <summary>Fragments and pinned blocks of this heap, in no order.</summary>
    [FieldOffset(0x08)] public HeapBlock* Others;

    /// <summary>Bytes of all blocks.</summary>
    [FieldOffset(0x10)] public nuint TotalBytes;

    /// <summary>The main block is never made smaller.</summary>
    [FieldOffset(0x18)] public nuint MinimumBytes;

    /// <summary>What the heap may hold after a collection; 0: no limit.</summary>
    [FieldOffset(0x20)] public nuint MaximumBytes;

    /// <summary>Collections so far.</summary>
    [FieldOffset(0x28)] public ulong Collections;

    /// <summary>Collections that left more than the maximum.</summary>
    [FieldOffset(0x30)] public ulong LimitBreaches;

    /// <summary>What a breach does; see HeapLimitAction.</summary>
    [FieldOffset(0x38)] public uint LimitAction;

    /// <summary>The collector's marks.</summary>
    [FieldOffset(0x3C)] public uint Flags;

    /// <summary>Blocks that a collection in progress copies from; freed with the context too.</summary>
    [FieldOffset(0x40)] public HeapBlock* Vacated;

    /// <summary>First entry of this process's handles.</summary>
    [FieldOffset(0x48)] public void* Handles;

    /// <summary>Table of objects with finalizers.</summary>
    [FieldOffset(0x50)] public void* Finalizable;

    /// <summary>First large binary that the heap refers to.</summary>
    [FieldOffset(0x58)] public nint Binaries;

    /// <summary>Bytes in objects after the last collection.</summary>
    [FieldOffset(0x60)] public nuint LiveBytes;

    /// <summary>Bytes of fragments taken since then.</summary>
    [FieldOffset(0x68)] public nuint TakenBytes;

    /// <summary>
    /// Messages that the process looks at and has not taken; doubly linked. See Messages/ExaminedBlocks.
    /// </summary>
    [FieldOffset(0x70)] public HeapBlock* Examined;

    /// <summary>Objects that a donation under way has yet to look into.</summary>
    [FieldOffset(0x78)] public DonationList.DonationChunk* Donating;

    /// <summary>Objects whose finalizers are due.</summary>
    [FieldOffset(0x80)] public uint FinalizersDue;

    /// <summary>Bytes that collections copied.</summary>
    [FieldOffset(0x88)] public ulong CopiedBytes;

    /// <summary>Time spent in collections.</summary>
    [FieldOffset(0x90)] public ulong CollectionNanoseconds;

    /// <summary>Copies of its objects that were begun: one that finds it changed was overtaken by another.</summary>
    [FieldOffset(0x98)] public ulong Copies;

    /// <summary>Messages that the process looks at and has stored references into; doubly linked.</summary>
    [FieldOffset(0xA0)] public HeapBlock* Touched;

    /// <summary>Which of them the running collection visits next.</summary>
    [FieldOffset(0xA8)] public HeapBlock* NextTouched;

    /// <summary>Memory for a large block that is about to be rented; freed with the context.</summary>
    [FieldOffset(0xB0)] public Superchunk* Prepared;
}
