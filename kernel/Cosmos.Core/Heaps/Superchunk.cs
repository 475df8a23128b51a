// What is kept about a superchunk of slots, or about the first superchunk of a run. It lies apart from the memory it
// describes, so that memory can be given back to the machine and a superchunk still be remembered.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Heaps;

/// <summary>Which list a superchunk is in.</summary>
internal enum SuperchunkPlace : byte
{
    /// <summary>None: in use and full, or not the first of its run.</summary>
    None,

    /// <summary>None: its class takes slots from it.</summary>
    Current,

    /// <summary>Of its class: some slots are free.</summary>
    Partial,

    /// <summary>Empty, but its memory was not given back yet.</summary>
    Cached,

    /// <summary>Empty, and its memory is being given back.</summary>
    Surrendered,

    /// <summary>First of a run of free addresses.</summary>
    Free,
}

/// <summary>A superchunk's record: one cache line.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
internal unsafe struct Superchunk
{
    /// <summary>Returned slots, linked through their headers.</summary>
    [FieldOffset(0x00)] public HeapBlock* Returned;

    /// <summary>In whatever list this one is in.</summary>
    [FieldOffset(0x08)] public Superchunk* Next;

    /// <summary>In whatever list this one is in.</summary>
    [FieldOffset(0x10)] public Superchunk* Previous;

    /// <summary>Slots rented.</summary>
    [FieldOffset(0x18)] public uint Used;

    /// <summary>Slots that were ever cut; those behind were not touched.</summary>
    [FieldOffset(0x1C)] public uint Cut;

    /// <summary>Bytes with memory behind them, from the start.</summary>
    [FieldOffset(0x20)] public nuint Committed;

    /// <summary>Bytes, from the start, that may hold what an earlier user wrote; all others are zero.</summary>
    [FieldOffset(0x28)] public nuint Stained;

    /// <summary>Bytes of it that are counted as idle: committed, and nobody's.</summary>
    [FieldOffset(0x30)] public nuint Idle;

    /// <summary>The class of its slots.</summary>
    [FieldOffset(0x38)] public byte SizeClass;

    /// <summary>log2 of the superchunks of its run; 0 for one with slots.</summary>
    [FieldOffset(0x39)] public byte Order;

    /// <summary>Which list it is in.</summary>
    [FieldOffset(0x3A)] public SuperchunkPlace Place;
}
