using System.Runtime.InteropServices;

namespace Cosmos.Core.Memory;

/// <summary>Which list a chunk of slots is in.</summary>
internal enum SlotChunkPlace : byte
{
    /// <summary>None that slots are taken from: all are somebody's, or the memory is going.</summary>
    None,

    /// <summary>Some are somebody's, others are free.</summary>
    Partial,

    /// <summary>All are free, and it has memory: what can go back to the machine.</summary>
    Whole,

    /// <summary>It has no memory.</summary>
    Cold,
}

/// <summary>What is kept about a chunk of slots: a cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct SlotChunk
{
    /// <summary>Words of <see cref="Free"/>.</summary>
    public const int FreeWords = 4;

    /// <summary>In the list.</summary>
    public RecordLinks Links;

    /// <summary>The slots that came back, a bit each.</summary>
    public fixed ulong Free[FreeWords];

    /// <summary>Bytes with memory behind them, from the start.</summary>
    public uint Committed;

    /// <summary>Slots that were ever handed out; those behind were not touched.</summary>
    public ushort Cut;

    /// <summary>Slots that may be looked at by who has an old number: as many, or none when memory is going.</summary>
    public ushort Reach;

    /// <summary>Slots that are somebody's, or that a core keeps; slot 0 is one.</summary>
    public ushort Used;

    /// <summary>The list that it is in.</summary>
    public SlotChunkPlace Place;
}
