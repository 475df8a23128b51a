namespace Cosmos.Core.Heaps.Roots;

/// <summary>What a stack slot's offset counts from.</summary>
internal enum SlotBase : byte
{
    /// <summary>RSP of the caller at the call.</summary>
    CallerStackPointer = 0,

    /// <summary>RSP of the frame.</summary>
    StackPointer = 1,

    /// <summary>RBP of the frame.</summary>
    FramePointer = 2,

    /// <summary>No stack slot: a register.</summary>
    Register = 0xFF,
}

/// <summary>What a slot's reference may be.</summary>
[System.Flags]
internal enum SlotFlags : byte
{
    /// <summary>An object.</summary>
    None = 0,

    /// <summary>An address inside an object, one past its end, or none of an object at all.</summary>
    Interior = 1,

    /// <summary>The object must not move.</summary>
    Pinned = 2,
}

/// <summary>A place in a frame that holds a reference.</summary>
/// <remarks>
/// No record: its ToString would bring the names of enums, and with them reflection, into every image.
/// </remarks>
/// <param name="slotBase">What the offset counts from, or that the slot is a register.</param>
/// <param name="flags">What the reference may be.</param>
/// <param name="offset">Bytes from the base, or the number of the register as instructions encode it.</param>
internal readonly struct Slot(SlotBase slotBase, SlotFlags flags, int offset)
{
    /// <summary>What the offset counts from, or that the slot is a register.</summary>
    public SlotBase Base { get; } = slotBase;

    /// <summary>What the reference may be.</summary>
    public SlotFlags Flags { get; } = flags;

    /// <summary>Bytes from the base, or the number of the register as instructions encode it.</summary>
    public int Offset { get; } = offset;
}
