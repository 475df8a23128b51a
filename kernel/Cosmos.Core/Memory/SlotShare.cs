using System.Runtime.InteropServices;

namespace Cosmos.Core.Memory;

/// <summary>
/// One core's free slots of a <see cref="SlotStore"/>: some loose and a full batch in reserve, linked by number, in the
/// manner of <see cref="Magazine"/>. A cache line.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct SlotShare
{
    /// <summary>The first of the loose slots; 0: none.</summary>
    [FieldOffset(0x00)] public int Loose;

    /// <summary>How many they are.</summary>
    [FieldOffset(0x04)] public int Count;

    /// <summary>The first slot of a full batch in reserve; 0: none.</summary>
    [FieldOffset(0x08)] public int Batch;

    /// <summary>Slots rented less slots returned on this core; the sum over all cores is what is in use.</summary>
    [FieldOffset(0x0C)] public int InUse;
}
