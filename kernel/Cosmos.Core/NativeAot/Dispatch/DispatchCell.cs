// The two data structures of interface dispatch: the cell that ILC emits for every call site, and the cache that the
// floor hangs into it.
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Dispatch;

/// <summary>
/// A call site's cell (two words). Cells lie in runs; a run ends with a cell whose first word is null and whose second
/// holds the kind and the slot of all cells before it.
/// </summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x10)]
internal struct DispatchCell
{
    /// <summary>Code that the caller jumps to with the cell's address in r11.</summary>
    [FieldOffset(0x00)] public nint Stub;

    /// <summary>A tagged interface type, a small method table offset, or a <see cref="DispatchCache"/>.</summary>
    [FieldOffset(0x08)] public nint Cache;
}

/// <summary>
/// Targets known at a call site. The table follows: pairs of type and target, hashed by type, open addressing without
/// wrap-round; it ends in an empty pair, so that a probe always stops.
/// </summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x30)]
internal unsafe struct DispatchCache
{
    /// <summary>The type seen first; it is in the table too.</summary>
    [FieldOffset(0x00)] public MethodTable* FirstType;

    /// <summary>Its target.</summary>
    [FieldOffset(0x08)] public nint FirstTarget;

    /// <summary>The cell, for the slow path.</summary>
    [FieldOffset(0x10)] public DispatchCell* Cell;

    /// <summary>Hash bits times 16: (buckets - 1) * 16.</summary>
    [FieldOffset(0x18)] public uint Mask;

    /// <summary>Entries in the table.</summary>
    [FieldOffset(0x1C)] public uint Count;

    /// <summary>Interface that the call site names.</summary>
    [FieldOffset(0x20)] public MethodTable* InterfaceType;

    /// <summary>Slot of the method in the interface.</summary>
    [FieldOffset(0x28)] public ushort Slot;
}

/// <summary>CoreLib's DispatchCellInfo.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
internal unsafe struct DispatchCellInfo
{
    /// <summary>0 interface and slot, 1 metadata token (not emitted), 2 method table offset.</summary>
    [FieldOffset(0x00)] public int CellType;
    [FieldOffset(0x08)] public MethodTable* InterfaceType;
    [FieldOffset(0x10)] public ushort InterfaceSlot;
    [FieldOffset(0x12)] public byte HasCache;
    [FieldOffset(0x14)] public uint MetadataToken;
    [FieldOffset(0x18)] public uint VirtualOffset;
}
