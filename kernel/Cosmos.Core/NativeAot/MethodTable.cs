// The parts of ILC's method table that the floor reads. Every object begins with a pointer to one; the object header
// word (lock and hash code) lies 8 bytes before the object, inside the object's base size.
// Source: dotnet/runtime src/coreclr/nativeaot/Runtime/inc/MethodTable.h, checked against compiled code.
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot;

/// <summary>A type, as compiled code sees it.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x18)]
internal struct MethodTable
{
    /// <summary>Bytes of one array element or string character; for other types part of the flags.</summary>
    [FieldOffset(0x00)] public ushort ComponentSize;

    /// <summary>Flags in the high half; see <see cref="MethodTableLayout"/>.</summary>
    [FieldOffset(0x00)] public uint Flags;

    /// <summary>Bytes of an instance, header word and padding included, array elements not.</summary>
    [FieldOffset(0x04)] public uint BaseSize;

    /// <summary>Base class, or the element type of an array.</summary>
    [FieldOffset(0x08)] public nint RelatedType;

    /// <summary>Number of virtual method slots that follow the table.</summary>
    [FieldOffset(0x10)] public ushort VirtualSlots;

    /// <summary>Number of interfaces.</summary>
    [FieldOffset(0x12)] public ushort Interfaces;

    /// <summary>Hash code of the type.</summary>
    [FieldOffset(0x14)] public uint HashCode;

    /// <summary>Set when <see cref="ComponentSize"/> is meaningful: arrays and strings.</summary>
    public readonly bool HasComponentSize => (Flags & MethodTableLayout.HasComponentSize) != 0;

    /// <summary>Set for strings alone: an array of characters has the larger base size of arrays.</summary>
    public readonly bool IsString
        => HasComponentSize && ComponentSize == sizeof(char) && BaseSize == MethodTableLayout.StringBaseSize;

    /// <summary>Set when instances hold references, which a GCDesc before the table describes.</summary>
    public readonly bool HasReferences => (Flags & MethodTableLayout.HasReferences) != 0;

    /// <summary>Set when the collector owes instances a call before they go.</summary>
    public readonly bool HasFinalizer => (Flags & MethodTableLayout.HasFinalizer) != 0;

    /// <summary>Set for pointers, by-references and function pointers, which have no instances.</summary>
    public readonly bool IsPointer
        => (Flags & MethodTableLayout.KindMask) == MethodTableLayout.FunctionPointerKind
            || ((Flags & MethodTableLayout.KindMask) == MethodTableLayout.ParameterizedKind && !HasComponentSize);
}

/// <summary>Numbers of the object layout that assembly shares.</summary>
[AssemblyLayout]
internal static class MethodTableLayout
{
    /// <summary>Flag: arrays and strings.</summary>
    public const uint HasComponentSize = 0x8000_0000;

    /// <summary>Flag: instances hold references.</summary>
    public const uint HasReferences = 0x0100_0000;

    /// <summary>Flag: instances have a finalizer.</summary>
    public const uint HasFinalizer = 0x0010_0000;

    /// <summary>Flags: what sort of type it is.</summary>
    public const uint KindMask = 0x0003_0000;

    /// <summary>Sort: a function pointer.</summary>
    public const uint FunctionPointerKind = 0x0001_0000;

    /// <summary>Sort: an array, a pointer or a by-reference.</summary>
    public const uint ParameterizedKind = 0x0002_0000;

    /// <summary>Bytes of a string without its characters: header, type, length and the terminating null.</summary>
    public const uint StringBaseSize = 22;

    /// <summary>Where an array or a string keeps its length, an int.</summary>
    public const int ArrayLengthOffset = 8;

    /// <summary>
    /// Largest length the assembly path takes. Elements are at most 65,535 bytes, so the product cannot overflow;
    /// anything larger is checked in C#.
    /// </summary>
    public const int FastArrayLimit = 0x10000;
}
