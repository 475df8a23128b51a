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
/// <param name="Base">What the offset counts from, or that the slot is a register.</param>
/// <param name="Flags">What the reference may be.</param>
/// <param name="Offset">Bytes from the base, or the number of the register as instructions encode it.</param>
internal readonly record struct Slot(SlotBase Base, SlotFlags Flags, int Offset);
