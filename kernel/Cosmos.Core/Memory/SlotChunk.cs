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

/// <summary>What is kept about a chunk of slots.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SlotChunk
{
    /// <summary>In the list.</summary>
    public RecordLinks Links;

    /// <summary>The first of the slots that came back, linked by number; 0: none.</summary>
    public int Free;

    /// <summary>Bytes with memory behind them, from the start.</summary>
    public uint Committed;

    /// <summary>Slots that were ever handed out; those behind were not touched.</summary>
    public ushort Cut;

    /// <summary>Slots that may be looked at by who has an old number: as many, or none when memory is going.</summary>
    public ushort Reach;

    /// <summary>Slots that are somebody's, or that a core keeps.</summary>
    public ushort Used;

    /// <summary>The list that it is in.</summary>
    public SlotChunkPlace Place;
}
