// What copying needs to know of a type, digested once: whether its objects may leave their heap at all, how large they
// are and where in them references lie. A bitmap covers nearly every class there is, so the inner loops of a copy look
// at no GCDesc.
using System.Runtime.InteropServices;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>The shape of a type's objects, by what copying them takes.</summary>
internal enum TravelKind : ushort
{
    /// <summary>Its objects mean something only where they are.</summary>
    Refused,

    /// <summary>Fixed size, no references.</summary>
    Scalars,

    /// <summary>An array or string without references.</summary>
    ScalarArray,

    /// <summary>Fixed size; references where the bitmap says.</summary>
    Fields,

    /// <summary>An array whose elements are references, or structs of nothing else.</summary>
    ReferenceArray,

    /// <summary>An array of structs; the bitmap is of one element.</summary>
    StructArray,

    /// <summary>References as the GCDesc says: objects too large for a bitmap.</summary>
    Described,

    /// <summary><see cref="Abi.Binary"/>: as <see cref="Fields"/>, and what it refers to outside all heaps.</summary>
    Binary,
}

/// <summary>One type, as copying sees it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
internal unsafe struct TravelType
{
    /// <summary>So many make one expect another one.</summary>
    public const ushort MostMisfits = 4;

    /// <summary>The type.</summary>
    [FieldOffset(0x00)] public MethodTable* Table;

    /// <summary>Bit n: the n-th word of the object (of the element, for arrays of structs) is a reference.</summary>
    [FieldOffset(0x08)] public ulong References;

    /// <summary>What copying takes.</summary>
    [FieldOffset(0x10)] public TravelKind Kind;

    /// <summary>
    /// How many graphs with such a root were begun as an image (<see cref="SmallGraphs"/>) and did not fit; at
    /// <see cref="MostMisfits"/> the next ones are not begun. Back to 0 by one that goes as a block and would have
    /// fitted. All cores' guess, without a lock: a wrong one costs time, no more.
    /// </summary>
    [FieldOffset(0x12)] public ushort Misfits;

    /// <summary>Words of an object of fixed size, its header included.</summary>
    [FieldOffset(0x14)] public uint Words;

    /// <summary>Bytes of an array's element.</summary>
    [FieldOffset(0x18)] public uint ElementSize;

    /// <summary>Where an array's elements begin, from the object's address.</summary>
    [FieldOffset(0x1C)] public uint FirstElement;

    /// <summary>Words of all elements of an array of whole words.</summary>
    public readonly ulong ElementWordsOf(nint array)
        => (ulong)*(uint*)(array + MethodTableLayout.ArrayLengthOffset) * (ElementSize / sizeof(long));
}
