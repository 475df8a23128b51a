// What .eh_frame and the LSDA say about the code at one address. ILC writes one description for every method and one
// for every funclet (a handler compiled as a function of its own that shares the method's frame).
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>The unwind information of one method or funclet.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x50)]
internal unsafe struct FrameDescription
{
    /// <summary>First instruction of the method or funclet.</summary>
    [FieldOffset(0x00)] public nint Start;

    /// <summary>One past its last instruction.</summary>
    [FieldOffset(0x08)] public nint End;

    /// <summary>Call frame instructions of the description (DWARF 4 §6.4.2).</summary>
    [FieldOffset(0x10)] public byte* Instructions;

    /// <summary>End of the call frame instructions.</summary>
    [FieldOffset(0x18)] public byte* InstructionsEnd;

    /// <summary>Language-specific data of the method itself (a funclet's points there).</summary>
    [FieldOffset(0x20)] public byte* MethodData;

    /// <summary>First instruction of the method that this code belongs to.</summary>
    [FieldOffset(0x28)] public nint MethodStart;

    /// <summary>Flags of the language-specific data; see <see cref="MethodDataFlags"/>.</summary>
    [FieldOffset(0x30)] public MethodDataFlags Flags;

    /// <summary>Flags of the method's own data: has it clauses, is it entered from outside.</summary>
    [FieldOffset(0x34)] public MethodDataFlags MethodFlags;
}

/// <summary>First byte of ILC's language-specific data.</summary>
[System.Flags]
internal enum MethodDataFlags : byte
{
    /// <summary>The method itself.</summary>
    Root = 0,

    /// <summary>A catch, finally or fault handler.</summary>
    Handler = 1,

    /// <summary>A filter.</summary>
    Filter = 2,

    /// <summary>Mask of the three kinds above.</summary>
    KindMask = 3,

    /// <summary>Clauses follow.</summary>
    HasClauses = 4,

    /// <summary>Entered from unmanaged code; exceptions do not pass it.</summary>
    ReversePInvoke = 8,

    /// <summary>A relative word to associated data comes first.</summary>
    HasAssociatedData = 16,
}
